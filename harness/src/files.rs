//! Reads the files of a suite: only regular ones, and none above a size. A named pipe would be waited for, and a device read
//! without end.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};

/// The size of the largest file that is read. Feature files, schemas, fixtures and snapshots are far smaller.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// Checks that a file can be read whole.
///
/// # Errors
/// If it is not there, is not a regular file, or is too large.
pub fn check(path: &Path) -> io::Result<()> {
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if found.len() > LARGEST_FILE { Err(too_large()) } else { Ok(()) }
}

/// The bytes of a file.
///
/// # Errors
/// If it cannot be read, is not a regular file, or is too large.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    check(path)?;
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    // A file may grow, and some file systems do not know the size.
    if bytes.len() as u64 > LARGEST_FILE { Err(too_large()) } else { Ok(bytes) }
}

/// The text of a file.
///
/// # Errors
/// If it cannot be read, is not a regular file, is too large, or is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not text in UTF-8"))
}

fn too_large() -> io::Error {
    io::Error::other(format!("it is larger than {} MiB", LARGEST_FILE >> 20))
}
