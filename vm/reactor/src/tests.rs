use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::{Elapsed, Handle, Reactor};

/// Runs a future to its end.
fn run<T: Send + 'static, F: Future<Output = T> + Send + 'static>(f: impl FnOnce(Handle) -> F) -> T {
    let mut reactor = Reactor::new().unwrap();
    let out = Arc::new(Mutex::new(None));
    let (theirs, future) = (out.clone(), f(reactor.handle()));
    reactor.handle().spawn(async move { *theirs.lock() = Some(future.await) });
    let start = Instant::now();
    while out.lock().is_none() {
        assert!(start.elapsed() < Duration::from_secs(20), "the future does not end");
        reactor.turn(Some(Duration::from_secs(1))).unwrap();
    }
    out.lock().take().unwrap()
}

fn loopback() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 0).into()
}

#[test]
fn a_task_that_waits_costs_no_turns() {
    let mut reactor = Reactor::new().unwrap();
    let polls = Arc::new(AtomicUsize::new(0));
    let (count, handle) = (polls.clone(), reactor.handle());
    reactor.handle().spawn(async move {
        count.fetch_add(1, Ordering::Relaxed);
        handle.sleep_until(Instant::now() + Duration::from_millis(30)).await;
        count.fetch_add(1, Ordering::Relaxed);
    });
    let mut turns = 0;
    while reactor.handle().busy() {
        reactor.turn(None).unwrap();
        turns += 1;
    }
    assert_eq!(polls.load(Ordering::Relaxed), 2);
    assert!(turns < 10, "{turns} turns");
}

#[test]
fn echo() {
    let got = run(|h| async move {
        let listener = h.listen(loopback()).unwrap();
        let addr = listener.local_addr().unwrap();
        h.spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            while let Ok(data) = stream.read_some().await
                && !data.is_empty()
            {
                stream.write_all(&data).await.unwrap();
            }
        });
        let stream = Arc::new(h.connect(addr, None).await.unwrap());
        // More than the system buffers: both sides must wait for one another.
        let data: Vec<u8> = (0..8_000_000u32).map(|i| (i / 7) as u8).collect();
        let (theirs, sent) = (stream.clone(), data.clone());
        h.spawn(async move {
            theirs.write_all(&sent).await.unwrap();
            theirs.shutdown(std::net::Shutdown::Write).unwrap();
        });
        let mut got = Vec::new();
        while let data = stream.read_some().await.unwrap()
            && !data.is_empty()
        {
            got.extend(data);
        }
        got == data
    });
    assert!(got);
}

#[test]
fn a_connection_that_nobody_takes_is_refused() {
    let e = run(|h| async move {
        let addr = h.listen(loopback()).unwrap().local_addr().unwrap();
        h.connect(addr, None).await.map(|_| ())
    });
    assert_eq!(e.unwrap_err().kind(), std::io::ErrorKind::ConnectionRefused);
}

#[test]
fn time_runs_out() {
    let r = run(|h| async move {
        let listener = h.listen(loopback()).unwrap();
        h.timeout(Some(Duration::from_millis(20)), listener.accept()).await.map(|_| ())
    });
    assert_eq!(r, Err(Elapsed));
}

#[test]
fn a_cancelled_task_releases_its_socket_and_its_timer() {
    let mut reactor = Reactor::new().unwrap();
    let h = reactor.handle();
    let listener = h.listen(loopback()).unwrap();
    let addr = listener.local_addr().unwrap();
    let handle = h.clone();
    let task = h.spawn(async move {
        let _ = handle.timeout(Some(Duration::from_secs(1000)), listener.accept()).await;
    });
    reactor.turn(Some(Duration::ZERO)).unwrap();
    assert_eq!(h.0.here().timers.lock().next_due().is_some(), reactor.handle().busy());
    task.cancel();
    assert!(!reactor.handle().busy());
    assert!(h.0.here().timers.lock().next_due().is_none());
    // The address is free again.
    h.listen(addr).unwrap();
}

#[test]
fn blocking_work_wakes_the_owner() {
    let sum = run(|h| async move {
        let parts: Vec<_> = (0..100u64).map(|i| h.blocking(move || i)).collect();
        let mut sum = 0;
        for p in parts {
            sum += p.await;
        }
        sum
    });
    assert_eq!(sum, 4950);
}

#[test]
fn names_are_looked_up() {
    let addrs = run(|h| async move { h.resolve("localhost", 80).await });
    assert!(addrs.unwrap().iter().all(|a| a.ip().is_loopback()));
    assert!(run(|h| async move { h.resolve("no-such-host.invalid", 80).await }).is_err());
}

#[test]
fn datagrams() {
    let got = run(|h| async move {
        let (a, b) = (h.udp(loopback()).unwrap(), h.udp(loopback()).unwrap());
        a.send_to(b"hello", b.local_addr().unwrap()).await.unwrap();
        let (data, from) = b.receive(64).await.unwrap();
        b.send_to(&data, from).await.unwrap();
        a.receive(64).await.unwrap().0
    });
    assert_eq!(got, b"hello");
}

/// A future that is woken when it has ended already.
struct WokenAtTheEnd(Arc<AtomicUsize>);

impl Future for WokenAtTheEnd {
    type Output = ();

    fn poll(self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<()> {
        self.0.fetch_add(1, Ordering::Relaxed);
        cx.waker().wake_by_ref();
        std::task::Poll::Ready(())
    }
}

#[test]
fn what_has_ended_is_not_polled_again() {
    const TASKS: usize = 20_000;
    let mut reactor = Reactor::new().unwrap();
    let polls = Arc::new(AtomicUsize::new(0));
    let (handle, count) = (reactor.handle(), polls.clone());
    let starter = std::thread::spawn(move || {
        for _ in 0..TASKS {
            handle.spawn(WokenAtTheEnd(count.clone()));
        }
    });
    while !starter.is_finished() {
        reactor.turn(Some(Duration::ZERO)).unwrap();
    }
    starter.join().unwrap();
    assert_eq!(polls.load(Ordering::Relaxed), TASKS);
}
