//! Everything that lasts: a database behind one writer, each change in a transaction of its own.

mod account_lists;
mod accounts;
mod api_keys;
mod card_payins;
mod deliveries;
mod documents;
mod endpoints;
mod fees;
mod filter;
mod idempotency;
mod kyb;
mod ledger;
mod memory;
mod merchants;
mod open;
mod order_lists;
mod orders;
mod outbox;
mod overview;
mod own_accounts;
mod page;
mod payments;
mod payouts;
mod people;
mod rate_limits;
mod readers;
mod related_parties;
mod review;
mod secret;
mod sessions;
mod settings;
mod sql;
mod users;
mod vibans;
mod wallets;
mod writer;

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use rusqlite::Connection;
use tokio::sync::{Notify, broadcast, mpsc};
use uuid::Uuid;

pub(crate) use account_lists::{AccountSearch, Owner};
pub(crate) use api_keys::{ApiKey, NewApiKey};
pub(crate) use card_payins::{CardPayin, PaymentPage};
pub(crate) use deliveries::{AttemptPlan, AttemptReport, Attempted, Delivery, DeliveryLine};
pub(crate) use deliveries::{NextStep, Pending};
pub(crate) use endpoints::Endpoint;
pub(crate) use kyb::{KybCase, KybFile};
pub(crate) use ledger::LedgerLine;
pub(crate) use merchants::Merchant;
pub(crate) use open::OpenError;
pub(crate) use order_lists::{OrderSearch, Told};
pub(crate) use overview::{Beginnings, DayCount, Total, Troubles};
pub(crate) use payments::{Credited, Outcome, Quote, SimulatedPayin, Transfer};
pub(crate) use payouts::{Payout, Recipient};
pub(crate) use people::{Person, SESSION_LIFETIME};
pub(crate) use review::{KycCase, UserSearch};
pub(crate) use secret::Secret;
pub(crate) use sessions::CheckRow;
pub(crate) use wallets::CryptoAddress;

use crate::domain::clock::{Moment, Span};
use crate::domain::id::{Id, MerchantId};
use crate::domain::refusal::Refusal;
use crate::listing::{ListPage as Page, PageRequest};
use memory::Memory;
use open::Opened;
use readers::Readers;
use writer::Writer;

/// Why a transaction came to nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error("database: {0}")]
    Sql(#[from] rusqlite::Error),
    /// An amount in the books left its range, which the rules should have prevented.
    #[error("the books do not add up: {0}")]
    Books(#[from] crate::domain::money::Overflow),
    /// The transaction was not carried out or not committed; a later one may be.
    #[error("the transaction was lost")]
    Lost,
    /// The store is closed, for good.
    #[error("the store is closed")]
    Closed,
}

/// The result of a step of a transaction.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// What a committed transaction asks the dispatcher of webhooks to do.
#[derive(Debug, Clone)]
pub(crate) enum Signal {
    /// A delivery awaits its first attempt.
    Queued(Pending),
    /// A merchant's clock stands so far ahead of real time now.
    Clock(MerchantId, Span),
}

/// Who is told when something was committed.
#[derive(Debug, Clone)]
pub(crate) struct Listeners {
    /// Takes the signals in the order of the commits.
    pub(crate) signals: mpsc::UnboundedSender<Signal>,
    /// Is woken when a clock was moved.
    pub(crate) clock_moved: Arc<Notify>,
    /// Tells whose data has changed, whatever it was.
    pub(crate) changes: broadcast::Sender<MerchantId>,
}

#[cfg(test)]
impl Listeners {
    /// Nobody listens.
    fn none() -> Self {
        Self {
            signals: mpsc::unbounded_channel().0,
            clock_moved: Arc::default(),
            changes: broadcast::channel(1).0,
        }
    }
}

/// The database of one sandbox.
pub(crate) struct Store(Place);

/// Where the data is.
enum Place {
    Memory(Memory),
    Disk(Writer, Arc<Readers>),
}

impl Store {
    /// Opens the database in the directory `data`, or a new one in memory.
    pub(crate) fn open(data: Option<&Path>, listeners: Listeners) -> Result<Self, OpenError> {
        let Some(directory) = data else {
            return Ok(Self(Place::Memory(Memory::new(open::in_memory()?, listeners))));
        };
        let Opened { writer, readers, lock } = open::on_disk(directory)?;
        let writer = Writer::start(writer, lock, listeners)?;
        Ok(Self(Place::Disk(writer, Arc::new(Readers::new(readers)))))
    }

    /// Runs `work` in a transaction that is on disk when the answer comes; an error undoes it.
    pub(crate) async fn write<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.0 {
            Place::Memory(memory) => memory.run(work).await,
            Place::Disk(writer, _) => writer.run(work).await,
        }
    }

    /// Runs `work`, which only reads, on one consistent state of the data.
    pub(crate) async fn read<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.0 {
            Place::Memory(memory) => memory.run(work).await,
            Place::Disk(_, readers) => readers.run(work).await,
        }
    }

    /// Finishes what is queued and closes the database.
    pub(crate) async fn close(&self) {
        match &self.0 {
            Place::Memory(memory) => memory.close().await,
            Place::Disk(writer, _) => writer.close().await,
        }
    }
}

