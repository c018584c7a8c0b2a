//! The order of one merchant's delivery attempts, without network or storage (HOOK-11).

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};

use super::retry::FIRST_DELAY;
use super::skipped_time::{LATE_TIME_LIMIT, SkippedTime};
use crate::domain::clock::{Moment, Span};

/// Upper bound for one merchant's attempts in flight, so that a slow endpoint leaves room for
/// others.
const MOST_OF_A_MERCHANT: usize = 32;
/// Share of these places that is kept for first attempts, and the same for retries.
const SHARE: usize = MOST_OF_A_MERCHANT / 2;

/// An attempt; the one that is due earlier comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Attempt {
    /// The time on the merchant's clock at which it is due.
    pub(super) due: Moment,
    /// The number of the delivery.
    pub(super) seq: i64,
    /// The resource of a first attempt; later first attempts about it wait for this one.
    pub(super) lane: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AttemptKind {
    First,
    Retry,
}

/// An attempt in flight.
#[derive(Debug)]
struct Flight {
    kind: AttemptKind,
    /// The time on the merchant's clock at which it started.
    started_at: Moment,
    /// The real time at which it started.
    since: Moment,
}

/// The current time, as the merchant's clock and the real one show it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Now {
    /// The time on the merchant's clock.
    pub(super) clock: Moment,
    /// The real time.
    pub(super) real: Moment,
}

/// Attempts that are not in flight, the earliest on top.
type Heap = BinaryHeap<Reverse<Attempt>>;

/// First attempts about one resource run one after another; retries delay no other attempt
/// (HOOK-11).
#[derive(Debug, Default)]
pub(super) struct Lanes {
    /// First attempts that wait for an earlier one, by resource; the key exists while one is in
    /// flight.
    waiting: HashMap<String, VecDeque<(Moment, i64)>>,
    firsts: Heap,
    retries: Heap,
    in_flight: HashMap<i64, Flight>,
    skipped: Option<SkippedTime>,
}

impl Lanes {
    /// Queues a first attempt, due at that moment.
    pub(super) fn queue(&mut self, seq: i64, resource: String, due: Moment) {
        if let Some(lane) = self.waiting.get_mut(&resource) {
            lane.push_back((due, seq));
        } else {
            self.waiting.insert(resource.clone(), VecDeque::new());
            self.firsts.push(Reverse(Attempt { due, seq, lane: Some(resource) }));
        }
    }

    /// Queues a retry for the moment `due`.
    pub(super) fn retry(&mut self, seq: i64, due: Moment) {
        self.retries.push(Reverse(Attempt { due, seq, lane: None }));
    }

    /// The merchant's clock was moved: attempts that are due on the way start in the order of their
    /// due times, and each is dated at its own.
    pub(super) fn skip(&mut self, from: Moment, to: Moment) {
        let is_under_way = self.pending(from) > 0;
        let earlier = self.skipped.filter(|_| is_under_way);
        let from = earlier.map_or(from, |earlier| earlier.from);
        self.skipped = Some(SkippedTime { from, to });
    }

    /// True if an attempt is due and the merchant has a free place.
    pub(super) fn is_ready(&self, now: Now) -> bool {
        self.next(now, false).is_some()
    }

    /// Takes the next attempt that may start now, and the time on the merchant's clock at which it
    /// starts; it counts as in flight from then on.
    ///
    /// If other merchants take all places, one attempt may start anyway, and one first attempt
    /// beside retries. A silent endpoint therefore never delays the events of another merchant.
    pub(super) fn start(&mut self, now: Now, all_taken: bool) -> Option<(Attempt, Moment)> {
        let kind = self.next(now, all_taken)?;
        let Reverse(attempt) = match kind {
            AttemptKind::First => self.firsts.pop(),
            AttemptKind::Retry => self.retries.pop(),
        }?;
        let skipped = self.skipped.filter(|skipped| skipped.has(attempt.due));
        let started_at = skipped.map_or(now.clock, |skipped| skipped.start_of(attempt.due));
        let flight = Flight { kind, started_at, since: now.real };
        self.in_flight.insert(attempt.seq, flight);
        Some((attempt, started_at))
    }

