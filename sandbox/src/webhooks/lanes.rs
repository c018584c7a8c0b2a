//! What one merchant has to be told, and in which order: pure bookkeeping.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};

use crate::domain::clock::Moment;

/// An attempt that may start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attempt {
    /// Which delivery.
    pub(super) seq: i64,
    /// The resource, if it is a first attempt, behind which others may wait.
    pub(super) lane: Option<String>,
}

/// First attempts about one resource go one after another; retries hold nothing back.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    /// First attempts that wait for the one before; a resource is in here while one is under way.
    waiting: HashMap<String, VecDeque<i64>>,
    ready: VecDeque<Attempt>,
    retries: BinaryHeap<Reverse<(Moment, i64)>>,
    in_flight: usize,
}

impl Lanes {
    /// Queues a first attempt.
    pub(super) fn queue(&mut self, seq: i64, resource: String) {
        if let Some(lane) = self.waiting.get_mut(&resource) {
            lane.push_back(seq);
        } else {
            self.waiting.insert(resource.clone(), VecDeque::new());
            self.ready.push_back(Attempt { seq, lane: Some(resource) });
        }
    }

    /// Queues a further attempt.
    pub(super) fn retry(&mut self, seq: i64, at: Moment) {
        self.retries.push(Reverse((at, seq)));
    }

    /// Whether an attempt may start at `now`.
    pub(super) fn is_ready(&mut self, now: Moment) -> bool {
        while let Some(Reverse((at, seq))) = self.retries.peek().copied()
            && at <= now
        {
            self.retries.pop();
            self.ready.push_back(Attempt { seq, lane: None });
        }
        !self.ready.is_empty()
    }

    /// The next attempt that may start at `now`, which is in flight from here on.
    pub(super) fn start(&mut self, now: Moment) -> Option<Attempt> {
        if !self.is_ready(now) {
            return None;
        }
        let next = self.ready.pop_front()?;
        self.in_flight += 1;
        Some(next)
    }

    /// An attempt has ended.
    pub(super) fn end(&mut self, attempt: &Attempt) {
        self.in_flight = self.in_flight.saturating_sub(1);
        let Some(resource) = &attempt.lane else { return };
        match self.waiting.get_mut(resource).map(VecDeque::pop_front) {
            Some(Some(seq)) => {
                self.ready.push_back(Attempt { seq, lane: Some(resource.clone()) });
            }
            _ => drop(self.waiting.remove(resource)),
        }
    }

    /// How many attempts are under way.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// When the next retry is due.
    pub(super) fn next_retry(&self) -> Option<Moment> {
        self.retries.peek().map(|Reverse((at, _))| *at)
    }

    /// How many deliveries are due at `now` or in flight.
    pub(super) fn pending(&self, now: Moment) -> usize {
        let waiting: usize = self.waiting.values().map(VecDeque::len).sum();
        let due = self.retries.iter().filter(|Reverse((at, _))| *at <= now).count();
        waiting + self.ready.len() + self.in_flight + due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_millis(1000);

    fn started(lanes: &mut Lanes) -> Vec<i64> {
        std::iter::from_fn(|| lanes.start(NOW)).map(|attempt| attempt.seq).collect()
    }

    #[test]
    fn one_resource_goes_in_order_while_others_go_at_once() {
        let mut lanes = Lanes::default();
        for (seq, resource) in [(1, "a"), (2, "a"), (3, "b"), (4, "a")] {
            lanes.queue(seq, resource.to_owned());
        }
        assert_eq!(started(&mut lanes), [1, 3]);
        lanes.end(&Attempt { seq: 1, lane: Some("a".to_owned()) });
        assert_eq!(started(&mut lanes), [2]);
        lanes.end(&Attempt { seq: 2, lane: Some("a".to_owned()) });
        assert_eq!(started(&mut lanes), [4]);
        assert_eq!(lanes.pending(NOW), 2);
    }

    #[test]
    fn a_retry_waits_for_its_time_and_holds_nothing_back() {
        let mut lanes = Lanes::default();
        lanes.queue(1, "a".to_owned());
        let first = lanes.start(NOW).unwrap();
        lanes.queue(2, "a".to_owned());
        lanes.retry(1, Moment::from_millis(1001));
        lanes.end(&first);
        assert_eq!(started(&mut lanes), [2]);
        assert_eq!(lanes.next_retry(), Some(Moment::from_millis(1001)));
        assert_eq!(lanes.pending(NOW), 1);
        let retried = lanes.start(Moment::from_millis(1001)).unwrap();
        assert_eq!(retried, Attempt { seq: 1, lane: None });
    }

    #[test]
    fn a_resource_whose_attempts_have_ended_is_forgotten() {
        let mut lanes = Lanes::default();
        lanes.queue(1, "a".to_owned());
        let attempt = lanes.start(NOW).unwrap();
        lanes.end(&attempt);
        assert!(lanes.waiting.is_empty());
        assert_eq!(lanes.pending(NOW), 0);
    }
}
