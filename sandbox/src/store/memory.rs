//! A database in memory. There is no disk to wait for, so each caller does its work at once, one
//! caller after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;
use tokio::sync::Mutex;

use super::error::{Error, Result, TransactionError};
use super::real_time::real_time;
use super::signals::Listeners;
use super::transaction::Tx;
use super::writer::run;

/// The connection to a database in memory.
pub(super) struct Memory {
    /// None after the database was closed.
    conn: Mutex<Option<Connection>>,
    listeners: Listeners,
}

impl Memory {
    pub(super) fn new(conn: Connection, listeners: Listeners) -> Self {
        Self { conn: Mutex::new(Some(conn)), listeners }
    }

    pub(super) async fn run<T, E: TransactionError>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let conn = self.conn.lock().await;
        let conn = conn.as_ref().ok_or(Error::Closed)?;
        run(conn, "BEGIN").map_err(Error::from)?;
        let tx = Tx::new(conn, real_time());
        let before = conn.total_changes();
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&tx)));
        let result = outcome.unwrap_or_else(|_| Err(Error::Lost.into())).and_then(|value| {
            let committed = run(conn, "COMMIT");
            committed.map(|()| value).map_err(|error| {
                tracing::error!(%error, "a transaction was lost");
                Error::Lost.into()
            })
        });
        if result.is_err() && !conn.is_autocommit() {
            run(conn, "ROLLBACK").map_err(Error::from)?;
        }
        if result.is_ok() {
            // Reading transactions take this path too.
            let is_changed = conn.total_changes() != before;
            let changed = if is_changed { tx.entered.take() } else { Vec::new() };
            self.listeners.notify(tx.signals.take(), changed);
        }
        result
    }

    pub(super) async fn close(&self) {
        drop(self.conn.lock().await.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_loses_one_transaction_and_closing_ends_them_all() {
        let memory = Memory::new(Connection::open_in_memory().unwrap(), Listeners::none());
        let lost = memory.run(|_| -> Result<()> { panic!("a bug") }).await;
        assert!(matches!(lost, Err(Error::Lost)));
        memory.run(|_| Ok::<_, Error>(())).await.unwrap();
        memory.close().await;
        let closed = memory.run(|_| Ok::<_, Error>(())).await;
        assert!(matches!(closed, Err(Error::Closed)));
    }
}
