//! The reasons for which a database cannot be opened.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::full_disk::is_full;
use super::schema::VERSION;

/// The reason why the database cannot be opened; its file is unchanged.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// The directory cannot be created or written to.
    #[error("the data directory {0} cannot be used: {1}")]
    Directory(PathBuf, io::Error),
    /// Another process has the database open.
    #[error(
        "the data directory {0} is in use by another sandbox; stop it, or name another directory \
         with --data"
    )]
    InUse(PathBuf),
    /// There is no database.
    #[error("there is no database in {0}; check --data")]
    Missing(PathBuf),
    /// The file is not a database of a sandbox.
    #[error(
        "{0} is not a database of a sandbox: {1}; name another directory, or move the file away"
    )]
    Foreign(PathBuf, String),
    /// A later version of the sandbox has written the data.
    #[error(
        "the data has schema version {0}, and this sandbox knows versions up to {VERSION}; start a \
         newer ralio-sandbox"
    )]
    TooNew(i64),
    /// The file or the books in it are damaged.
    #[error(
        "the database {0} is damaged: {1}; it was left as it is, `ralio-sandbox verify --data \
         DIR` names all faults, and a copy of the directory can take its place"
    )]
    Damaged(PathBuf, String),
    /// There is no space for the data.
    #[error("the disk of the data directory {0} is full: free some space, then start again")]
    Full(PathBuf),
    /// `SQLite` reports an error.
    #[error("the database cannot be opened: {0}")]
    Sql(#[from] rusqlite::Error),
    /// No thread could be started.
    #[error("the writer cannot be started: {0}")]
    Thread(#[from] io::Error),
}

impl OpenError {
    /// The reason that follows from an error with a file in `directory`.
    pub(super) fn of_file(directory: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull => Self::Full(directory.to_owned()),
            _ => Self::Directory(directory.to_owned(), error),
        }
    }

    /// The reason that follows from an error of `SQLite` while it reads the file at `path`.
    pub(super) fn of_reading(path: &Path, error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(path.to_owned(), error.to_string())
            }
            _ => Self::Sql(error),
        }
    }

    /// The reason that follows from an error of `SQLite` while it writes in `directory`.
    pub(super) fn of_writing(directory: &Path, error: rusqlite::Error) -> Self {
        if is_full(&error) { Self::Full(directory.to_owned()) } else { Self::Sql(error) }
    }
}
