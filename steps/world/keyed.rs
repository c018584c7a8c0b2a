//! The accepted requests of a scenario that create something and have an idempotency key of the suite's own (IDEM-1).

use std::sync::Arc;

use conformance_harness::{exchange::Exchange, suite::Case};
use gherkin::StepType;
use jiff::{SignedDuration, Timestamp};

/// A key lives a day; this is less, since clocks differ.
const KEY_LIFE: SignedDuration = SignedDuration::from_hours(23);

/// The requests of a scenario that create something.
#[derive(Debug, Default)]
pub(crate) struct KeyedRequests {
    /// True if the scenario has several actions. Else nothing happens between a request and its repetition, and scenarios about
    /// keys try that; a target must also work without keys, which would hide that it does something twice.
    pub(crate) is_history: bool,
    /// The number of requests, with a key or without.
    count: usize,
    /// Those with a key that were accepted, with the times on the merchant's clock.
    accepted: Vec<(Timestamp, Arc<Exchange>)>,
}

impl KeyedRequests {
    /// The requests of a scenario that is about to begin.
    pub(crate) fn of(case: &Case) -> Self {
        let actions = case.steps.iter().filter(|step| step.ty == StepType::When);
        Self { is_history: actions.count() > 1, ..Self::default() }
    }

    /// Counts a request; gives its number, from 1.
    pub(crate) fn counted(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    /// Notes an accepted request with a key.
    pub(crate) fn accept(&mut self, sent: Timestamp, exchange: &Arc<Exchange>) {
        self.accepted.push((sent, Arc::clone(exchange)));
    }

    /// The last accepted requests whose keys still live, at most `most`.
    pub(crate) fn latest(&self, most: usize, now: Timestamp) -> Vec<Arc<Exchange>> {
        let living = self.accepted.iter().rev().take(most);
        let living = living.filter(|(sent, _)| now.duration_since(*sent) < KEY_LIFE);
        living.map(|(_, exchange)| Arc::clone(exchange)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use conformance_harness::exchange::{Request, Response};

    use super::*;

    #[test]
    fn only_the_last_requests_with_living_keys_are_repeated() {
        let hour = |hour: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour);
        let exchange = |path: &str| {
            let (method, url, path) = ("POST".to_owned(), String::new(), path.to_owned());
            let request = Request { method, url, path, headers: vec![], body: None, form: None };
            let response = Response::new(201, Vec::new(), "{}");
            Arc::new(Exchange { request, response, elapsed: Duration::ZERO })
        };
        let mut keyed = KeyedRequests::default();
        for (path, at) in ["/a", "/b", "/c"].iter().zip([0, 5, 10]) {
            keyed.accept(hour(at), &exchange(path));
        }
        let paths = |most, at| {
            let all = keyed.latest(most, hour(at)).into_iter();
            all.map(|one| one.request.path.clone()).collect::<Vec<_>>()
        };
        assert_eq!(paths(2, 11), ["/c", "/b"]);
        assert_eq!(paths(3, 25), ["/c", "/b"]);
        assert_eq!(paths(3, 40), Vec::<String>::new());
    }
}
