//! Tests of several reactors of a program.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::{Handle, Reactor, TcpStream};

/// Long enough for what has been sent over loopback.
const SOON: Option<Duration> = Some(Duration::from_millis(200));

fn two() -> (Reactor, Reactor, Handle) {
    let a = Reactor::first_of(2).unwrap();
    let h = a.handle();
    (a, h.another(1).unwrap(), h)
}

/// A connection that belongs to the reactor of this thread, and its client.
fn connected(reactor: &mut Reactor, h: &Handle) -> (TcpStream, std::net::TcpStream) {
    let listener = h.listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (sender, mut receiver) = tokio::sync::oneshot::channel();
    h.spawn(async move {
        let _ = sender.send(listener.accept().await.unwrap().0);
    });
    loop {
        match receiver.try_recv() {
            Ok(stream) => return (stream, client),
            Err(_) => reactor.turn(SOON).unwrap(),
        }
    }
}

/// Sends back what comes, and counts it by the reactor at which it has come.
async fn echo(h: Handle, stream: TcpStream, seen: Arc<[AtomicUsize; 2]>) {
    while let Ok(data) = stream.read_some().await
        && !data.is_empty()
    {
        seen[h.place()].fetch_add(1, Ordering::SeqCst);
        stream.write_all(&data).await.unwrap();
    }
}

/// Turns until so much has been seen.
fn turn_until(reactor: &mut Reactor, seen: &[AtomicUsize; 2], expected: [usize; 2]) {
    let start = Instant::now();
    while counts(seen) != expected {
        assert!(start.elapsed() < Duration::from_secs(20), "{:?} instead of {expected:?}", counts(seen));
        reactor.turn(SOON).unwrap();
    }
}

fn counts(seen: &[AtomicUsize; 2]) -> [usize; 2] {
    seen.each_ref().map(|n| n.load(Ordering::SeqCst))
}

#[test]
fn a_task_that_is_taken_over_takes_its_socket_along() {
    let (mut a, mut b, h) = two();
    a.settle();
    let (stream, mut client) = connected(&mut a, &h);
    let seen: Arc<[AtomicUsize; 2]> = Arc::default();
    h.spawn(echo(h.clone(), stream, seen.clone()));
    let mut buffer = [0; 1];

    client.write_all(b"1").unwrap();
    turn_until(&mut a, &seen, [1, 0]);
    client.read_exact(&mut buffer).unwrap();

    // The owner of a has no time.
    client.write_all(b"2").unwrap();
    b.settle();
    assert!(!b.relieve(0), "nothing is ready before somebody has looked");
    let start = Instant::now();
    while !b.relieve(0) {
        assert!(start.elapsed() < Duration::from_secs(20), "nothing comes");
        a.look().unwrap();
    }
    turn_until(&mut b, &seen, [1, 1]);
    client.read_exact(&mut buffer).unwrap();

    // From now on its events are b's.
    client.write_all(b"3").unwrap();
    a.turn(Some(Duration::from_millis(20))).unwrap();
    assert_eq!(counts(&seen), [1, 1]);
    turn_until(&mut b, &seen, [1, 2]);
    client.read_exact(&mut buffer).unwrap();
}