/// A transaction that sees the data of all merchants.
pub(crate) struct Tx<'a> {
    conn: &'a Connection,
    real_now: Moment,
    signals: RefCell<Vec<Signal>>,
    /// Whose data was looked at, and perhaps changed.
    entered: RefCell<Vec<MerchantId>>,
}

impl<'a> Tx<'a> {
    fn new(conn: &'a Connection, real_now: Moment) -> Self {
        Self { conn, real_now, signals: RefCell::default(), entered: RefCell::default() }
    }

    /// Does `work` in this transaction as if it were carried out at another moment.
    pub(crate) fn at<T>(
        &self,
        moment: Moment,
        work: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let then = Tx::new(self.conn, moment);
        let done = work(&then)?;
        self.signals.borrow_mut().append(&mut then.signals.borrow_mut());
        self.entered.borrow_mut().append(&mut then.entered.borrow_mut());
        Ok(done)
    }

    /// The transaction as one merchant sees it.
    pub(crate) fn merchant(&self, id: MerchantId) -> Result<Scope<'_>> {
        let offset = self.clock_offset(id)?;
        Ok(self.scope(id, offset))
    }

    fn scope(&self, id: MerchantId, offset: Span) -> Scope<'_> {
        self.entered.borrow_mut().push(id);
        Scope { tx: self, id, offset, now: self.real_now.plus(offset) }
    }

    fn signal(&self, signal: Signal) {
        self.signals.borrow_mut().push(signal);
    }
}

/// A transaction that sees the data of one merchant only, at that merchant's time.
pub(crate) struct Scope<'a> {
    tx: &'a Tx<'a>,
    id: MerchantId,
    offset: Span,
    /// What the merchant's clock shows.
    pub(crate) now: Moment,
}

impl Scope<'_> {
    /// Whose data this is.
    pub(crate) fn id(&self) -> MerchantId {
        self.id
    }

    /// Whether the merchant's clock does not show the real time.
    pub(crate) fn is_clock_moved(&self) -> bool {
        self.offset != Span::ZERO
    }

    fn conn(&self) -> &Connection {
        self.tx.conn
    }
}

/// The real time, which only merchants' clocks differ from; it never goes backwards.
pub(crate) fn real_time() -> Moment {
    never_back(&LATEST, Timestamp::now().as_millisecond())
}

/// The host's clock may be put back; what is told or written later is never dated earlier.
static LATEST: AtomicI64 = AtomicI64::new(i64::MIN);

fn never_back(latest: &AtomicI64, now: i64) -> Moment {
    Moment::from_millis(latest.fetch_max(now, Ordering::Relaxed).max(now))
}

fn fresh_id<T>() -> Id<T> {
    Id::new(Uuid::now_v7())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_stands_still_while_the_host_is_put_back() {
        let latest = AtomicI64::new(i64::MIN);
        let shown = [5, 9, 7, 10].map(|now| never_back(&latest, now).millis());
        assert_eq!(shown, [5, 9, 9, 10]);
    }
}
