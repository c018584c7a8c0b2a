//! The versions of the schema: a database of an earlier version is migrated step by step.

use rusqlite::Connection;

/// The application id in the header of every database: "Rali" in ASCII.
pub(super) const APPLICATION_ID: i64 = 0x5261_6C69;
/// The version before databases had an application id.
pub(super) const VERSION_WITHOUT_ID: i64 = 3;
/// The version that this sandbox reads and writes.
pub(super) const VERSION: i64 = 7;

/// The script of each version, which changes a database of the version before. A version that was
/// published is never edited: a change of the schema is a new script, with a new version.
const SCRIPTS: [(i64, &str); 5] = [
    (VERSION_WITHOUT_ID, include_str!("schema/version_3.sql")),
    (4, include_str!("schema/version_4.sql")),
    (5, include_str!("schema/version_5.sql")),
    (6, include_str!("schema/version_6.sql")),
    (VERSION, include_str!("schema/version_7.sql")),
];

/// The version of a database; 0 if it is new.
pub(super) fn version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings a database to the current version, in one transaction.
pub(super) fn migrate(conn: &Connection) -> rusqlite::Result<()> {
    migrate_to(conn, VERSION)
}

fn migrate_to(conn: &Connection, last: i64) -> rusqlite::Result<()> {
    let before = version(conn)?;
    let steps = SCRIPTS.iter().filter(|(version, _)| before < *version && *version <= last);
    let scripts = steps.map(|(_, script)| *script).collect::<Vec<_>>();
    if scripts.is_empty() {
        return Ok(());
    }
    let id = if last > VERSION_WITHOUT_ID { APPLICATION_ID } else { 0 };
    let pragmas = format!("PRAGMA application_id = {id}; PRAGMA user_version = {last};");
    let script = format!("BEGIN IMMEDIATE;\n{}\n{pragmas}\nCOMMIT;", scripts.join("\n"));
    conn.execute_batch(&script).inspect_err(|_| {
        // The error itself says what failed.
        let _ = conn.execute_batch("ROLLBACK");
    })
}

