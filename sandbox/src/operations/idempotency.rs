//! Answers that are repeated when a request comes again with its idempotency key.

use crate::domain::clock::{Moment, Span};
use crate::domain::idempotency::{KEY_LIFETIME, KeptAnswer, KeyedRequest};
use crate::domain::refusal::Refusal;
use crate::store::{Result, Scope};

/// The answer that this attempt got before, if any; a key of another request is refused (IDEM-1).
pub(crate) fn kept_answer(scope: &Scope<'_>, attempt: &KeyedRequest) -> Result<Option<KeptAnswer>> {
    match scope.answer_to(&attempt.key, expiry(scope))? {
        Some((fingerprint, _)) if fingerprint != attempt.fingerprint => {
            Err(Refusal::IdempotencyConflict.into())
        }
        found => Ok(found.map(|(_, kept)| kept)),
    }
}

/// Keeps the answer for the lifetime of its key, and deletes answers whose keys have expired
/// (IDEM-1).
pub(crate) fn keep_answer(
    scope: &Scope<'_>,
    attempt: &KeyedRequest,
    answer: &KeptAnswer,
) -> Result<()> {
    scope.delete_answers_until(expiry(scope))?;
    scope.insert_answer(attempt, answer)
}

/// Keys that were used at this moment or earlier have expired.
fn expiry(scope: &Scope<'_>) -> Moment {
    scope.now.plus(Span::millis(-KEY_LIFETIME.as_millis()))
}
