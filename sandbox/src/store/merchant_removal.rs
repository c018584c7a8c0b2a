//! Deleting a merchant: every row that belongs to it.

use super::error::Result;
use super::signals::Signal;
use super::transaction::Scope;

/// The deletions, each before those of the rows that it refers to. Between the first and the last statement the trigger
/// that keeps ledger entries from being deleted (LED-2) lets those of this merchant go.
const STATEMENTS: [&str; 27] = [
    "INSERT INTO merchants_being_deleted (id) VALUES (?1)",
    "DELETE FROM attempts WHERE delivery_seq IN \
     (SELECT seq FROM deliveries WHERE merchant_id = ?1)",
    "DELETE FROM deliveries WHERE merchant_id = ?1",
    "DELETE FROM events WHERE merchant_id = ?1",
    "DELETE FROM endpoints WHERE merchant_id = ?1",
    "DELETE FROM payment_pages WHERE merchant_id = ?1",
    "DELETE FROM ledger WHERE merchant_id = ?1",
    "DELETE FROM vibans WHERE merchant_id = ?1",
    "DELETE FROM crypto_addresses WHERE merchant_id = ?1",
    "DELETE FROM idempotency_keys WHERE merchant_id = ?1",
    "DELETE FROM rate_limits WHERE merchant_id = ?1",
    "DELETE FROM kyb_documents WHERE merchant_id = ?1",
    "DELETE FROM kyc_checks WHERE session_id IN \
     (SELECT id FROM kyc_sessions WHERE merchant_id = ?1)",
    "DELETE FROM kyc_sessions WHERE merchant_id = ?1",
    "DELETE FROM related_parties WHERE merchant_id = ?1",
    "DELETE FROM kyb_sessions WHERE merchant_id = ?1",
    "DELETE FROM orders WHERE merchant_id = ?1",
    "DELETE FROM accounts WHERE merchant_id = ?1",
    "DELETE FROM users WHERE merchant_id = ?1",
    "DELETE FROM tariffs WHERE merchant_id = ?1",
    "DELETE FROM fx_rates WHERE merchant_id = ?1",
    "DELETE FROM portal_sessions WHERE person_id IN \
     (SELECT id FROM people WHERE merchant_id = ?1)",
    "DELETE FROM sign_in_links WHERE person_id IN \
     (SELECT id FROM people WHERE merchant_id = ?1)",
    "DELETE FROM people WHERE merchant_id = ?1",
    "DELETE FROM api_keys WHERE merchant_id = ?1",
    "DELETE FROM merchants WHERE id = ?1",
    "DELETE FROM merchants_being_deleted WHERE id = ?1",
];

