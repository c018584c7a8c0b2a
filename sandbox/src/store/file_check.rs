//! The check of a database file before it is used; it changes nothing in the file.

use std::ffi::OsString;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::books::faults_in_books;
use super::open_error::OpenError;
use super::process_state;
use super::schema::{APPLICATION_ID, VERSION, VERSION_WITHOUT_ID, blank, tables, version};

/// The first bytes of every `SQLite` database.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const HEADER_BYTES: usize = 100;
/// At most this many faults of the file are named.
const NAMED: usize = 20;

/// A connection to the database at `path` that only reads, if there is a database of a sandbox;
/// none if there is no file or an empty one.
///
/// With `is_in_use`, another process may be writing to it.
pub(super) fn find(path: &Path, is_in_use: bool) -> Result<Option<Connection>, OpenError> {
    let has_log = log_bytes(path) > 0;
    if !has_header(path, has_log)? {
        return Ok(None);
    }
    let reading = |error| OpenError::of_reading(path, error);
    let conn = connect(path, has_log || is_in_use).map_err(reading)?;
    Ok(is_known(&conn, path)?.then_some(conn))
}

/// The size of the log of changes that are not in the file itself yet.
fn log_bytes(path: &Path) -> u64 {
    let mut name = OsString::from(path);
    name.push("-wal");
    Path::new(&name).metadata().map_or(0, |log| log.len())
}

/// True if the file begins like a database and is as long as it says; false if it is empty.
fn has_header(path: &Path, has_log: bool) -> Result<bool, OpenError> {
    let directory = path.parent().unwrap_or(path);
    let unusable = |error| OpenError::of_file(directory, error);
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unusable(error)),
    };
    let about = file.metadata().map_err(unusable)?;
    let foreign = |why: &str| Err(OpenError::Foreign(path.to_owned(), why.to_owned()));
    if !about.is_file() {
        return foreign("it is not a file");
    }
    let mut header = Vec::with_capacity(HEADER_BYTES);
    file.take(HEADER_BYTES as u64).read_to_end(&mut header).map_err(unusable)?;
    if header.is_empty() {
        return Ok(false);
    }
    if !header.iter().zip(MAGIC).all(|(byte, expected)| byte == expected) {
        return foreign("it is not an SQLite database");
    }
    let whole = whole_bytes(&header).filter(|_| !has_log);
    if header.len() < HEADER_BYTES || whole.is_some_and(|whole| about.len() < whole) {
        let fault = format!("its end is missing, only {} bytes are left", about.len());
        return Err(OpenError::Damaged(path.to_owned(), fault));
    }
    Ok(true)
}

/// The size of the file by its header: the size of a page times the number of pages.
fn whole_bytes(header: &[u8]) -> Option<u64> {
    let page = u16::from_be_bytes(header.get(16..18)?.try_into().ok()?);
    let pages = u32::from_be_bytes(header.get(28..32)?.try_into().ok()?);
    // The greatest size does not fit into two bytes and is written as 1.
    let page = if page == 1 { 65_536 } else { u64::from(page) };
    Some(page * u64::from(pages))
}

/// Opens the file for reading; if it cannot change meanwhile, no file appears beside it.
fn connect(path: &Path, can_change: bool) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let address = path.to_str().filter(|_| !can_change).map(|path| {
        let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        format!("file:{path}?immutable=1")
    });
    match address {
        Some(address) => Connection::open_with_flags(address, flags | OpenFlags::SQLITE_OPEN_URI),
        None => Connection::open_with_flags(path, flags),
    }
}

/// True if a sandbox has written the database; false if nobody has written anything yet.
fn is_known(conn: &Connection, path: &Path) -> Result<bool, OpenError> {
    let reading = |error| OpenError::of_reading(path, error);
    let id: i64 =
        conn.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(reading)?;
    let version = version(conn).map_err(reading)?;
    let tables = tables(conn).map_err(reading)?;
    match (id, version) {
        (APPLICATION_ID, version) if version > VERSION => Err(OpenError::TooNew(version)),
        (APPLICATION_ID, version) if version > VERSION_WITHOUT_ID => Ok(true),
        (0, 0) if tables.is_empty() => Ok(false),
        (0, VERSION_WITHOUT_ID) if tables == earlier_tables()? => Ok(true),
        (0, _) => {
            let why = "it has no application id and other tables".to_owned();
            Err(OpenError::Foreign(path.to_owned(), why))
        }
        (id, _) => {
            let why = format!("its application id is {id:#x}, not {APPLICATION_ID:#x}");
            Err(OpenError::Foreign(path.to_owned(), why))
        }
    }
}

fn earlier_tables() -> rusqlite::Result<Vec<(String, String)>> {
    tables(&blank(VERSION_WITHOUT_ID)?)
}

/// True if the last process that had the database open did not close it.
pub(super) fn ended_uncleanly(conn: &Connection) -> rusqlite::Result<bool> {
    Ok(version(conn)? == VERSION_WITHOUT_ID || process_state::is_open(conn)?)
}

/// The faults of the file that a quick look finds.
pub(super) fn quick_faults(conn: &Connection) -> Vec<String> {
    of_pragma(conn, "quick_check")
}

/// All faults of the file and, if there is none, of the books in it (LED-4).
pub(super) fn all_faults(conn: &Connection) -> Vec<String> {
    let faults = of_pragma(conn, "integrity_check");
    if !faults.is_empty() {
        return faults;
    }
    match dangling_rows(conn).and_then(|dangling| Ok((dangling, faults_in_books(conn)?))) {
        Ok((dangling, in_books)) => dangling.into_iter().chain(in_books).collect(),
        Err(error) => vec![error.to_string()],
    }
}

fn of_pragma(conn: &Connection, check: &str) -> Vec<String> {
    let read = || {
        let mut statement = conn.prepare(&format!("PRAGMA {check}({NAMED})"))?;
        let said = statement.query_map([], |row| row.get(0))?;
        said.collect::<rusqlite::Result<Vec<String>>>()
    };
    let mut faults = read().unwrap_or_else(|error| vec![error.to_string()]);
    faults.retain(|said| said != "ok");
    faults
}

/// The rows that refer to a row that does not exist.
fn dangling_rows(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let select = "SELECT 'a row of ' || \"table\" || ' refers to a row of ' || parent \
         || ' that does not exist' FROM pragma_foreign_key_check LIMIT 20";
    conn.prepare(select)?.query_map([], |row| row.get(0))?.collect()
}
