//! The record of a scenario: what the target answered, and when, for the checks that compare answers with each other.

use std::{sync::Arc, time::Duration};

use conformance_harness::exchange::Exchange;
use jiff::{SignedDuration, Timestamp};

use crate::edition::path;

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

/// The exchanges so far.
#[derive(Debug)]
pub(crate) struct ScenarioRecord {
    /// The time at which the scenario was opened, before anything of it was made.
    opened: Timestamp,
    exchanges: Vec<RecordedExchange>,
    /// The times at which something may have begun to change.
    changes: Vec<Timestamp>,
    /// The time by which the scenario has moved the merchant's clock.
    ahead: Duration,
}

impl Default for ScenarioRecord {
    fn default() -> Self {
        let (exchanges, changes) = (Vec::new(), Vec::new());
        Self { opened: Timestamp::now(), exchanges, changes, ahead: Duration::ZERO }
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
        self.exchanges.push(RecordedExchange {
            exchange: Arc::clone(exchange),
            moment: self.changes.len(),
            at: self.now(),
            is_own,
        });
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
}