    /// The kind of attempt that may start next; none if no attempt may.
    fn next(&self, now: Now, all_taken: bool) -> Option<AttemptKind> {
        let is_first = |flight: &&Flight| flight.kind == AttemptKind::First;
        let firsts_in_flight = self.in_flight.values().filter(is_first).count();
        let retries_in_flight = self.in_flight.len() - firsts_in_flight;
        let first = self.due(&self.firsts, now);
        let retry = self.due(&self.retries, now).filter(|_| retries_in_flight < SHARE);
        let goes_first = |(first, retry): (&Attempt, &Attempt)| {
            let is_in_order = all_taken || first <= retry || !self.has_skipped(retry.due);
            firsts_in_flight < SHARE && is_in_order
        };
        let is_first = first.is_some() && first.zip(retry).is_none_or(goes_first);
        let alone = self.in_flight.is_empty() || (is_first && firsts_in_flight == 0);
        let place = self.in_flight.len() < MOST_OF_A_MERCHANT && (!all_taken || alone);
        let kind = if is_first { AttemptKind::First } else { AttemptKind::Retry };
        ((first.is_some() || retry.is_some()) && place).then_some(kind)
    }

    /// The earliest of these attempts, if it is due and none in flight holds it back.
    fn due<'a>(&self, heap: &'a Heap, now: Now) -> Option<&'a Attempt> {
        let Reverse(attempt) = heap.peek()?;
        let is_due = attempt.due <= now.clock && self.held_until(attempt.due, now.real).is_none();
        is_due.then_some(attempt)
    }

    fn has_skipped(&self, due: Moment) -> bool {
        self.skipped.is_some_and(|skipped| skipped.has(due))
    }

    /// The real time until which attempts in flight hold back one that is due at `due`: an earlier
    /// attempt that fails has a retry, which may be due before.
    ///
    /// An attempt holds back others for less than a second. Only a clock that moves makes attempts
    /// due so soon after each other.
    fn held_until(&self, due: Moment, real: Moment) -> Option<Moment> {
        let holding = self
            .in_flight
            .values()
            .filter(|flight| flight.started_at.plus(FIRST_DELAY) < due && self.has_skipped(due));
        let until = holding.map(|flight| flight.since.plus(LATE_TIME_LIMIT)).max();
        until.filter(|until| *until > real)
    }

    /// Ends an attempt, and frees the next first attempt about its resource.
    pub(super) fn end(&mut self, attempt: &Attempt) {
        self.in_flight.remove(&attempt.seq);
        let Some(resource) = &attempt.lane else { return };
        match self.waiting.get_mut(resource).map(VecDeque::pop_front) {
            Some(Some((due, seq))) => {
                let lane = Some(resource.clone());
                self.firsts.push(Reverse(Attempt { due, seq, lane }));
            }
            _ => drop(self.waiting.remove(resource)),
        }
    }

    /// Queues an attempt again for `due`; until then no other first attempt about its resource
    /// starts.
    pub(super) fn repeat(&mut self, attempt: Attempt, due: Moment) {
        self.in_flight.remove(&attempt.seq);
        let heap = if attempt.lane.is_some() { &mut self.firsts } else { &mut self.retries };
        heap.push(Reverse(Attempt { due, ..attempt }));
    }

    /// The real time at which another attempt can start, if no attempt in flight ends before.
    pub(super) fn wakes_at(&self, now: Now) -> Option<Moment> {
        let tops = [&self.firsts, &self.retries].into_iter().filter_map(BinaryHeap::peek);
        let ahead = now.clock.since(now.real);
        let times = tops.filter_map(|Reverse(Attempt { due, .. })| {
            if *due > now.clock {
                Some(due.plus(Span::millis(-ahead.as_millis())))
            } else {
                self.held_until(*due, now.real)
            }
        });
        times.min()
    }

    /// The number of deliveries that are due at `now` or in flight.
    pub(super) fn pending(&self, now: Moment) -> usize {
        let waiting: usize = self.waiting.values().map(VecDeque::len).sum();
        let due = self.retries.iter().filter(|Reverse(retry)| retry.due <= now).count();
        waiting + self.firsts.len() + self.in_flight.len() + due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment::from_millis(1000);
    const NOW: Now = Now { clock: START, real: START };

    fn after(now: Now, span: Span) -> Now {
        Now { clock: now.clock.plus(span), real: now.real.plus(span) }
    }

    fn started(lanes: &mut Lanes) -> Vec<i64> {
        std::iter::from_fn(|| lanes.start(NOW, false)).map(|(attempt, _)| attempt.seq).collect()
    }

    fn first(seq: i64, lane: &str) -> Attempt {
        Attempt { due: START, seq, lane: Some(lane.to_owned()) }
    }

    #[test]
    fn first_attempts_about_one_resource_keep_their_order() {
        let mut lanes = Lanes::default();
        for (seq, resource) in [(1, "a"), (2, "a"), (3, "b"), (4, "a")] {
            lanes.queue(seq, resource.to_owned(), START);
        }
        assert_eq!(started(&mut lanes), [1, 3]);
        lanes.end(&first(1, "a"));
        assert_eq!(started(&mut lanes), [2]);
        lanes.end(&first(2, "a"));
        assert_eq!(started(&mut lanes), [4]);
        assert_eq!(lanes.pending(START), 2);
    }

    #[test]
    fn a_retry_waits_for_its_time_and_delays_no_other_attempt() {
        let mut lanes = Lanes::default();
        let soon = after(NOW, Span::millis(1));
        lanes.queue(1, "a".to_owned(), START);
        let (first, _) = lanes.start(NOW, false).unwrap();
        lanes.queue(2, "a".to_owned(), START);
        lanes.retry(1, soon.clock);
        lanes.end(&first);
        assert_eq!(started(&mut lanes), [2]);
        assert_eq!(lanes.wakes_at(NOW), Some(soon.real));
        assert_eq!(lanes.pending(START), 1);
        let (retried, at) = lanes.start(soon, false).unwrap();
        assert_eq!((retried, at), (Attempt { due: soon.clock, seq: 1, lane: None }, soon.clock));
    }

    #[test]
    fn a_repeated_first_attempt_comes_before_later_ones() {
        let mut lanes = Lanes::default();
        let soon = after(NOW, Span::millis(1));
        lanes.queue(1, "a".to_owned(), START);
        lanes.queue(2, "a".to_owned(), START);
        let (first, _) = lanes.start(NOW, false).unwrap();
        lanes.repeat(first.clone(), soon.clock);
        lanes.queue(3, "b".to_owned(), START);
        assert_eq!(started(&mut lanes), [3], "the lane stays taken");
        assert_eq!(lanes.pending(START), 3, "the first attempt has not been made");
        let (again, _) = lanes.start(soon, false).unwrap();
        assert_eq!((again.seq, &again.lane), (first.seq, &first.lane));
        lanes.end(&again);
        assert_eq!(started(&mut lanes), [2]);
    }

    #[test]
    fn hanging_retries_leave_places_for_first_attempts_and_the_other_way_round() {
        let mut lanes = Lanes::default();
        (0..40).for_each(|seq| lanes.retry(seq, START));
        assert_eq!(started(&mut lanes).len(), SHARE);
        (40..80).for_each(|seq| lanes.queue(seq, seq.to_string(), START));
        assert_eq!(started(&mut lanes), (40..56).collect::<Vec<_>>());
        assert!(!lanes.is_ready(NOW));
        lanes.end(&first(40, "40"));
        assert_eq!(started(&mut lanes), [56]);
        lanes.end(&Attempt { due: START, seq: 0, lane: None });
        assert_eq!(started(&mut lanes), [16]);

        let mut lanes = Lanes::default();
        (0..40).for_each(|seq| lanes.queue(seq, seq.to_string(), START));
        assert_eq!(started(&mut lanes).len(), MOST_OF_A_MERCHANT);
        lanes.retry(40, START);
        lanes.end(&first(0, "0"));
        assert_eq!(started(&mut lanes), [40]);
    }

    #[test]
    fn a_merchant_without_a_place_gets_one_when_others_have_taken_all() {
        let mut lanes = Lanes::default();
        (0..2).for_each(|seq| lanes.retry(seq, START));
        assert!(lanes.start(NOW, true).is_some());
        assert!(lanes.start(NOW, true).is_none());
        (2..4).for_each(|seq| lanes.queue(seq, seq.to_string(), START));
        let (attempt, _) = lanes.start(NOW, true).unwrap();
        assert_eq!(attempt.seq, 2, "a retry holds nothing back");
        assert!(lanes.start(NOW, true).is_none());
        assert!(lanes.is_ready(NOW));
    }

    #[test]
    fn a_resource_whose_attempts_have_ended_is_forgotten() {
        let mut lanes = Lanes::default();
        lanes.queue(1, "a".to_owned(), START);
        let (attempt, _) = lanes.start(NOW, false).unwrap();
        lanes.end(&attempt);
        assert!(lanes.waiting.is_empty());
        assert_eq!(lanes.pending(START), 0);
    }

    #[test]
    fn what_is_due_on_the_way_of_the_clock_starts_in_order_and_at_its_own_time() {
        let mut lanes = Lanes::default();
        let at = |seconds| START.plus(Span::seconds(seconds));
        lanes.retry(1, at(10));
        lanes.queue(2, "b".to_owned(), at(15));
        lanes.queue(3, "c".to_owned(), at(60));
        lanes.skip(START, at(1000));
        let later = Now { clock: at(1000), real: START };
        let starts = |lanes: &mut Lanes, now| {
            let started = std::iter::from_fn(|| lanes.start(now, false));
            started.map(|(attempt, at)| (attempt.seq, at)).collect::<Vec<_>>()
        };
        assert_eq!(starts(&mut lanes, later), [(1, at(10)), (2, at(15))]);
        let held = START.plus(LATE_TIME_LIMIT);
        assert_eq!(lanes.wakes_at(later), Some(held), "the third may come after a retry");
        lanes.end(&Attempt { due: at(10), seq: 1, lane: None });
        lanes.retry(1, at(30));
        lanes.end(&Attempt { due: at(15), seq: 2, lane: Some("b".to_owned()) });
        assert_eq!(starts(&mut lanes, later), [(1, at(30))]);
        assert_eq!(starts(&mut lanes, Now { real: held, ..later }), [(3, at(60))]);
        lanes.retry(1, at(1000).plus(Span::millis(1)));
        let now = after(later, Span::seconds(2));
        assert_eq!(starts(&mut lanes, now), [(1, now.clock)], "it was not on the way");
    }

    #[test]
    fn an_attempt_that_was_due_before_the_clock_moved_starts_where_it_stood() {
        let mut lanes = Lanes::default();
        let at = |seconds| START.plus(Span::seconds(seconds));
        lanes.queue(1, "a".to_owned(), START);
        lanes.skip(at(1), at(50));
        lanes.skip(at(50), at(100));
        let now = Now { clock: at(100), real: at(1) };
        assert_eq!(lanes.start(now, false).unwrap().1, at(1));
        lanes.end(&first(1, "a"));
        lanes.skip(at(100), at(200));
        lanes.retry(1, at(60));
        let now = Now { clock: at(200), real: at(1) };
        assert_eq!(lanes.start(now, false).unwrap().1, at(100), "the way is a new one");
    }
}
