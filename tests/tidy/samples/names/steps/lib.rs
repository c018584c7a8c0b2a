//! Types of the suite, one of which has the name of another.

/// An answer of the Portal.
pub struct Answer;

/// An order.
pub struct Order;

/// An amount of money.
pub struct Money;

words! {
    /// The outcome of a payin.
    Outcome("outcome", "settles|fails") {
        "settles" => Settle,
    }
}

#[cfg(test)]
mod tests {
    struct Order;
}
