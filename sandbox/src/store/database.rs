//! The database of a sandbox, on disk or in memory.

use std::path::Path;
use std::sync::Arc;

use super::error::{Result, TransactionError};
use super::memory::Memory;
use super::open::{Opened, in_memory, on_disk};
use super::open_error::OpenError;
use super::readers::Readers;
use super::signals::Listeners;
use super::transaction::Tx;
use super::writer::Writer;

/// The database of one sandbox.
pub(crate) struct Store(Place);

/// The place of the data.
enum Place {
    Memory(Memory),
    Disk(Writer, Arc<Readers>),
}

impl Store {
    /// Opens the database in the directory `data`, or a new one in memory.
    pub(crate) fn open(data: Option<&Path>, listeners: Listeners) -> Result<Self, OpenError> {
        let Some(directory) = data else {
            return Ok(Self(Place::Memory(Memory::new(in_memory()?, listeners))));
        };
        let Opened { writer, readers, locks } = on_disk(directory)?;
        let writer = Writer::start(writer, locks, listeners)?;
        Ok(Self(Place::Disk(writer, Arc::new(Readers::new(readers)))))
    }

    /// Runs `work` in a transaction that is on disk when the result is returned; an error undoes
    /// it (ERR-2, HOOK-13).
    pub(crate) async fn write<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError + Send + 'static,
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
        E: TransactionError + Send + 'static,
    {
        match &self.0 {
            Place::Memory(memory) => memory.run(work).await,
            Place::Disk(_, readers) => readers.run(work).await,
        }
    }

    /// True if the last change found no space on the disk.
    pub(crate) fn is_disk_full(&self) -> bool {
        match &self.0 {
            Place::Memory(_) => false,
            Place::Disk(writer, _) => writer.is_disk_full(),
        }
    }

    /// Finishes the queued transactions and closes the database.
    pub(crate) async fn close(&self) {
        match &self.0 {
            Place::Memory(memory) => memory.close().await,
            Place::Disk(writer, _) => writer.close().await,
        }
    }
}
