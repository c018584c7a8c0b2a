//! The operator's actions on orders that wait: submit, settle, fail (PIN-6, OUT-7).

use super::card_payins::use_card_of_simulator;
use super::orders;
use crate::domain::failure::Failure;
use crate::domain::id::Id;
use crate::domain::order::{Order, OrderState, OrderType};
use crate::store::{Result, Scope};

/// Submits a held payout, or pays an unpaid card payin (OUT-7, PIN-3).
pub(crate) fn submit(scope: &Scope<'_>, id: Id<Order>) -> Result<Order> {
    let mut order = scope.order(id)?;
    use_card_of_simulator(scope, &mut order)?;
    orders::submit(scope, &mut order)?;
    Ok(order)
}

/// Completes an order that is `PROCESSING`; an unpaid card payin is paid first (PIN-3, PIN-6,
/// OUT-7).
pub(crate) fn settle(scope: &Scope<'_>, id: Id<Order>) -> Result<Order> {
    let mut order = scope.order(id)?;
    if order.is_unpaid() {
        use_card_of_simulator(scope, &mut order)?;
        orders::submit(scope, &mut order)?;
    }
    orders::complete(scope, &mut order)?;
    Ok(order)
}

/// Fails an order for the reason that `reason` returns for its type; an unpaid card payin is
/// submitted first (PIN-5, OUT-7).
pub(crate) fn fail(
    scope: &Scope<'_>,
    id: Id<Order>,
    reason: impl FnOnce(OrderType) -> Failure,
) -> Result<Order> {
    let mut order = scope.order(id)?;
    let failure = reason(order.order_type());
    if order.is_unpaid() {
        orders::submit(scope, &mut order)?;
    }
    orders::abandon(scope, &mut order, OrderState::Failed, Some(failure))?;
    Ok(order)
}
