//! Errors of the store.

use super::full_disk::is_full;
use crate::domain::money::Overflow;
use crate::domain::refusal::Refusal;

/// The reason why a transaction had no effect.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The rules do not allow the change.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error("database: {0}")]
    Sql(rusqlite::Error),
    /// The disk has no space for the change.
    #[error("the disk is full")]
    FullDisk,
    /// An amount in the books left its range, which the rules should have prevented.
    #[error("the books do not add up: {0}")]
    Books(#[from] Overflow),
    /// The transaction was not carried out or not committed; a later one may succeed.
    #[error("the transaction was lost")]
    Lost,
    /// The store is closed and stays closed.
    #[error("the store is closed")]
    Closed,
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        if is_full(&error) { Self::FullDisk } else { Self::Sql(error) }
    }
}

/// An error that a transaction may end with.
pub(crate) trait TransactionError: From<Error> {
    /// True if there was no space for the change.
    fn is_full_disk(&self) -> bool;
}

impl TransactionError for Error {
    fn is_full_disk(&self) -> bool {
        matches!(self, Self::FullDisk)
    }
}

/// The result of a step of a transaction.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;
