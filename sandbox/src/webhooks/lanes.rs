//! The order of one merchant's delivery attempts, without network or storage (HOOK-11).

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};

use crate::domain::clock::Moment;

/// Upper bound for one merchant's attempts in flight, so that a slow endpoint leaves room for
/// others.
const PLACES: usize = 32;
/// Share of these places that is kept for first attempts, and the same for retries.
const SHARE: usize = PLACES / 2;

/// An attempt that may start.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Attempt {
    /// The number of the delivery.
    pub(super) seq: i64,
    /// The resource of a first attempt; later first attempts about it wait for this one.
    pub(super) lane: Option<String>,
}

/// First attempts about one resource run one after another; retries delay no other attempt
/// (HOOK-11).
#[derive(Debug, Default)]
pub(super) struct Lanes {
    /// First attempts that wait for an earlier one, by resource; the key exists while one is in
    /// flight.
    waiting: HashMap<String, VecDeque<i64>>,
    firsts: VecDeque<Attempt>,
    retries: VecDeque<Attempt>,
    /// Retries that are not due yet, and first attempts that must be repeated.
    later: BinaryHeap<Reverse<(Moment, Attempt)>>,
    firsts_in_flight: usize,
    retries_in_flight: usize,
}

impl Lanes {
    /// Queues a first attempt.
    pub(super) fn queue(&mut self, seq: i64, resource: String) {
        if let Some(lane) = self.waiting.get_mut(&resource) {
            lane.push_back(seq);
        } else {
            self.waiting.insert(resource.clone(), VecDeque::new());
            self.firsts.push_back(Attempt { seq, lane: Some(resource) });
        }
    }

    /// Queues a retry for the moment `at`.
    pub(super) fn retry(&mut self, seq: i64, at: Moment) {
        self.later.push(Reverse((at, Attempt { seq, lane: None })));
    }

    /// True if an attempt is due at `now` and the merchant has a free place.
    pub(super) fn is_ready(&mut self, now: Moment) -> bool {
        self.next(now, false).is_some()
    }

    /// Takes the next attempt that may start at `now`; it counts as in flight from then on.
    ///
    /// If other merchants take all places, one attempt may start anyway, and one first attempt
    /// beside retries. A silent endpoint therefore never delays the events of another merchant.
    pub(super) fn start(&mut self, now: Moment, all_taken: bool) -> Option<Attempt> {
        if self.next(now, all_taken)? {
            self.firsts_in_flight += 1;
            self.firsts.pop_front()
        } else {
            self.retries_in_flight += 1;
            self.retries.pop_front()
        }
    }

    /// The kind of attempt that may start next: true for a first attempt; none if no attempt may.
    fn next(&mut self, now: Moment, all_taken: bool) -> Option<bool> {
        self.wake(now);
        let retry = !self.retries.is_empty() && self.retries_in_flight < SHARE;
        let first = !self.firsts.is_empty() && (!retry || self.firsts_in_flight < SHARE);
        let alone = self.in_flight() == 0 || (first && self.firsts_in_flight == 0);
        let place = self.in_flight() < PLACES && (!all_taken || alone);
        ((first || retry) && place).then_some(first)
    }

    fn wake(&mut self, now: Moment) {
        while self.next_due().is_some_and(|at| at <= now)
            && let Some(Reverse((_, attempt))) = self.later.pop()
        {
            // A repeated first attempt comes before the ones that have not been tried.
            match attempt.lane {
                Some(_) => self.firsts.push_front(attempt),
                None => self.retries.push_back(attempt),
            }
        }
    }

    /// Ends an attempt, and frees the next first attempt about its resource.
    pub(super) fn end(&mut self, attempt: &Attempt) {
        self.leave(attempt);
        let Some(resource) = &attempt.lane else { return };
        match self.waiting.get_mut(resource).map(VecDeque::pop_front) {
            Some(Some(seq)) => {
                self.firsts.push_back(Attempt { seq, lane: Some(resource.clone()) });
            }
            _ => drop(self.waiting.remove(resource)),
        }
    }

    /// Queues an attempt again for `at`; until then no other first attempt about its resource
    /// starts.
    pub(super) fn repeat(&mut self, attempt: Attempt, at: Moment) {
        self.leave(&attempt);
        self.later.push(Reverse((at, attempt)));
    }

    fn leave(&mut self, attempt: &Attempt) {
        let kind = match attempt.lane {
            Some(_) => &mut self.firsts_in_flight,
            None => &mut self.retries_in_flight,
        };
        *kind = kind.saturating_sub(1);
    }

    fn in_flight(&self) -> usize {
        self.firsts_in_flight + self.retries_in_flight
    }

