//! The clock of a merchant.

use super::kyc;
use crate::domain::clock::{Moment, Span};
use crate::domain::refusal::{FieldCode, Refusal};
use crate::store::{Result, Scope};

/// Moves the merchant's clock forward and returns its new time.
///
/// Sessions that are overdue then expire in the same transaction (KYC-5).
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