impl Scope<'_> {
    /// Deletes the merchant with all of its data, and signals it.
    pub(crate) fn delete_merchant(&self) -> Result<()> {
        for statement in STATEMENTS {
            self.conn().prepare_cached(statement)?.execute([self.id])?;
        }
        self.tx().signal(Signal::Deleted(self.id));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::domain::clock::Moment;
    use crate::store::open::in_memory;
    use crate::store::transaction::Tx;

    /// The number of rows in each table; those of the index of texts are `SQLite`'s own.
    fn rows(conn: &Connection) -> Vec<(String, i64)> {
        let select = "SELECT name FROM sqlite_schema WHERE type = 'table' \
             AND name NOT LIKE 'sqlite@_%' ESCAPE '@' AND name NOT LIKE 'order@_texts@_%' ESCAPE '@' \
             ORDER BY name";
        let mut statement = conn.prepare(select).unwrap();
        let names = statement.query_map([], |row| row.get(0)).unwrap();
        let names = names.collect::<rusqlite::Result<Vec<String>>>().unwrap();
        let count = |name: &String| {
            conn.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0)).unwrap()
        };
        names.iter().map(|name| (name.clone(), count(name))).collect()
    }

    /// Inserts a row into every table that can hold data of the merchant, with the merchant's number in each unique value.
    fn fill(conn: &Connection, merchant: i64) {
        let script = "
            INSERT INTO merchants (id, name, api_code, user_id, created_at)
                VALUES (#, 'm', 'c#', 'w#', 0);
            INSERT INTO api_keys VALUES (#, 'k#', #, NULL, x'00', 'h', 0, NULL);
            INSERT INTO people VALUES (#, 'p#', #, 'n', NULL, NULL, 0);
            INSERT INTO sign_in_links VALUES (x'0#', 'p#', 0);
            INSERT INTO portal_sessions VALUES (x'0#', 'p#', 0);
            INSERT INTO fx_rates VALUES (#, 'EUR/USD', '1');
            INSERT INTO tariffs VALUES (#, 'TRANSFER', 0, 0, 0, 0);
            INSERT INTO endpoints VALUES (#, 'u', '', 0);
            INSERT INTO users VALUES (#, 'u#', #, 'BUSINESS', 'LIGHT', '{}', 0, '');
            INSERT INTO kyb_sessions VALUES (#, 's#', #, 'u#', #, 'CREATED', NULL, 0, 0);
            INSERT INTO related_parties VALUES (#, 'r#', #, 's#', '{}');
            INSERT INTO kyb_documents
                VALUES (#, 'd#', #, 's#', 'c', 't', 'f', 1, 0, 'r', NULL, NULL, 0, 0);
            INSERT INTO kyb_contents VALUES ('d#', x'00');
            INSERT INTO kyc_sessions VALUES (#, 'y#', #, 'u#', 'r#', 'NOT_STARTED', 0, 0, 0);
            INSERT INTO kyc_checks VALUES (#, 'y#', 't', '[]', 0);
            INSERT INTO accounts VALUES (#, 'a#', #, 'u#', 'EUR', 'l', 5, 0, 0, 0, NULL);
            INSERT INTO orders VALUES (#, 'o#', #, 't', 's', 'EUR', 5, 'EUR', 5, 'EUR', 0, 0,
                NULL, NULL, NULL, 'r', NULL, NULL, 'a#', 'u#', '{}', 0, 0, NULL, 0, NULL, NULL);
            INSERT INTO ledger VALUES (#, 'l#', #, 'a#', 'o#', 5, 5, 0);
            INSERT INTO payment_pages VALUES (x'0#', #, 'o#', 's', 'f');
            INSERT INTO vibans
                VALUES (#, 'v#', #, 'a#', 'm#', 'n', 'SEPA', 'PENDING', NULL, NULL, NULL, 0, 0);
            INSERT INTO crypto_addresses VALUES (#, 'x#', #, 'a#', 'USDC', 'TRON', 't#', 0);
            INSERT INTO idempotency_keys VALUES (#, 'i', x'00', 201, '{}', 0);
            INSERT INTO rate_limits VALUES (#, 1, 1);
            INSERT INTO events VALUES ('e#', #, 't', 'r', '{}');
            INSERT INTO deliveries (seq, id, merchant_id, event_id, event_type, resource_id, url,
                state, created_at) VALUES (#, 'd#', #, 'e#', 't', 'r', 'u', 'PENDING', 0);
            INSERT INTO attempts VALUES (#, 1, 0, 0, 503, NULL, 's', NULL);";
        conn.execute_batch(&script.replace('#', &merchant.to_string())).unwrap();
    }

    #[test]
    fn every_row_of_the_merchant_is_deleted_and_no_other() {
        let conn = in_memory().unwrap();
        fill(&conn, 1);
        let before = rows(&conn);
        fill(&conn, 2);
        let is_filled = |(name, count): &(String, i64)| {
            *count == 2
                || ["secrets", "process_state", "merchants_being_deleted"].contains(&name.as_str())
        };
        assert!(rows(&conn).iter().all(is_filled), "{:?}", rows(&conn));
        let tx = Tx::new(&conn, Moment::from_millis(0));
        let merchant = crate::domain::id::MerchantId(2);
        tx.merchant(merchant).unwrap().delete_merchant().unwrap();
        assert_eq!(rows(&conn), before);
        assert!(
            matches!(tx.signals.borrow().as_slice(), [Signal::Deleted(gone)] if *gone == merchant)
        );
        assert!(conn.execute("DELETE FROM ledger", []).is_err(), "the ledger keeps its guard");
    }

    #[test]
    fn no_statement_scans_a_table() {
        let conn = in_memory().unwrap();
        for statement in STATEMENTS {
            let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
            let steps = plan.query_map([1], |row| row.get("detail")).unwrap();
            let steps = steps.collect::<rusqlite::Result<Vec<String>>>().unwrap();
            assert!(steps.iter().all(|step| !step.starts_with("SCAN")), "{statement}: {steps:?}");
        }
    }
}
