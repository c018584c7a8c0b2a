//! The steps of an order. Each step changes the order, the accounts, the ledger and the events
//! together.

use super::events::emit;
use crate::domain::account::Account;
use crate::domain::failure::Failure;
use crate::domain::money::Amount;
use crate::domain::order::{Order, OrderDetails, OrderState, Party};
use crate::domain::order_events::event_of;
use crate::domain::otp::Otp;
use crate::domain::parties::Parties;
use crate::domain::price::Price;
use crate::store::{Result, Scope, fresh_id};

/// The facts of an order that is to be opened.
pub(super) struct OrderDraft {
    pub(super) price: Price,
    pub(super) reference: String,
    pub(super) debit: Option<Party>,
    pub(super) credit: Option<Party>,
    pub(super) details: OrderDetails,
    pub(super) otp: Option<Otp>,
    /// Pointer to the amount in the request.
    pub(super) amount_field: &'static str,
}

/// Opens an order in the state `PENDING` (ORD-1).
///
/// The amount to be debited is reserved, or refused above the available balance (TRF-2, TRF-7,
/// OUT-7). The amount to be credited is added to `pendingIn` (PIN-6).
pub(super) fn open(scope: &Scope<'_>, draft: OrderDraft) -> Result<Order> {
    let Price { origin, destination, fee, fx } = draft.price;
    let order = Order {
        id: fresh_id(),
        state: OrderState::Pending,
        origin,
        destination,
        fee,
        fx,
        reference: draft.reference,
        debit: draft.debit,
        credit: draft.credit,
        details: draft.details,
        otp: draft.otp,
        failure: None,
        created_at: scope.now,
        updated_at: scope.now,
    };
    let mut parties = parties(scope, &order)?;
    parties.begin(&order, draft.amount_field)?;
    parties.iter().try_for_each(|account| scope.save_holdings(account))?;
    scope.insert_order(&order)?;
    Ok(order)
}

/// Moves the order to `PROCESSING` (ORD-2).
pub(super) fn submit(scope: &Scope<'_>, order: &mut Order) -> Result<()> {
    order.become_state(OrderState::Processing, scope.now)?;
    save_and_emit(scope, order)
}

/// Moves the order to `COMPLETED`: the amounts move, and each account gets its entry (LED-1).
pub(super) fn complete(scope: &Scope<'_>, order: &mut Order) -> Result<()> {
    order.become_state(OrderState::Completed, scope.now)?;
    let mut parties = parties(scope, order)?;
    for (account, amount) in parties.complete(order)? {
        scope.save_holdings(account)?;
        scope.insert_entry(account, order, amount)?;
    }
    save_and_emit(scope, order)
}

/// Ends the order without effect, in the state `FAILED` or `CANCELLED`: reserved amounts are
/// released (PIN-5, OUT-7).
pub(super) fn abandon(
    scope: &Scope<'_>,
    order: &mut Order,
    state: OrderState,
    failure: Option<Failure>,
) -> Result<()> {
    order.become_state(state, scope.now)?;
    order.failure = failure;
    let mut parties = parties(scope, order)?;
    parties.abandon(order)?;
    parties.iter().try_for_each(|account| scope.save_holdings(account))?;
    save_and_emit(scope, order)
}

fn save_and_emit(scope: &Scope<'_>, order: &Order) -> Result<()> {
    scope.save_state(order)?;
    event_of(order)?.map_or(Ok(()), |event| emit(scope, &event))
}

fn parties(scope: &Scope<'_>, order: &Order) -> Result<Parties> {
    let of = |party: Option<Party>| party.map(|party| scope.account(party.account)).transpose();
    let (debit, credit) = (of(order.debit)?, of(order.credit)?);
    Ok(Parties { debit, credit, fees: earning_account(scope, order)? })
}

/// The `FEES` account that gets the merchant's part of the fee (PIN-7); none without such a part.
fn earning_account(scope: &Scope<'_>, order: &Order) -> Result<Option<Account>> {
    if order.fee.merchant == Amount::ZERO {
        return Ok(None);
    }
    scope.fees_account(order.fee.currency).map(Some)
}
