//! Opening the database: its directory, the lock on it, and its schema.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

const SCHEMA: &str = include_str!("schema.sql");
const SCHEMA_VERSION: i64 = 3;
/// Number of reading connections.
const READERS: usize = 3;
/// More than the number of statements: a statement that does not fit is parsed at every use.
const CACHED_STATEMENTS: usize = 512;

/// The reason why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// The directory cannot be created or written to.
    #[error("the data directory {0} cannot be used: {1}")]
    Directory(PathBuf, std::io::Error),
    /// Another process has the database open.
    #[error("the data directory {0} is in use by another sandbox")]
    InUse(PathBuf),
    /// A later version of the sandbox has written the data.
    #[error("the data has schema version {0}, this sandbox knows {SCHEMA_VERSION}")]
    TooNew(i64),
    /// `SQLite` reports an error.
    #[error("the database cannot be opened: {0}")]
    Sql(#[from] rusqlite::Error),
    /// No thread could be started.
    #[error("the writer cannot be started: {0}")]
    Thread(#[from] std::io::Error),
}

/// The connections of a database in a directory.
pub(super) struct Opened {
    pub(super) writer: Connection,
    pub(super) readers: Vec<Connection>,
    /// The lock on the directory, held while the database is open.
    pub(super) lock: File,
}

/// Opens a new database in memory.
pub(super) fn in_memory() -> Result<Connection, OpenError> {
    let conn = Connection::open_in_memory()?;
    prepare(&conn)?;
    migrate(&conn)?;
    Ok(conn)
}

/// Opens the database in `directory`, which is created if it does not exist.
pub(super) fn on_disk(directory: &Path) -> Result<Opened, OpenError> {
    let lock = lock(directory)?;
    let path = directory.join("ralio.db");
    // SQLite gives the files beside it the same permissions.
    private(&path).map_err(|error| OpenError::Directory(directory.to_owned(), error))?;
    let writer = Connection::open(&path)?;
    writer.pragma_update(None, "journal_mode", "WAL")?;
    writer.pragma_update(None, "synchronous", "FULL")?;
    prepare(&writer)?;
    migrate(&writer)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut readers = Vec::with_capacity(READERS);
    for _ in 0..READERS {
        let reader = Connection::open_with_flags(&path, flags)?;
        prepare(&reader)?;
        readers.push(reader);
    }
    Ok(Opened { writer, readers, lock })
}

fn lock(directory: &Path) -> Result<File, OpenError> {
    let unusable = |error| OpenError::Directory(directory.to_owned(), error);
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(unusable)?;
    let file = private(&directory.join("ralio.lock")).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(directory.to_owned())),
        Err(TryLockError::Error(error)) => Err(unusable(error)),
    }
}

/// Opens a file that only its owner can read, since the data contains secrets.
fn private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).append(true).mode(0o600).open(path)
}

fn prepare(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    // Without this, a statement is prepared again when another limit is bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // Sorting must not need a directory for temporary files: a container image may have none.
    conn.pragma_update(None, "temp_store", "MEMORY")
}

fn migrate(conn: &Connection) -> Result<(), OpenError> {
    match conn.pragma_query_value(None, "user_version", |row| row.get(0))? {
        0 => {
            let script =
                format!("BEGIN;\n{SCHEMA}\nPRAGMA user_version = {SCHEMA_VERSION};\nCOMMIT;");
            Ok(conn.execute_batch(&script)?)
        }
        SCHEMA_VERSION => Ok(()),
        version => Err(OpenError::TooNew(version)),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_directory_is_opened_once_at_a_time_and_again_later() {
        let directory = tempfile::tempdir().unwrap();
        let first = on_disk(directory.path()).unwrap();
        assert!(matches!(on_disk(directory.path()), Err(OpenError::InUse(_))));
        drop(first);
        assert!(on_disk(directory.path()).is_ok());
    }

    #[test]
    fn nobody_else_can_read_what_is_kept() {
        let directory = tempfile::tempdir().unwrap();
        let data = directory.path().join("data");
        let _opened = on_disk(&data).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&data), 0o700);
        let files = data.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
        assert!(files.len() >= 3, "{files:?}");
        for file in files {
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
    }

    #[test]
    fn data_of_a_later_version_is_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        let opened = on_disk(directory.path()).unwrap();
        opened.writer.pragma_update(None, "user_version", 99).unwrap();
        drop(opened);
        assert!(matches!(on_disk(directory.path()), Err(OpenError::TooNew(99))));
    }

    #[test]
    fn the_ledger_cannot_be_changed_even_by_sql() {
        let conn = in_memory().unwrap();
        conn.execute_batch(
            "PRAGMA foreign_keys = OFF;
             INSERT INTO ledger VALUES (1, 'i', 1, 'a', 'o', 5, 5, 0)",
        )
        .unwrap();
        assert!(conn.execute("UPDATE ledger SET amount = 6", []).is_err());
        assert!(conn.execute("DELETE FROM ledger", []).is_err());
    }

    #[test]
    fn an_entry_without_its_order_fails_at_once_and_not_at_the_commit_of_all() {
        let conn = in_memory().unwrap();
        let account = "INSERT INTO merchants (id, name, api_code, user_id, created_at) \
             VALUES (1, 'm', 'c', 'w', 0); \
             INSERT INTO users VALUES (1, 'u', 1, 'INDIVIDUAL', 'REGULAR', '{}', 0, ''); \
             INSERT INTO accounts VALUES (1, 'a', 1, 'u', 'EUR', 'l', 5, 0, 0, 0, NULL); BEGIN";
        conn.execute_batch(account).unwrap();
        let entry = "INSERT INTO ledger VALUES (1, 'i', 1, 'a', 'o', 5, 5, 0)";
        assert!(conn.execute(entry, []).is_err());
        conn.execute_batch("COMMIT").unwrap();
    }
}
