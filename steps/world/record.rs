//! The record of a scenario: what the target answered, and when, for the checks that compare answers with each other.

use std::{sync::Arc, time::Duration};

use conformance_harness::exchange::Exchange;
use jiff::{SignedDuration, Timestamp};

use crate::edition::{operation::is_repeated, path};

/// An exchange with the API, and its place among the changes of the scenario.
#[derive(Clone, Debug)]
pub struct RecordedExchange {
    /// The exchange.
    pub exchange: Arc<Exchange>,
    /// The number of changes before its answer: exchanges with the same number show the same moment.
    pub moment: usize,
    /// The time on the merchant's clock at which the answer had come.
    pub at: Timestamp,
    /// True if the scenario's own merchant asked, not another one.
    pub is_own: bool,
}

impl RecordedExchange {
    /// True if the answer is one that was given before, to a request with the same idempotency key.
    #[must_use]
    pub fn is_repeated(&self) -> bool {
        is_repeated(&self.exchange.response)
    }
}

/// The exchanges so far.
#[derive(Debug)]
pub(crate) struct ScenarioRecord {
    /// The time at which the scenario was opened, before anything of it was made.
    opened: Timestamp,
    exchanges: Vec<RecordedExchange>,
    /// Those with the operator's interface, each with the number of exchanges with the API before it.
    operated: Vec<(usize, RecordedExchange)>,
    /// The times at which something may have begun to change.
    changes: Vec<Timestamp>,
    /// The time by which the scenario has moved the merchant's clock.
    ahead: Duration,
}

impl Default for ScenarioRecord {
    fn default() -> Self {
        Self {
            opened: Timestamp::now(),
            exchanges: Vec::new(),
            operated: Vec::new(),
            changes: Vec::new(),
            ahead: Duration::ZERO,
        }
    }
}

impl ScenarioRecord {
    /// The time at which the scenario was opened, before anything of it was made.
    pub(crate) fn opened(&self) -> Timestamp {
        self.opened
    }

    /// Notes that something may change from now on.
    pub(crate) fn change(&mut self) {
        self.change_since(Duration::ZERO);
    }

    /// Notes that something may have changed in this last time.
    pub(crate) fn change_since(&mut self, elapsed: Duration) {
        let elapsed = SignedDuration::try_from(elapsed).unwrap_or_default();
        self.changes.push(self.now().checked_sub(elapsed).unwrap_or(Timestamp::MIN));
    }

    /// The time at which the first change after a moment began; none if there was none.
    pub(crate) fn first_change_after(&self, moment: usize) -> Option<Timestamp> {
        self.changes.get(moment).copied()
    }

    /// Notes that the merchant's clock was moved.
    pub(crate) fn move_clock(&mut self, by: Duration) {
        self.ahead += by;
    }

    /// Adds an exchange whose answer has just come.
    pub(crate) fn add(&mut self, exchange: &Arc<Exchange>, is_own: bool) {
        let recorded = self.recorded(exchange, is_own);
        self.exchanges.push(recorded);
    }

    /// Adds an exchange with the operator's interface whose answer has just come.
    pub(crate) fn add_operated(&mut self, exchange: &Arc<Exchange>) {
        let recorded = self.recorded(exchange, true);
        self.operated.push((self.exchanges.len(), recorded));
    }

    fn recorded(&self, exchange: &Arc<Exchange>, is_own: bool) -> RecordedExchange {
        let (exchange, moment) = (Arc::clone(exchange), self.changes.len());
        RecordedExchange { exchange, moment, at: self.now(), is_own }
    }

    /// The time on the merchant's clock.
    pub(crate) fn now(&self) -> Timestamp {
        let ahead = SignedDuration::try_from(self.ahead).unwrap_or_default();
        Timestamp::now().checked_add(ahead).unwrap_or(Timestamp::MAX)
    }

    /// True if the scenario's merchant was shown this list, whole or a part of it.
    pub(crate) fn has_read(&self, list: &str) -> bool {
        let is_it = |one: &RecordedExchange| {
            one.is_own
                && one.exchange.request.method == "GET"
                && one.exchange.response.status == 200
                && path::is_of_list(&one.exchange.request.path, list)
        };
        self.exchanges.iter().any(is_it)
    }

    /// The exchanges, in the order of their answers.
    pub(crate) fn exchanges(&self) -> &[RecordedExchange] {
        &self.exchanges
    }

    /// The exchanges with the operator's interface, in the order of their answers.
    pub(crate) fn operated(&self) -> impl Iterator<Item = &RecordedExchange> {
        self.operated.iter().map(|(_, recorded)| recorded)
    }

    /// The exchanges with the API and with the operator's interface, in the order of their answers.
    pub(crate) fn all(&self) -> Vec<&RecordedExchange> {
        let mut operated = self.operated.iter().peekable();
        let mut all = Vec::with_capacity(self.exchanges.len() + self.operated.len());
        for (index, recorded) in self.exchanges.iter().enumerate() {
            while let Some((_, earlier)) = operated.next_if(|(before, _)| *before <= index) {
                all.push(earlier);
            }
            all.push(recorded);
        }
        all.extend(operated.map(|(_, recorded)| recorded));
        all
    }
}

#[cfg(test)]
mod tests {
    use conformance_harness::exchange::{Request, Response};

    use super::*;

    fn exchange(path: &str) -> Arc<Exchange> {
        let request = Request {
            method: "GET".into(),
            url: String::new(),
            path: path.into(),
            headers: Vec::new(),
            body: None,
            form: None,
        };
        let response = Response::new(200, Vec::new(), "{}".to_owned());
        Arc::new(Exchange { request, response, elapsed: Duration::ZERO })
    }

    #[test]
    fn answers_of_the_api_and_of_the_operator_stand_in_the_order_of_their_coming() {
        let mut record = ScenarioRecord::default();
        record.add_operated(&exchange("1"));
        record.add(&exchange("2"), true);
        record.add_operated(&exchange("3"));
        record.add_operated(&exchange("4"));
        record.add(&exchange("5"), true);
        let paths = record.all().into_iter().map(|one| one.exchange.request.path.clone());
        assert_eq!(paths.collect::<String>(), "12345");
        assert_eq!(record.operated().count(), 3);
    }
}
