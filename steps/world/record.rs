//! The record of a scenario: what the target answered, and when, for the checks that compare answers with each other.

use std::{sync::Arc, time::Duration};

use conformance_harness::exchange::Exchange;
use jiff::{SignedDuration, Timestamp};

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
#[derive(Debug, Default)]
pub(crate) struct Record {
    exchanges: Vec<RecordedExchange>,
    moment: usize,
    /// The time by which the scenario has moved the merchant's clock.
    ahead: Duration,
}

impl Record {
    /// Notes that something may have changed.
    pub(crate) fn change(&mut self) {
        self.moment += 1;
    }

    /// Notes that the merchant's clock was moved.
    pub(crate) fn move_clock(&mut self, by: Duration) {
        self.ahead += by;
    }

    /// Adds an exchange whose answer has just come.
    pub(crate) fn add(&mut self, exchange: &Arc<Exchange>, is_own: bool) {
        self.exchanges.push(RecordedExchange {
            exchange: Arc::clone(exchange),
            moment: self.moment,
            at: self.now(),
            is_own,
        });
    }

    /// The time on the merchant's clock.
    pub(crate) fn now(&self) -> Timestamp {
        let ahead = SignedDuration::try_from(self.ahead).unwrap_or_default();
        Timestamp::now().checked_add(ahead).unwrap_or(Timestamp::MAX)
    }

    /// The exchanges, in the order of their answers.
    pub(crate) fn exchanges(&self) -> &[RecordedExchange] {
        &self.exchanges
    }
}
