//! Opening the database: its directory, the locks on it, its check and its schema.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::file_check::{all_faults, ended_uncleanly, find, quick_faults};
use super::open_error::OpenError;
use super::process_state;
use super::real_time::not_before;
use super::schema::migrate;

/// Number of reading connections.
const READERS: usize = 3;
/// More than the number of statements: a statement that does not fit is parsed at every use.
const CACHED_STATEMENTS: usize = 512;

/// The connections of a database in a directory.
pub(super) struct Opened {
    pub(super) writer: Connection,
    pub(super) readers: Vec<Connection>,
    /// The locks on the directory, held while the database is open.
    pub(super) locks: Vec<File>,
}

/// Opens a new database in memory.
pub(super) fn in_memory() -> Result<Connection, OpenError> {
    let conn = Connection::open_in_memory()?;
    prepare(&conn)?;
    migrate(&conn)?;
    Ok(conn)
}

/// Opens the database in `directory`, which is created if it does not exist. A database of an
/// earlier version is migrated; a file that is damaged or of another program is left as it is.
pub(super) fn on_disk(directory: &Path) -> Result<Opened, OpenError> {
    let locks = lock(directory)?;
    let path = path_in(directory);
    check(&path)?;
    // SQLite gives the files beside it the same permissions.
    private(&path).map_err(|error| OpenError::of_file(directory, error))?;
    let (writer, readers) =
        connect(&path).map_err(|error| OpenError::of_writing(directory, error))?;
    Ok(Opened { writer, readers, locks })
}

/// The faults of the database in `directory`, which another process may have open; none if file and
/// books are sound (LED-4).
pub(crate) fn verify(directory: &Path) -> Result<Vec<String>, OpenError> {
    let path = path_in(directory);
    let lock = File::open(directory).map_err(|error| OpenError::of_file(directory, error))?;
    let is_in_use = matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
    match find(&path, is_in_use) {
        Ok(None) => Err(OpenError::Missing(directory.to_owned())),
        Ok(Some(conn)) => Ok(all_faults(&conn)),
        Err(damaged @ OpenError::Damaged(..)) => Ok(vec![damaged.to_string()]),
        Err(error) => Err(error),
    }
}

fn path_in(directory: &Path) -> PathBuf {
    directory.join("ralio.db")
}

/// Refuses a database with faults: a quick look at each start, all of it after an unclean end.
fn check(path: &Path) -> Result<(), OpenError> {
    let Some(conn) = find(path, false)? else { return Ok(()) };
    let mut faults = quick_faults(&conn);
    if faults.is_empty()
        && ended_uncleanly(&conn).map_err(|error| OpenError::of_reading(path, error))?
    {
        faults = all_faults(&conn);
    }
    match faults.into_iter().next() {
        Some(first) => Err(OpenError::Damaged(path.to_owned(), first)),
        None => Ok(()),
    }
}

fn connect(path: &Path) -> rusqlite::Result<(Connection, Vec<Connection>)> {
    let writer = Connection::open(path)?;
    writer.pragma_update(None, "journal_mode", "WAL")?;
    writer.pragma_update(None, "synchronous", "FULL")?;
    prepare(&writer)?;
    migrate(&writer)?;
    process_state::mark_open(&writer)?;
    not_before(process_state::latest(&writer)?);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut readers = Vec::with_capacity(READERS);
    for _ in 0..READERS {
        let reader = Connection::open_with_flags(path, flags)?;
        prepare(&reader)?;
        readers.push(reader);
    }
    Ok((writer, readers))
}

