//! The row that says when the database was changed last, and if a process has it open.

use rusqlite::Connection;

use crate::domain::clock::Moment;

/// The last time at which the database was changed.
pub(super) fn latest(conn: &Connection) -> rusqlite::Result<Moment> {
    conn.query_row("SELECT latest FROM process_state", [], |row| row.get(0))
}

/// True if no process has closed the database since one opened it.
pub(super) fn is_open(conn: &Connection) -> rusqlite::Result<bool> {
    conn.query_row("SELECT is_open FROM process_state", [], |row| row.get(0))
}

/// Records that a process has opened the database.
pub(super) fn mark_open(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute("UPDATE process_state SET is_open = 1", []).map(drop)
}

/// Records that the database is changed at that time.
pub(super) fn mark_changed(conn: &Connection, now: Moment) -> rusqlite::Result<()> {
    let update = "UPDATE process_state SET latest = max(latest, ?1)";
    conn.prepare_cached(update)?.execute([now]).map(drop)
}

/// Records that the process closes the database at that time, with all changes complete, and moves
/// all changes from the log into the file itself.
pub(super) fn mark_closed(conn: &Connection, now: Moment) -> rusqlite::Result<()> {
    let update = "UPDATE process_state SET latest = max(latest, ?1), is_open = 0";
    conn.execute(update, [now])?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
