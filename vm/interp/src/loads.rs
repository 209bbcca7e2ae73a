//! Which worker has no time for its events.

use std::time::Instant;

use bal_sched::Strain;
use reactor::Load;

/// A worker that waits for less than this part of the time has no time for more; one that waits for more than the other part has.
const FULL: f64 = 0.05;
const SPARE: f64 = 0.2;
/// Tasks that can go on, of which less are no load for which another thread would be worth its while: so many connections are
/// served faster by one.
const CROWD: usize = 8;
/// A worker that has missed as many looks neglects its events: one may be the system's doing, which lets another program run.
const MISSED: u32 = 2;
/// How far back the parts go, in seconds.
const WINDOW: f64 = 0.016;

/// How the workers have spent their time lately.
pub struct Loads(Vec<Seen>);

#[derive(Clone, Copy, Default)]
struct Seen {
    at: Option<(Instant, Load)>,
    /// The part of the time for which it waits.
    idle: f64,
    /// How often in a row it has not looked for events since the time before.
    missed: u32,
}

impl Loads {
    pub fn new(workers: usize) -> Loads {
        Loads(vec![Seen::default(); workers])
    }

    /// What the workers lack. `load`: of the reactor of a worker, if it has one.
    pub fn look(&mut self, now: Instant, load: impl Fn(usize) -> Option<Load>) -> Strain {
        let (mut neglected, mut full, mut spare) = (None, None, false);
        for (worker, seen) in self.0.iter_mut().enumerate() {
            let Some(load) = load(worker) else { continue };
            let Some((then, before)) = seen.at.replace((now, load)) else {
                seen.idle = 1.0;
                continue;
            };
            seen.missed = if load.waits || load.looks != before.looks { 0 } else { seen.missed + 1 };
            if seen.missed >= MISSED {
                neglected = Some(worker as u32);
            }
            seen.update((now - then).as_secs_f64(), &before, &load);
            spare |= seen.idle > SPARE;
            if seen.idle < FULL && load.ready >= CROWD {
                full = Some(worker as u32);
            }
        }
        let overloaded = neglected.or(full);
        Strain { relief: neglected.or(full.filter(|_| spare)), short: overloaded.is_some() && !spare }
    }
}

impl Seen {
    fn update(&mut self, passed: f64, before: &Load, load: &Load) {
        let waited = (load.waited - before.waited).as_secs_f64();
        let part = if load.waits { 1.0 } else { (waited / passed).min(1.0) };
        self.idle += (part - self.idle) * passed / (passed + WINDOW);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// What is said after so many milliseconds, in each of which worker `i` waits for `waits[i]` microseconds (it has looked for
    /// events then) or has not looked at all.
    fn after(millis: u64, waits: &[Option<u64>]) -> Strain {
        with_ready(CROWD, millis, waits)
    }

    /// The same while each has so many tasks that can go on.
    fn with_ready(ready: usize, millis: u64, waits: &[Option<u64>]) -> Strain {
        let (start, mut loads) = (Instant::now(), Loads::new(4));
        let mut strain = Strain::default();
        for t in 0..=millis {
            strain = loads.look(start + Duration::from_millis(t), |worker| {
                let waited = *waits.get(worker)?;
                let waited = waited.map(|each| Duration::from_micros(each * t));
                Some(Load {
                    waits: false,
                    waited: waited.unwrap_or_default(),
                    looks: waited.map_or(0, |_| t),
                    ready,
                })
            });
        }
        strain
    }

    #[test]
    fn a_worker_that_does_not_look_is_relieved_soon() {
        assert_eq!(after(1, &[Some(500), None]), Strain::default());
        assert_eq!(after(2, &[Some(500), None]), Strain { relief: Some(1), short: false });
        assert_eq!(after(1, &[Some(500), Some(500)]), Strain::default());
    }

    #[test]
    fn a_worker_that_hardly_waits_is_relieved_if_others_have_time() {
        assert_eq!(after(5, &[Some(10), Some(500)]), Strain::default());
        assert_eq!(after(100, &[Some(10), Some(500)]), Strain { relief: Some(0), short: false });
        // It would be the other one's turn next.
        assert_eq!(after(100, &[Some(10), Some(100)]), Strain { relief: None, short: true });
        assert_eq!(after(100, &[Some(10)]), Strain { relief: None, short: true });
        assert_eq!(after(100, &[Some(100), Some(100)]), Strain::default());
        // A few connections are served faster by one.
        assert_eq!(with_ready(CROWD - 1, 100, &[Some(10), Some(500)]), Strain::default());
        assert_eq!(with_ready(1, 2, &[Some(500), None]), Strain { relief: Some(1), short: false });
    }

    #[test]
    fn a_worker_that_waits_has_time() {
        let (start, mut loads) = (Instant::now(), Loads::new(1));
        for t in 0..100 {
            let load = Load { waits: true, waited: Duration::ZERO, looks: 7, ready: 0 };
            let strain = loads.look(start + Duration::from_millis(t), |_| Some(load));
            assert_eq!(strain, Strain::default());
        }
    }
}
