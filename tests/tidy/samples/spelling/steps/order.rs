//! The state COMPLETED in a comment is no spelling.

/// The `eventId` of an order.
#[doc = "COMPLETED"]
pub(crate) fn is_done(order: &Value) -> bool {
    order["state"] == "COMPLETED"
}

pub(crate) fn events() -> Vec<Value> {
    vec![json!({ "type": "payout.completed", "id": 1 })]
}

pub(crate) fn path(id: &str) -> String {
    format!("/api/v1/{id}")
}

pub(crate) fn list() -> &'static str {
    "bank-payouts"
}

#[cfg(test)]
mod tests {
    const STATE: &str = "PENDING";
}
