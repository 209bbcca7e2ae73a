//! Requests and the strands that wait for them.

use std::collections::VecDeque;

use tokio::sync::oneshot;

/// Strands that wait for requests beyond this end.
const MOST_IDLE: usize = 32;
/// How often strands look for requests that have come on their own thread before they look at others first.
const OTHERS: u32 = 32;

/// Requests that nobody has taken yet, and the strands of a listener, of which the *idle* ones wait, or are about to look. Each
/// thread has a *lane* of requests, those that its connections have read, so that they are served where they have come.
pub struct Queue<T> {
    /// By reactor.
    lanes: Vec<Lane<T>>,
    /// The last one that has come waits for the shortest time: what it uses is in the caches. Each is told for which lane it is
    /// called.
    waiting: Vec<oneshot::Sender<usize>>,
    idle: usize,
    ended: bool,
    /// How often somebody has looked for a request.
    turns: u32,
}

/// One strand is called at a time: it takes what there is, request by request, as long as it need not wait for anything else;
/// each time it takes one and leaves others, one more strand is called, which comes when the first one waits, or on another
/// thread.
struct Lane<T> {
    requests: VecDeque<T>,
    /// A strand has been called and has not looked yet.
    called: bool,
}

impl<T> Queue<T> {
    /// For so many strands, which are idle.
    pub fn new(idle: usize) -> Queue<T> {
        Queue { lanes: Vec::new(), waiting: Vec::new(), idle, ended: false, turns: 0 }
    }

    /// One more request, which has come at this reactor.
    pub fn push(&mut self, request: T, place: usize) {
        self.lane(place).requests.push_back(request);
        self.call(place);
    }

    /// A strand that has served a request is idle again.
    pub fn come_back(&mut self) {
        self.idle += 1;
    }

    /// A request for an idle strand at this reactor, which is idle no more; and whether it was the last one, which begins another.
    pub fn take(&mut self, place: usize) -> Option<(T, bool)> {
        let place = self.choose(place)?;
        let request = self.lanes[place].requests.pop_front()?;
        self.call(place);
        let last = self.idle == 1 && !self.ended;
        self.idle -= usize::from(!last);
        Some((request, last))
    }

    /// The same for a strand that has been called for this lane.
    pub fn answer(&mut self, lane: usize) -> Option<(T, bool)> {
        self.lane(lane).called = false;
        self.take(lane)
    }

    /// An idle strand that has found nothing waits until it is called for a lane; or it ends, as there will be nothing more, or
    /// enough others wait.
    pub fn wait(&mut self) -> Option<oneshot::Receiver<usize>> {
        if self.ended || self.idle > MOST_IDLE {
            self.idle -= 1;
            return None;
        }
        let (sender, receiver) = oneshot::channel();
        self.waiting.push(sender);
        Some(receiver)
    }

    /// Nobody waits for requests any more.
    pub fn end(&mut self) {
        self.ended = true;
        for waiting in self.waiting.drain(..) {
            let _ = waiting.send(0);
        }
    }

    fn lane(&mut self, place: usize) -> &mut Lane<T> {
        if self.lanes.len() <= place {
            self.lanes.resize_with(place + 1, || Lane { requests: VecDeque::new(), called: false });
        }
        &mut self.lanes[place]
    }

    /// The lane from which a strand takes that looks at this one: it, or else one for which nobody has been called. Now and then
    /// the other way round, so that nobody waits for as long as others have something to do.
    fn choose(&mut self, own: usize) -> Option<usize> {
        self.turns = self.turns.wrapping_add(1);
        let full = !self.lane(own).requests.is_empty();
        if full && !self.turns.is_multiple_of(OTHERS) {
            return Some(own);
        }
        let left = |i: usize, l: &Lane<T>| i != own && !l.called && !l.requests.is_empty();
        let other = self.lanes.iter().enumerate().find_map(|(i, l)| left(i, l).then_some(i));
        other.or(full.then_some(own))
    }

    /// Calls a strand that waits, if there is something for it in this lane.
    fn call(&mut self, place: usize) {
        while !self.lanes[place].called && !self.lanes[place].requests.is_empty() {
            let Some(waiting) = self.waiting.pop() else { return };
            self.lanes[place].called = waiting.send(place).is_ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A queue with two strands that wait.
    fn two_wait() -> (Queue<u32>, [oneshot::Receiver<usize>; 2]) {
        let mut queue = Queue::new(2);
        let receivers = [queue.wait().unwrap(), queue.wait().unwrap()];
        (queue, receivers)
    }

    #[test]
    fn one_strand_is_called_for_each_lane() {
        let (mut queue, [mut first, mut second]) = two_wait();
        queue.push(1, 0);
        queue.push(2, 0);
        assert_eq!(second.try_recv(), Ok(0));
        assert!(first.try_recv().is_err());
        queue.push(3, 1);
        assert_eq!(first.try_recv(), Ok(1));
        assert_eq!(queue.answer(1), Some((3, false)));
        // The last idle one begins another, which is idle from then on.
        assert_eq!(queue.answer(0), Some((1, true)));
        assert_eq!(queue.take(0), Some((2, true)));
        assert_eq!(queue.take(0), None);
    }

    #[test]
    fn who_takes_one_and_leaves_others_has_another_strand_called() {
        let (mut queue, [mut first, second]) = two_wait();
        queue.push(1, 0);
        queue.push(2, 0);
        assert_eq!(queue.answer(0), Some((1, false)));
        assert_eq!(first.try_recv(), Ok(0));
        // It has been called, so that it is not for those who look at other lanes.
        assert_eq!(queue.take(1), None);
        assert_eq!(queue.answer(0), Some((2, true)));
        // Somebody who has been called and is not there any more.
        drop(second);
        let receiver = queue.wait().unwrap();
        drop(receiver);
        queue.push(3, 0);
        assert_eq!(queue.take(1), Some((3, true)));
    }

    #[test]
    fn nobody_waits_while_others_have_something_to_do() {
        let mut queue = Queue::new(1);
        for i in 0..1000 {
            queue.push(i, 0);
        }
        queue.push(5000, 1);
        let before = (0..1000).take_while(|_| queue.take(0).map(|t| t.0) != Some(5000)).count();
        assert!(before < OTHERS as usize, "{before} others were served");
    }

    #[test]
    fn strands_end_with_the_queue_or_when_many_wait() {
        let mut queue = Queue::<u32>::new(MOST_IDLE + 2);
        assert!(queue.wait().is_none() && queue.wait().is_none());
        let mut waiting = queue.wait().unwrap();
        queue.end();
        assert_eq!(waiting.try_recv(), Ok(0));
        assert_eq!(queue.answer(0), None);
        assert!(queue.wait().is_none());
    }
}
