//! The safepoint protocol under random schedules.

mod sync {
    pub use shuttle::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
    pub use shuttle::sync::{Arc, Condvar, Mutex, MutexGuard};
    pub use shuttle::thread::yield_now as pause;

    /// A few looks.
    pub struct Patience(std::cell::Cell<u32>);

    impl Patience {
        pub fn new() -> Patience {
            Patience(std::cell::Cell::new(6))
        }

        pub fn lasts(&self) -> bool {
            pause();
            self.0.set(self.0.get() - 1);
            self.0.get() > 0
        }
    }
}
#[path = "safepoint.rs"]
mod safepoint;

use safepoint::Safepoint;
use sync::{Arc, AtomicBool, AtomicUsize, Ordering};

/// Does what a mutator does: works (`busy` is set), polls its flag, collects, goes outside.
fn member(point: &Safepoint<usize>, busy: &[AtomicBool], me: usize, plan: &[u8]) {
    let flag = Arc::new(AtomicBool::new(false));
    let id = point.join(me, flag.clone());
    for step in plan {
        busy[me].store(true, Ordering::SeqCst);
        shuttle::thread::yield_now();
        busy[me].store(false, Ordering::SeqCst);
        match step {
            0 => {
                if flag.swap(false, Ordering::Relaxed) {
                    point.poll(id);
                }
            }
            1 => {
                if let Some(stopped) = point.stop_others(id) {
                    let others = stopped.members().into_iter().filter(|m| *m != me);
                    for other in others {
                        assert!(
                            !busy[other].load(Ordering::SeqCst),
                            "{other} works during a collection of {me}"
                        );
                    }
                    share(&stopped);
                }
            }
            _ => {
                point.go_out(id);
                shuttle::thread::yield_now();
                point.come_in(id);
            }
        }
    }
    point.leave(id);
}

/// Shares a part of a collection: those that have stopped do it while it is shared, and not afterwards.
fn share(stopped: &safepoint::Stopped<'_, usize>) {
    let (shared, most) = (AtomicBool::new(true), stopped.helpers());
    let at_it = AtomicUsize::new(0);
    let help = || {
        assert!(at_it.fetch_add(1, Ordering::SeqCst) < most, "nobody takes part that has not stopped");
        shuttle::thread::yield_now();
        assert!(shared.load(Ordering::SeqCst), "nobody takes part any more");
        at_it.fetch_sub(1, Ordering::SeqCst);
    };
    stopped.share(&help, shuttle::thread::yield_now);
    shared.store(false, Ordering::SeqCst);
    assert_eq!(at_it.load(Ordering::SeqCst), 0);
}

fn run(plans: &'static [&'static [u8]]) {
    let check = move || {
        let point = Arc::new(Safepoint::new());
        let busy: Arc<Vec<AtomicBool>> = Arc::new(plans.iter().map(|_| AtomicBool::new(false)).collect());
        let threads: Vec<_> = plans
            .iter()
            .enumerate()
            .map(|(me, plan)| {
                let (point, busy) = (point.clone(), busy.clone());
                shuttle::thread::spawn(move || member(&point, &busy, me, plan))
            })
            .collect();
        threads.into_iter().for_each(|t| t.join().unwrap());
    };
    shuttle::check_random(check, 2000);
    shuttle::check_pct(check, 1000, 3);
}

#[test]
fn two_that_collect() {
    run(&[&[1, 0, 1], &[0, 1, 0]]);
}

#[test]
fn three_of_which_two_help() {
    run(&[&[1, 1], &[0, 0, 0], &[0, 0]]);
}

#[test]
fn one_that_comes_and_goes() {
    run(&[&[1, 1], &[2, 0, 2], &[0, 2]]);
}

#[test]
fn members_that_join_and_leave_meanwhile() {
    run(&[&[1], &[0], &[], &[2]]);
}
