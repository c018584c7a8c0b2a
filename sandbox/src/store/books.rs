//! The check of the books in a database: entries, balances and orders must agree (LED-4).

use rusqlite::Connection;

/// At most this many faults of one kind are named; more would hide the others.
const NAMED: usize = 20;

/// The amounts by which each order moves accounts: its debit, its credit, and the merchant's part
/// of its fee.
const MOVES: &str = "WITH moves AS (
    SELECT id, state, debit_account AS account, -origin_amount AS amount
    FROM orders WHERE debit_account IS NOT NULL
    UNION ALL SELECT id, state, credit_account, destination_amount
    FROM orders WHERE credit_account IS NOT NULL
    UNION ALL SELECT o.id, o.state, a.id, o.fee_merchant
    FROM orders o JOIN accounts a ON a.merchant_id = o.merchant_id
    AND a.purpose = 'FEES' AND a.currency = o.fee_currency WHERE o.fee_merchant > 0)";

/// Queries that describe a fault in each row.
const CHECKS: [&str; 6] = [
    "SELECT 'account ' || a.id || ' has the balance ' || a.balance || ', but its entries sum to '
     || coalesce(sum(l.amount), 0)
     FROM accounts a LEFT JOIN ledger l ON l.account_id = a.id
     GROUP BY a.id HAVING a.balance <> coalesce(sum(l.amount), 0)",
    "SELECT 'entry ' || id || ' has the running balance ' || running_balance
     || ', but the entries up to it sum to ' || total
     FROM (SELECT id, running_balance,
         sum(amount) OVER (PARTITION BY account_id ORDER BY seq) AS total FROM ledger)
     WHERE running_balance <> total",
    "SELECT 'entry ' || l.id || ' belongs to the order ' || l.order_id
     || ', which is not COMPLETED'
     FROM ledger l LEFT JOIN orders o ON o.id = l.order_id WHERE o.state IS NOT 'COMPLETED'",
    "SELECT 'order ' || m.id || ' is COMPLETED, but account ' || m.account
     || ' has no entry of ' || m.amount || ' for it'
     FROM moves m WHERE m.state = 'COMPLETED' AND NOT EXISTS (SELECT 1 FROM ledger l
         WHERE l.order_id = m.id AND l.account_id = m.account AND l.amount = m.amount)",
    "SELECT 'there are ' || entries || ' entries, but completed orders make ' || made
     FROM (SELECT (SELECT count(*) FROM ledger) AS entries,
         (SELECT count(*) FROM moves WHERE state = 'COMPLETED') AS made) WHERE entries <> made",
    "SELECT 'account ' || a.id || ' has ' || a.pending_in || ' pending in and ' || a.pending_out
     || ' pending out, but its open orders make ' || coalesce(p.coming, 0) || ' and '
     || coalesce(p.going, 0)
     FROM accounts a LEFT JOIN (SELECT account, sum(max(amount, 0)) AS coming,
         -sum(min(amount, 0)) AS going FROM moves
         WHERE state IN ('PENDING', 'PROCESSING') GROUP BY account) p ON p.account = a.id
     WHERE a.pending_in <> coalesce(p.coming, 0) OR a.pending_out <> coalesce(p.going, 0)",
];

/// The faults in the books; none if they agree.
pub(super) fn faults_in_books(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut faults = Vec::new();
    for check in CHECKS {
        let mut statement = conn.prepare(&format!("{MOVES} {check} LIMIT {NAMED}"))?;
        let found = statement.query_map([], |row| row.get(0))?;
        faults.extend(found.collect::<rusqlite::Result<Vec<String>>>()?);
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema::migrate;

    /// Two accounts: the first was paid 700 and has sent 200 to the second, and 50 are on their way
    /// out.
    const BOOKS: &str = "
        PRAGMA foreign_keys = OFF;
        INSERT INTO accounts VALUES (1, 'a', 1, 'u', 'EUR', 'l', 500, 0, 50, 0, NULL);
        INSERT INTO accounts VALUES (2, 'b', 1, 'u', 'EUR', 'l', 200, 0, 0, 0, NULL);
        INSERT INTO accounts VALUES (3, 'f', 1, 'm', 'EUR', 'l', 3, 0, 0, 0, 'FEES');
        INSERT INTO orders (id, merchant_id, type, state, origin_currency, origin_amount,
            destination_currency, destination_amount, fee_currency, fee_system, fee_merchant,
            reference, debit_account, credit_account, parts, created_at, updated_at) VALUES
            ('o1', 1, 'BANK_PAY_IN', 'COMPLETED', 'EUR', 703, 'EUR', 700, 'EUR', 0, 3, '',
             NULL, 'a', '{}', 0, 0),
            ('o2', 1, 'TRANSFER', 'COMPLETED', 'EUR', 200, 'EUR', 200, 'EUR', 0, 0, '',
             'a', 'b', '{}', 0, 0),
            ('o3', 1, 'BANK_PAY_OUT', 'PENDING', 'EUR', 50, 'EUR', 50, 'EUR', 0, 0, '',
             'a', NULL, '{}', 0, 0);
        INSERT INTO ledger VALUES (1, 'l1', 1, 'a', 'o1', 700, 700, 0);
        INSERT INTO ledger VALUES (2, 'l2', 1, 'f', 'o1', 3, 3, 0);
        INSERT INTO ledger VALUES (3, 'l3', 1, 'a', 'o2', -200, 500, 0);
        INSERT INTO ledger VALUES (4, 'l4', 1, 'b', 'o2', 200, 200, 0);
        DROP TRIGGER ledger_never_changes;
        DROP TRIGGER ledger_never_forgets;";

    #[test]
    fn books_that_agree_have_no_fault_and_each_kind_of_fault_is_named() {
        for (change, named) in [
            ("", &[][..]),
            (
                "UPDATE accounts SET balance = 501 WHERE id = 'a'",
                &["account a has the balance 501"],
            ),
            (
                "UPDATE ledger SET running_balance = 1 WHERE id = 'l3'",
                &["entry l3 has the running"],
            ),
            (
                "UPDATE orders SET state = 'FAILED' WHERE id = 'o2'",
                &["entry l3 belongs to the order o2", "entry l4 belongs", "there are 4 entries"],
            ),
            (
                "UPDATE orders SET destination_amount = 199 WHERE id = 'o2'",
                &["order o2 is COMPLETED, but account b has no entry of 199"],
            ),
            ("UPDATE accounts SET pending_out = 0 WHERE id = 'a'", &["account a has 0 pending in"]),
        ] {
            let conn = Connection::open_in_memory().unwrap();
            migrate(&conn).unwrap();
            conn.execute_batch(BOOKS).unwrap();
            conn.execute_batch(change).unwrap();
            let faults = faults_in_books(&conn).unwrap();
            let is_named = |(fault, start): (&String, &&str)| fault.starts_with(start);
            assert_eq!(faults.len(), named.len(), "{change}: {faults:?}");
            assert!(faults.iter().zip(named).all(is_named), "{change}: {faults:?}");
        }
    }
}
