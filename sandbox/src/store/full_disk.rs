//! Errors of the database that mean a full disk.

use rusqlite::{Error, ErrorCode, ffi};

/// The error of a change for which there was no space.
pub(super) fn full() -> Error {
    Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_FULL), None)
}

/// True if there was no space for a change.
pub(super) fn is_full(error: &Error) -> bool {
    // The second is the error for the file of shared memory beside the database.
    error.sqlite_error_code() == Some(ErrorCode::DiskFull)
        || error
            .sqlite_error()
            .is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_SHMSIZE)
}
