//! The check of a data directory, for people who keep one.

use std::path::Path;

use crate::running::StartError;
use crate::store;

/// The faults in the data of a directory, one sentence each; none if file and books are sound. The
/// data stay as they are, and a sandbox may be running on them.
///
/// # Errors
///
/// There is nothing to check: no directory, no database, or one of another program or a later
/// version.
pub fn verify(data: &Path) -> Result<Vec<String>, StartError> {
    store::verify(data).map_err(|error| StartError::Store(error.to_string()))
}
