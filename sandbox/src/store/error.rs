//! Errors of the store.

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
    Sql(#[from] rusqlite::Error),
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

/// The result of a step of a transaction.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;