/// Locks the directory, which is created if it does not exist, and the lock file in it: whoever
/// deletes the file does not delete the lock.
fn lock(directory: &Path) -> Result<Vec<File>, OpenError> {
    let unusable = |error| OpenError::of_file(directory, error);
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(unusable)?;
    let itself = File::open(directory).map_err(unusable)?;
    match itself.try_lock() {
        // Some network file systems lock no directory; the lock file is left.
        Ok(()) | Err(TryLockError::Error(_)) => {}
        Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(directory.to_owned())),
    }
    let file = private(&directory.join("ralio.lock")).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(vec![itself, file]),
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::store::schema::{VERSION, VERSION_WITHOUT_ID, blank};

    /// A directory with a database of some pages, closed.
    fn filled() -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        let opened = on_disk(directory.path()).unwrap();
        let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) \
             INSERT INTO merchants (name, api_code, user_id, created_at) \
             SELECT printf('%100d', i), i, i, 0 FROM n";
        opened.writer.execute(rows, []).unwrap();
        process_state::mark_closed(&opened.writer, crate::store::real_time()).unwrap();
        directory
    }

    fn files(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let paths = directory.read_dir().unwrap().map(|entry| entry.unwrap().path());
        paths.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
    }

    /// The reason for which the directory is refused; its files stay as they are.
    fn refusal(directory: &Path) -> OpenError {
        let before = files(directory);
        let refused = on_disk(directory).err().unwrap();
        let after = files(directory);
        assert!(before.iter().all(|(path, content)| after[path] == *content), "{refused}");
        refused
    }

    #[test]
    fn a_lock_file_that_was_deleted_lets_no_second_process_in() {
        let directory = filled();
        let first = on_disk(directory.path()).unwrap();
        std::fs::remove_file(directory.path().join("ralio.lock")).unwrap();
        assert!(matches!(on_disk(directory.path()), Err(OpenError::InUse(_))));
        assert_eq!(verify(directory.path()).unwrap(), [""; 0], "it is read all the same");
        drop(first);
        assert!(on_disk(directory.path()).is_ok());
    }

    #[test]
    fn a_foreign_file_is_refused_and_left_as_it_is() {
        let directory = tempfile::tempdir().unwrap();
        let path = path_in(directory.path());
        assert!(matches!(verify(directory.path()), Err(OpenError::Missing(_))));
        std::fs::write(&path, "my diary, for which no copy exists").unwrap();
        assert!(matches!(refusal(directory.path()), OpenError::Foreign(..)));
        assert!(matches!(verify(directory.path()), Err(OpenError::Foreign(..))));
        for made_by_another_program in [
            "CREATE TABLE merchants (id)",
            "CREATE TABLE merchants (id); PRAGMA user_version = 3",
            "PRAGMA application_id = 77; CREATE TABLE t (id)",
            "PRAGMA application_id = 77; PRAGMA user_version = 4; CREATE TABLE t (id)",
        ] {
            std::fs::remove_file(&path).unwrap();
            let conn = Connection::open(&path).unwrap();
            conn.execute_batch(made_by_another_program).unwrap();
            drop(conn);
            assert!(matches!(refusal(directory.path()), OpenError::Foreign(..)));
        }
    }

    #[test]
    fn a_truncated_or_damaged_file_is_refused_and_left_as_it_is() {
        let directory = filled();
        let path = path_in(directory.path());
        let whole = std::fs::read(&path).unwrap();
        for length in [50, 4096, whole.len() / 2, whole.len() - 1] {
            std::fs::write(&path, &whole[..length]).unwrap();
            let refused = refusal(directory.path());
            assert!(matches!(refused, OpenError::Damaged(..)), "{length}: {refused}");
            assert_eq!(verify(directory.path()).unwrap().len(), 1);
        }
        for page in 1..whole.len() / 4096 {
            let mut damaged = whole.clone();
            damaged[page * 4096..][..2048].fill(0xa5);
            std::fs::write(&path, &damaged).unwrap();
            let refused = refusal(directory.path());
            assert!(matches!(refused, OpenError::Damaged(..)), "page {page}: {refused}");
            assert!(!verify(directory.path()).unwrap().is_empty());
        }
        std::fs::write(&path, &whole).unwrap();
        assert_eq!(verify(directory.path()).unwrap(), [""; 0]);
        assert!(on_disk(directory.path()).is_ok());
    }

    #[test]
    fn a_file_of_the_version_before_is_adopted_and_migrated() {
        for version in [VERSION_WITHOUT_ID, VERSION - 1] {
            let directory = tempfile::tempdir().unwrap();
            let path = path_in(directory.path());
            let earlier = blank(version).unwrap();
            let row = "INSERT INTO merchants (id, name, api_code, user_id, created_at) \
                 VALUES (7, 'Acme', 'c', 'w', 0)";
            earlier.execute(row, []).unwrap();
            earlier.execute("VACUUM INTO ?1", [path.to_str().unwrap()]).unwrap();
            let opened = on_disk(directory.path()).unwrap();
            let name = "SELECT name FROM merchants WHERE id = 7";
            let name: String = opened.writer.query_row(name, [], |row| row.get(0)).unwrap();
            assert_eq!(name, "Acme");
            assert_eq!(crate::store::schema::version(&opened.writer).unwrap(), VERSION);
            drop(opened);
            assert_eq!(verify(directory.path()).unwrap(), [""; 0], "version {version}");
        }
    }

    #[test]
    fn after_an_unclean_end_the_books_are_checked() {
        let directory = filled();
        let change = |sql: &str| {
            let conn = Connection::open(path_in(directory.path())).unwrap();
            conn.execute_batch(sql).unwrap();
        };
        change(
            "PRAGMA foreign_keys = OFF; \
             INSERT INTO accounts VALUES (1, 'a', 1, 'u', 'EUR', 'l', 5, 0, 0, 0, NULL)",
        );
        assert!(on_disk(directory.path()).is_ok(), "the end was clean");
        let refused = refusal(directory.path());
        assert!(refused.to_string().contains("account a has the balance 5"), "{refused}");
        assert_eq!(verify(directory.path()).unwrap().len(), 1);
        change("DELETE FROM accounts");
        assert!(on_disk(directory.path()).is_ok());
    }

    #[test]
    fn a_process_goes_on_from_the_last_stored_time() {
        let directory = filled();
        let ahead = crate::store::real_time().plus(crate::domain::clock::Span::millis(300));
        let opened = on_disk(directory.path()).unwrap();
        process_state::mark_changed(&opened.writer, ahead).unwrap();
        process_state::mark_changed(&opened.writer, crate::domain::clock::Moment::from_millis(1))
            .unwrap();
        drop(opened);
        let _again = on_disk(directory.path()).unwrap();
        assert!(crate::store::real_time() >= ahead);
    }

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
