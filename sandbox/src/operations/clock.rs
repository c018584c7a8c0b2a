//! The clock of a merchant.

use super::kyc;
use crate::domain::clock::{Moment, Span};
use crate::domain::refusal::{FieldCode, Refusal};
use crate::store::{Result, Scope};

/// Moves the merchant's clock forward and returns its new time.
///
/// What falls due on the way happens in the order of its times. Sessions expire in the same
/// transaction, each at its own end (KYC-5). The dispatcher makes the attempts of deliveries after
/// the commit, each at its own time (HOOK-9). Tokens, idempotency keys and one-time passwords are
/// compared with the clock when they are used.
pub(crate) fn advance(scope: &Scope<'_>, by: Span) -> Result<Moment> {
    if scope.now.plus(by) > Moment::LAST {
        let detail = "the clock would be beyond the last year it knows";
        return Err(Refusal::field("/milliseconds", FieldCode::OutOfRange, detail).into());
    }
    let later = scope.with_clock_moved(by)?;
    kyc::expire_sessions_of(&later)?;
    later.signal_clock();
    Ok(later.now)
}
