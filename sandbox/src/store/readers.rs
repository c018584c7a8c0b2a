//! Connections that only read, so that a reader does not wait for the writer.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::error::{Error, Result, TransactionError};
use super::real_time::real_time;
use super::transaction::Tx;

/// The reading connections.
pub(super) struct Readers {
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(connections: Vec<Connection>) -> Self {
        let permits = Arc::new(Semaphore::new(connections.len()));
        Self { permits, idle: Mutex::new(connections) }
    }

    pub(super) async fn run<T, E>(
        self: &Arc<Self>,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError + Send + 'static,
    {
        let permits = Arc::clone(&self.permits);
        let permit = permits.acquire_owned().await.map_err(|_| Error::Closed)?;
        let readers = Arc::clone(self);
        let task = tokio::task::spawn_blocking(move || {
            // The permit stays in the task: if the caller goes away, the next one still waits until
            // the connection is back.
            let _permit = permit;
            let conn = Lent { conn: readers.take(), readers: &readers };
            let conn = conn.conn.as_ref().ok_or(Error::Lost)?;
            let snapshot = conn.unchecked_transaction().map_err(Error::from)?;
            let result = work(&Tx::new(&snapshot, real_time()));
            snapshot.commit().map_err(Error::from)?;
            result
        });
        task.await.map_err(|_| Error::Lost)?
    }

    fn take(&self) -> Option<Connection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}

/// A connection that is given back when it is dropped.
struct Lent<'a> {
    conn: Option<Connection>,
    readers: &'a Readers,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut idle = self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.conn.take());
    }
}
