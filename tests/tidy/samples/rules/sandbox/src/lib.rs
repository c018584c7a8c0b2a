//! A sample. The text is UTF-8.

/// The debit of a payout (OUT-1, OUT-9).
pub fn debit() {}