#[test]
fn a_socket_stays_where_somebody_waits_for_its_other_side() {
    let (mut a, mut b, h) = two();
    a.settle();
    let (stream, mut client) = connected(&mut a, &h);
    let stream = Arc::new(stream);
    let (reads, writes) = (stream.clone(), stream);
    let seen: Arc<[AtomicUsize; 2]> = Arc::default();
    let (count, handle) = (seen.clone(), h.clone());
    h.spawn(async move {
        let data = reads.read_some().await.unwrap();
        count[handle.place()].fetch_add(data.len(), Ordering::SeqCst);
    });
    const MUCH: usize = 32 << 20;
    b.settle();
    let sent = Arc::new(AtomicBool::new(false));
    let done = sent.clone();
    h.spawn(async move {
        writes.write_all(&vec![7; MUCH]).await.unwrap();
        done.store(true, Ordering::SeqCst);
    });
    let reader = std::thread::spawn(move || {
        let mut left = vec![0; MUCH];
        client.read_exact(&mut left).unwrap();
        client.write_all(b"thanks").unwrap();
        client
    });
    let start = Instant::now();
    while !sent.load(Ordering::SeqCst) || counts(&seen) == [0, 0] {
        assert!(start.elapsed() < Duration::from_secs(20), "an event has been lost");
        a.settle();
        a.turn(Some(Duration::from_millis(1))).unwrap();
        b.settle();
        b.turn(Some(Duration::ZERO)).unwrap();
    }
    assert_eq!(counts(&seen), [6, 0]);
    drop(reader.join().unwrap());
}

#[test]
fn tasks_go_home_unless_they_follow() {
    let (mut a, mut b, h) = two();
    a.settle();
    let (wakes, seen): (Arc<Notify>, Arc<[AtomicUsize; 2]>) = Default::default();
    let task = |of: usize| {
        let (h, wakes, seen) = (h.clone(), wakes.clone(), seen.clone());
        async move {
            wakes.notified().await;
            seen[h.place()].fetch_add(of, Ordering::SeqCst);
        }
    };
    h.spawn(task(1));
    h.spawn_following(task(10));
    b.settle();
    wakes.notify_waiters();
    b.turn(Some(Duration::ZERO)).unwrap();
    assert_eq!(counts(&seen), [0, 10]);
    a.settle();
    turn_until(&mut a, &seen, [1, 10]);
    assert!(!h.busy());
}

#[test]
fn threads_without_a_reactor_use_the_first_one() {
    let (mut a, _b, h) = two();
    let sleeper = h.clone();
    let started = std::thread::spawn(move || {
        let due = Instant::now() + Duration::from_millis(10);
        let handle = sleeper.clone();
        sleeper.spawn(async move { handle.sleep_until(due).await });
        sleeper.place()
    });
    assert_eq!(started.join().unwrap(), 0);
    let start = Instant::now();
    while h.busy() {
        assert!(start.elapsed() < Duration::from_secs(20), "the sleeper has been forgotten");
        a.turn(SOON).unwrap();
    }
}

#[test]
fn nothing_is_lost_between_threads_that_relieve_one_another() {
    const CONNECTIONS: usize = 16;
    const ROUNDS: usize = 300;
    let (mut a, b, h) = two();
    a.settle();
    let seen: Arc<[AtomicUsize; 2]> = Arc::default();
    let clients: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (stream, mut client) = connected(&mut a, &h);
            h.spawn(echo(h.clone(), stream, seen.clone()));
            std::thread::spawn(move || {
                client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                let mut buffer = [0; 1];
                for i in 0..ROUNDS {
                    client.write_all(&[i as u8]).unwrap();
                    client.read_exact(&mut buffer).expect("an answer has been lost");
                    assert_eq!(buffer, [i as u8]);
                }
            })
        })
        .collect();
    let owner = |mut reactor: Reactor, h: Handle| {
        std::thread::spawn(move || {
            reactor.settle();
            let other = 1 - h.place();
            let mut turns = 0;
            while h.busy() {
                reactor.turn(Some(Duration::from_millis(5))).unwrap();
                turns += 1;
                if turns % 3 == other {
                    reactor.relieve(other);
                }
            }
        })
    };
    let owners = [owner(a, h.clone()), owner(b, h.clone())];
    clients.into_iter().for_each(|c| c.join().unwrap());
    owners.into_iter().for_each(|o| o.join().unwrap());
    let [at_a, at_b] = counts(&seen);
    assert_eq!(at_a + at_b, CONNECTIONS * ROUNDS);
    assert!(at_a > 0 && at_b > 0, "one of them has done nothing: {at_a}, {at_b}");
}