/// The tables of a database with the names of their columns, in order.
pub(super) fn tables(conn: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let select = "SELECT t.name, group_concat(c.name) FROM sqlite_schema t, \
         pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite@_%' \
         ESCAPE '@' GROUP BY t.name ORDER BY t.name";
    conn.prepare(select)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// An empty database in memory of that version.
pub(super) fn blank(version: i64) -> rusqlite::Result<Connection> {
    let conn = Connection::open_in_memory()?;
    migrate_to(&conn, version)?;
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_each_earlier_version_becomes_as_a_new_one() {
        let new = blank(VERSION).unwrap();
        for (earlier, _) in SCRIPTS {
            let conn = blank(earlier).unwrap();
            assert_eq!(version(&conn).unwrap(), earlier);
            migrate(&conn).unwrap();
            assert_eq!(version(&conn).unwrap(), VERSION);
            assert_eq!(tables(&conn).unwrap(), tables(&new).unwrap());
            let id: i64 =
                conn.pragma_query_value(None, "application_id", |row| row.get(0)).unwrap();
            assert_eq!(id, APPLICATION_ID);
        }
    }

    #[test]
    fn every_reference_is_found_by_an_index() {
        let conn = blank(VERSION).unwrap();
        let select = "SELECT t.name, f.\"from\" FROM sqlite_schema t, \
             pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND NOT EXISTS \
             (SELECT 1 FROM pragma_index_list(t.name) i, pragma_index_info(i.name) c \
              WHERE c.seqno = 0 AND c.name = f.\"from\") AND NOT EXISTS \
             (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.pk = 1 AND c.name = f.\"from\")";
        let mut statement = conn.prepare(select).unwrap();
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let found = found.collect::<rusqlite::Result<Vec<(String, String)>>>().unwrap();
        assert_eq!(found, [], "a row that is deleted makes these tables be scanned");
    }

    #[test]
    fn the_migration_to_version_7_finds_reasons_and_texts_of_earlier_orders() {
        let conn = blank(6).unwrap();
        let order = |id: &str, state: &str, parts: &str| {
            let insert = "INSERT INTO orders (id, merchant_id, type, state, origin_currency, \
                 origin_amount, destination_currency, destination_amount, fee_currency, \
                 fee_system, fee_merchant, reference, parts, created_at, updated_at) VALUES \
                 (?1, 1, 'BANK_PAY_IN', ?2, 'EUR', 5, 'EUR', 5, 'EUR', 0, 0, 'Rent', ?3, 0, 0)";
            conn.execute(insert, (id, state, parts)).unwrap();
        };
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        order("o-failed", "FAILED", r#"{"kind": "bankPayIn", "payerName": "Bruno"}"#);
        order("o-untold", "FAILED", r#"{"kind": "transfer"}"#);
        let event = r#"{"data": {"failure": {"code": "C", "reason": "closed"}}}"#;
        let insert = "INSERT INTO events VALUES ('e', 1, 'payin.failed', 'o-failed', ?1)";
        conn.execute(insert, [event]).unwrap();
        migrate(&conn).unwrap();
        let rows = |select: &str| {
            let mut statement = conn.prepare(select).unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.collect::<rusqlite::Result<Vec<Option<String>>>>().unwrap()
        };
        let reasons = "SELECT failure_code || ': ' || failure_reason FROM orders ORDER BY seq";
        assert_eq!(rows(reasons), [Some("C: closed".to_owned()), None]);
        let found = |text: &str| {
            rows(&format!(
                "SELECT id FROM order_texts JOIN orders ON seq = order_texts.rowid \
                 WHERE order_texts MATCH '\"{text}\"' ORDER BY seq"
            ))
        };
        let [first, second] = ["o-failed", "o-untold"].map(|id| Some(id.to_owned()));
        assert_eq!(found("BRUNO"), std::slice::from_ref(&first));
        assert_eq!(found("rent"), [first, second]);
        assert_eq!(found("bankPayIn"), [], "a name in the JSON is no text");
        let change = r#"UPDATE orders SET parts = '{"payerName": "Eva"}' WHERE id = 'o-failed'"#;
        conn.execute(change, []).unwrap();
        assert_eq!((found("bruno").len(), found("eva").len()), (0, 1));
        conn.execute("DELETE FROM orders", []).unwrap();
        assert_eq!(found("rent"), []);
    }

    #[test]
    fn the_migration_to_version_6_keeps_entries_and_their_guard() {
        let conn = blank(5).unwrap();
        let rows = "PRAGMA foreign_keys = OFF;
             INSERT INTO ledger VALUES (4, 'l', 1, 'a', 'o', 5, 5, 0);";
        conn.execute_batch(rows).unwrap();
        migrate(&conn).unwrap();
        let entry: (i64, i64) = conn
            .query_row("SELECT seq, amount FROM ledger", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(entry, (4, 5));
        let refused = conn.execute("DELETE FROM ledger", []).unwrap_err().to_string();
        assert_eq!(refused, "the ledger is immutable");
    }

    #[test]
    fn the_migration_to_version_5_keeps_people_with_their_links_and_sessions() {
        let conn = blank(4).unwrap();
        let rows = "PRAGMA foreign_keys = ON;
             INSERT INTO merchants (id, name, api_code, user_id, created_at)
                 VALUES (1, 'm', 'c', 'w', 5), (2, 'n', 'd', 'x', 5);
             INSERT INTO people VALUES (3, 'a', 1, 'Ana', 'ana@example.com', 'hash', 7);
             INSERT INTO sign_in_links VALUES (x'01', 'a', 9);
             INSERT INTO portal_sessions VALUES (x'02', 'a', 9);";
        conn.execute_batch(rows).unwrap();
        migrate(&conn).unwrap();
        let select = "SELECT count(*) FROM people JOIN sign_in_links l ON l.person_id = id \
             JOIN portal_sessions s ON s.person_id = id WHERE seq = 3 AND password = 'hash'";
        let kept: i64 = conn.query_row(select, [], |row| row.get(0)).unwrap();
        assert_eq!(kept, 1);
        let insert = |id: &str, merchant: i64| {
            let insert = "INSERT INTO people (id, merchant_id, name, email, created_at) \
                 VALUES (?1, ?2, 'Ana', 'ana@example.com', 8)";
            conn.execute(insert, (id, merchant))
        };
        assert!(insert("b", 1).is_err(), "a merchant has the address once");
        assert_eq!(insert("c", 2).unwrap(), 1);
        let seq: i64 = conn.query_row("SELECT max(seq) FROM people", [], |row| row.get(0)).unwrap();
        assert!(seq > 3);
        let orphan = "INSERT INTO sign_in_links VALUES (x'03', 'none', 9)";
        assert!(conn.execute(orphan, []).is_err());
    }

    #[test]
    fn the_migration_to_version_4_dates_the_ends_of_deliveries_and_the_last_change() {
        let conn = blank(3).unwrap();
        let rows = "PRAGMA foreign_keys = OFF;
             INSERT INTO merchants (id, name, api_code, user_id, clock_offset, created_at)
                 VALUES (1, 'm', 'c', 'w', 1000, 5);
             INSERT INTO deliveries VALUES (1, 'a', 1, 'e', 't', 'r', 'u', 'FAILED', NULL, 1010);
             INSERT INTO deliveries VALUES (2, 'b', 1, 'e', 't', 'r', 'u', 'DELIVERED', NULL, 1011);
             INSERT INTO deliveries VALUES (3, 'c', 1, 'e', 't', 'r', 'u', 'PENDING', 1099, 1012);
             INSERT INTO attempts VALUES (2, 1, 1020, 1021, 503, NULL, 's', NULL);
             INSERT INTO attempts VALUES (2, 2, 1030, 1042, 200, NULL, 's', NULL);
             INSERT INTO attempts VALUES (3, 1, 1020, 1022, 503, NULL, 's', NULL);";
        conn.execute_batch(rows).unwrap();
        migrate(&conn).unwrap();
        let mut statement = conn.prepare("SELECT ended_at FROM deliveries ORDER BY seq").unwrap();
        let ends = statement.query_map([], |row| row.get(0)).unwrap();
        let ends = ends.collect::<rusqlite::Result<Vec<Option<i64>>>>().unwrap();
        assert_eq!(ends, [Some(1010), Some(1042), None]);
        let latest: i64 =
            conn.query_row("SELECT latest FROM process_state", [], |row| row.get(0)).unwrap();
        assert_eq!(latest, 42, "the time of the last attempt, as real time");
    }
}
