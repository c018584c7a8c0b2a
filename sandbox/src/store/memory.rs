//! A database in memory: no disk is waited for, so whoever comes does the work at once, one after the other.

use std::iter;

use rusqlite::Connection;
use tokio::sync::Mutex;

use super::writer::{job_of, run_batch};
use super::{Error, Listeners, Result, Tx, real_time};

pub(super) struct Memory {
    /// None once it is closed.
    conn: Mutex<Option<Connection>>,
    listeners: Listeners,
}

impl Memory {
    pub(super) fn new(conn: Connection, listeners: Listeners) -> Self {
        Self { conn: Mutex::new(Some(conn)), listeners }
    }

    pub(super) async fn run<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, mut result) = job_of(work);
        let conn = self.conn.lock().await;
        let conn = conn.as_ref().ok_or(Error::Closed)?;
        run_batch(conn, iter::once(job), real_time(), &self.listeners);
        result.try_recv().map_err(|_| Error::Lost)?
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