    /// The moment at which the next attempt becomes due.
    pub(super) fn next_due(&self) -> Option<Moment> {
        self.later.peek().map(|Reverse((at, _))| *at)
    }

    /// The number of deliveries that are due at `now` or in flight.
    pub(super) fn pending(&self, now: Moment) -> usize {
        let waiting: usize = self.waiting.values().map(VecDeque::len).sum();
        let due = |(at, attempt): &(Moment, Attempt)| *at <= now || attempt.lane.is_some();
        let due = self.later.iter().filter(|Reverse(later)| due(later)).count();
        waiting + self.firsts.len() + self.retries.len() + self.in_flight() + due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_millis(1000);

    fn started(lanes: &mut Lanes) -> Vec<i64> {
        std::iter::from_fn(|| lanes.start(NOW, false)).map(|attempt| attempt.seq).collect()
    }

    #[test]
    fn first_attempts_about_one_resource_keep_their_order() {
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
    fn a_retry_waits_for_its_time_and_delays_no_other_attempt() {
        let mut lanes = Lanes::default();
        lanes.queue(1, "a".to_owned());
        let first = lanes.start(NOW, false).unwrap();
        lanes.queue(2, "a".to_owned());
        lanes.retry(1, Moment::from_millis(1001));
        lanes.end(&first);
        assert_eq!(started(&mut lanes), [2]);
        assert_eq!(lanes.next_due(), Some(Moment::from_millis(1001)));
        assert_eq!(lanes.pending(NOW), 1);
        let retried = lanes.start(Moment::from_millis(1001), false).unwrap();
        assert_eq!(retried, Attempt { seq: 1, lane: None });
    }

    #[test]
    fn a_repeated_first_attempt_comes_before_later_ones() {
        let mut lanes = Lanes::default();
        lanes.queue(1, "a".to_owned());
        lanes.queue(2, "a".to_owned());
        let first = lanes.start(NOW, false).unwrap();
        lanes.repeat(first.clone(), Moment::from_millis(1001));
        lanes.queue(3, "b".to_owned());
        assert_eq!(started(&mut lanes), [3], "the lane stays taken");
        assert_eq!(lanes.pending(NOW), 3, "nobody was told of it yet");
        let again = lanes.start(Moment::from_millis(1001), false).unwrap();
        assert_eq!(again, first);
        lanes.end(&again);
        assert_eq!(started(&mut lanes), [2]);
    }

    #[test]
    fn hanging_retries_leave_places_for_first_attempts_and_the_other_way_round() {
        let mut lanes = Lanes::default();
        (0..40).for_each(|seq| lanes.retry(seq, NOW));
        assert_eq!(started(&mut lanes).len(), SHARE);
        (40..80).for_each(|seq| lanes.queue(seq, seq.to_string()));
        assert_eq!(started(&mut lanes), (40..56).collect::<Vec<_>>());
        assert!(!lanes.is_ready(NOW));
        lanes.end(&Attempt { seq: 40, lane: Some("40".to_owned()) });
        assert_eq!(started(&mut lanes), [56]);
        lanes.end(&Attempt { seq: 0, lane: None });
        assert_eq!(started(&mut lanes), [16]);

        let mut lanes = Lanes::default();
        (0..40).for_each(|seq| lanes.queue(seq, seq.to_string()));
        assert_eq!(started(&mut lanes).len(), PLACES);
        lanes.retry(40, NOW);
        lanes.end(&Attempt { seq: 0, lane: Some("0".to_owned()) });
        assert_eq!(started(&mut lanes), [40]);
    }

    #[test]
    fn a_merchant_without_a_place_gets_one_when_others_have_taken_all() {
        let mut lanes = Lanes::default();
        (0..2).for_each(|seq| lanes.retry(seq, NOW));
        assert!(lanes.start(NOW, true).is_some());
        assert!(lanes.start(NOW, true).is_none());
        (2..4).for_each(|seq| lanes.queue(seq, seq.to_string()));
        assert_eq!(lanes.start(NOW, true).unwrap().seq, 2, "a retry holds nothing back");
        assert!(lanes.start(NOW, true).is_none());
        assert!(lanes.is_ready(NOW));
    }

    #[test]
    fn a_resource_whose_attempts_have_ended_is_forgotten() {
        let mut lanes = Lanes::default();
        lanes.queue(1, "a".to_owned());
        let attempt = lanes.start(NOW, false).unwrap();
        lanes.end(&attempt);
        assert!(lanes.waiting.is_empty());
        assert_eq!(lanes.pending(NOW), 0);
    }
}
