//! The second factor of a payment.

use crate::domain::refusal::Refusal;

/// The code that the sandbox accepts.
const ACCEPTED: &str = "123456";

/// Refuses a wrong `code2fa` (TRF-5).
pub(super) fn check(code: &str) -> Result<(), Refusal> {
    if code == ACCEPTED { Ok(()) } else { Err(Refusal::Invalid2faCode) }
}
