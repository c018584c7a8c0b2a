//! Transactions: of all merchants, and of one merchant at the time of its clock.

use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension};

use super::error::Result;
use super::signals::Signal;
use crate::domain::clock::{Moment, Span};
use crate::domain::id::MerchantId;
use crate::domain::refusal::Refusal;

/// A transaction that sees the data of all merchants.
pub(crate) struct Tx<'a> {
    pub(super) conn: &'a Connection,
    pub(super) real_now: Moment,
    pub(super) signals: RefCell<Vec<Signal>>,
    /// The merchants whose data was read and perhaps changed.
    pub(super) entered: RefCell<Vec<MerchantId>>,
}

impl<'a> Tx<'a> {
    pub(super) fn new(conn: &'a Connection, real_now: Moment) -> Self {
        Self { conn, real_now, signals: RefCell::default(), entered: RefCell::default() }
    }

    /// The real time of this transaction.
    pub(crate) fn real_now(&self) -> Moment {
        self.real_now
    }

    /// Finds out if there is space for a change: takes some of it and gives it back.
    pub(crate) fn try_space(&self) -> Result<()> {
        let insert = "INSERT INTO secrets (name, value) VALUES ('space', zeroblob(65536))";
        self.conn.execute(insert, [])?;
        self.conn.execute("DELETE FROM secrets WHERE name = 'space'", [])?;
        Ok(())
    }

    /// Sets the number of pages to which the database can grow, as a full disk would.
    #[cfg(test)]
    pub(crate) fn limit_pages(&self, pages: u32) -> Result<()> {
        let limit = format!("PRAGMA max_page_count = {pages}");
        Ok(self.conn.query_row(&limit, [], |_| Ok(()))?)
    }

    /// Does `work` in this transaction, dated at another moment.
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

    /// The transaction limited to one merchant (AUTH-7).
    pub(crate) fn merchant(&self, id: MerchantId) -> Result<Scope<'_>> {
        let select = "SELECT clock_offset FROM merchants WHERE id = ?1";
        let offset = self
            .conn
            .prepare_cached(select)?
            .query_row([id], |row| row.get(0).map(Span::millis))
            .optional()?;
        Ok(self.scope(id, offset.ok_or(Refusal::NotFound("merchant"))?))
    }

    fn scope(&self, id: MerchantId, offset: Span) -> Scope<'_> {
        self.entered.borrow_mut().push(id);
        Scope { tx: self, id, offset, now: self.real_now.plus(offset) }
    }

    pub(super) fn signal(&self, signal: Signal) {
        self.signals.borrow_mut().push(signal);
    }
}

/// A transaction that sees the data of one merchant only, at the time of its clock (AUTH-7).
pub(crate) struct Scope<'a> {
    tx: &'a Tx<'a>,
    pub(super) id: MerchantId,
    offset: Span,
    /// The time on the merchant's clock.
    pub(crate) now: Moment,
}

impl Scope<'_> {
    /// The merchant.
    pub(crate) fn id(&self) -> MerchantId {
        self.id
    }

    /// The transaction itself, which sees the data of all merchants.
    pub(crate) fn tx(&self) -> &Tx<'_> {
        self.tx
    }

    /// The same scope, dated at another moment of the merchant's time.
    pub(crate) fn at(&self, moment: Moment) -> Scope<'_> {
        Scope { tx: self.tx, id: self.id, offset: self.offset, now: moment }
    }

    /// Tells if the merchant's clock differs from real time.
    pub(crate) fn is_clock_moved(&self) -> bool {
        self.offset != Span::ZERO
    }

    /// Moves the merchant's clock, and returns the scope at its new time.
    pub(crate) fn with_clock_moved(&self, by: Span) -> Result<Scope<'_>> {
        let offset = self.offset.plus(by);
        let update = "UPDATE merchants SET clock_offset = ?2 WHERE id = ?1";
        self.conn().prepare_cached(update)?.execute((self.id, offset.as_millis()))?;
        Ok(self.tx.scope(self.id, offset))
    }

    /// Signals the time of the merchant's clock, once the transaction is committed.
    pub(crate) fn signal_clock(&self) {
        self.tx.signal(Signal::Clock(self.id, self.offset));
    }

    pub(super) fn conn(&self) -> &Connection {
        self.tx.conn
    }
}
