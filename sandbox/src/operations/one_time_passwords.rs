//! One-time passwords, which confirm payouts made without a second factor (OUT-4).

use super::orders::abandon;
use super::payouts;
use crate::domain::clock::Moment;
use crate::domain::id::Id;
use crate::domain::order::{Order, OrderState};
use crate::domain::otp::OtpVerdict;
use crate::domain::refusal::Refusal;
use crate::store::{Result, Scope};

/// Sends the one-time password of a payout again and returns the time at which it expires (OUT-4).
pub(crate) fn send(scope: &Scope<'_>, id: Id<Order>) -> Result<Moment> {
    let mut order = scope.order(id)?;
    let otp = order.otp.as_mut().ok_or(Refusal::OtpNotRequired)?;
    otp.renew(scope.now);
    let expires_at = otp.expires_at;
    scope.save_state(&order)?;
    Ok(expires_at)
}

/// Checks a one-time password: the right one releases the payout, five wrong ones cancel it
/// (OUT-4).
///
/// A wrong code is counted, so its refusal must not undo the transaction: it is the inner result.
pub(crate) fn validate(
    scope: &Scope<'_>,
    mut order: Order,
    code: &str,
) -> Result<Result<Order, Refusal>> {
    let otp = order.otp.as_mut().ok_or(Refusal::OtpNotRequired)?;
    match otp.check(code, scope.now) {
        OtpVerdict::Accepted => {
            order.otp = None;
            scope.save_state(&order)?;
            return payouts::send(scope, order).map(Ok);
        }
        OtpVerdict::Refused => scope.save_state(&order)?,
        OtpVerdict::Exhausted => abandon(scope, &mut order, OrderState::Cancelled, None)?,
    }
    Ok(Err(Refusal::InvalidOtp))
}
