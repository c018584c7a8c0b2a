//! Types of the sandbox, two of which have the names of others.

/// An answer over HTTP.
pub(crate) enum Answer {}

/// An amount of money.
pub struct Money;

/// The outcome of a payment.
type Outcome = bool;
