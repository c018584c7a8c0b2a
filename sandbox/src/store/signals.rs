//! Signals that a committed transaction sends to the rest of the sandbox.

use std::sync::Arc;

use tokio::sync::{Notify, mpsc};

use super::change_news::ChangeNews;
use crate::domain::clock::{Moment, Span};
use crate::domain::id::MerchantId;

/// A delivery that waits for an attempt.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    /// Its place in the order of deliveries.
    pub(crate) seq: i64,
    /// The merchant that it belongs to.
    pub(crate) merchant: MerchantId,
    /// The resource that its event is about.
    pub(crate) resource: String,
    /// The time on the merchant's clock at which its next attempt is due.
    pub(crate) due: Moment,
    /// True if an attempt was made before.
    pub(crate) is_retry: bool,
}

/// A message to the dispatcher of webhooks.
#[derive(Debug, Clone)]
pub(crate) enum Signal {
    /// A delivery waits for its first attempt.
    Queued(Pending),
    /// The clock of a merchant is now ahead of real time by this span.
    Clock(MerchantId, Span),
    /// The merchant was deleted.
    Deleted(MerchantId),
}

/// The receivers of signals.
#[derive(Debug, Clone)]
pub(crate) struct Listeners {
    /// Gets the signals in the order of the commits.
    pub(crate) signals: mpsc::UnboundedSender<Signal>,
    /// Is woken when a clock was moved.
    pub(crate) clock_moved: Arc<Notify>,
    /// Gets the merchant whose data has changed.
    pub(crate) changes: ChangeNews,
}

impl Listeners {
    /// Sends the signals of committed transactions, and the merchants whose data has changed.
    pub(super) fn notify(&self, signals: Vec<Signal>, mut changed: Vec<MerchantId>) {
        changed.sort_unstable();
        changed.dedup();
        for merchant in changed {
            self.changes.tell(merchant);
        }
        for signal in signals {
            if let Signal::Clock(..) = signal {
                self.clock_moved.notify_one();
            }
            if let Signal::Deleted(merchant) = signal {
                self.changes.forget(merchant);
            }
            // An error says that the sandbox stops and the dispatcher has ended.
            let _ = self.signals.send(signal);
        }
    }
}

#[cfg(test)]
impl Listeners {
    /// Listeners that drop every signal.
    pub(super) fn none() -> Self {
        Self {
            signals: mpsc::unbounded_channel().0,
            clock_moved: Arc::default(),
            changes: ChangeNews::default(),
        }
    }
}
