//! Entries of the ledger, in JSON.

use serde_json::{Value, json};

use super::orders::order;
use crate::store::LedgerLine;

/// An entry of the ledger (LED-3).
pub(crate) fn ledger_line((entry, made_by): &LedgerLine) -> Value {
    json!({
        "id": entry.id,
        "amount": entry.amount,
        "runningBalance": entry.running_balance,
        "createdAt": entry.created_at,
        "order": order(made_by),
    })
}
