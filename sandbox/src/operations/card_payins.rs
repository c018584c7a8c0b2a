//! Card payins: requested by the merchant, then paid by the payer on the payment page.

use serde_json::Value;

use super::orders::{OrderDraft, abandon, complete, open, submit};
use super::prices;
use crate::domain::account::Account;
use crate::domain::card::Card;
use crate::domain::failure::Failure;
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderDetails, OrderState, OrderType};
use crate::domain::refusal::Refusal;
use crate::store::{PaymentPage, Result, Scope, Secret};

/// Pointer to the amount in the request.
const AMOUNT_FIELD: &str = "/amount";

/// A request for a card payin.
#[derive(Debug)]
pub(crate) struct CardPayin {
    /// The amount that the payer pays.
    pub(crate) amount: Money,
    /// The merchant's reference.
    pub(crate) reference: String,
    /// The payer; without one, the owner of the account.
    pub(crate) payer: Option<Value>,
    /// The address to which the payer returns after paying.
    pub(crate) url_success: String,
    /// The address to which the payer returns after a failure.
    pub(crate) url_failed: String,
}

/// Opens a card payin with a payment page; it stays `PENDING` until the payer acts (PIN-3).
pub(crate) fn request(
    scope: &Scope<'_>,
    account: &Account,
    wish: CardPayin,
    token: &Secret,
) -> Result<Order> {
    let order_type = OrderType::CardPayIn;
    let price = prices::of_payin(scope, order_type, wish.amount, account, AMOUNT_FIELD)?;
    let payer = match wish.payer {
        Some(payer) => payer,
        None => scope.user(account.user)?.payer(),
    };
    let draft = OrderDraft {
        price,
        reference: wish.reference,
        debit: None,
        credit: Some(account.into()),
        details: OrderDetails::CardPayIn { card: None, payer },
        otp: None,
        amount_field: AMOUNT_FIELD,
    };
    let order = open(scope, draft)?;
    let CardPayin { url_success, url_failed, .. } = wish;
    let page = PaymentPage { merchant: scope.id(), order: order.id, url_success, url_failed };
    scope.insert_payment_page(&page, token)?;
    Ok(order)
}

/// Gives the payment page of an unpaid payin a new address; the old address stops working.
///
/// Only the creator of the payin knows the old address, so the Portal cannot show it.
pub(crate) fn renew_page(scope: &Scope<'_>, order: &Order, token: &Secret) -> Result<()> {
    if !order.is_unpaid() {
        let (from, to) = (order.state.code(), OrderState::Pending.code());
        return Err(Refusal::InvalidTransition { from, to }.into());
    }
    if scope.replace_payment_token(order, token)? {
        return Ok(());
    }
    Err(Refusal::NotFound("payment").into())
}

/// Charges the card; with a failure in `refused` the payin fails (PIN-3, PIN-5).
pub(crate) fn charge(
    scope: &Scope<'_>,
    order: &mut Order,
    card: Card,
    refused: Option<Failure>,
) -> Result<()> {
    use_card(scope, order, card)?;
    submit(scope, order)?;
    match refused {
        None => complete(scope, order),
        Some(failure) => abandon(scope, order, OrderState::Failed, Some(failure)),
    }
}

/// Ends the payin as failed, because the payer does not want to pay (PIN-3, PIN-5).
pub(crate) fn give_up(scope: &Scope<'_>, order: &mut Order) -> Result<()> {
    submit(scope, order)?;
    let failure = Failure::of_card("the payer gave up");
    abandon(scope, order, OrderState::Failed, Some(failure))
}

/// Pays an unpaid card payin with the simulator's card, when the operator continues it.
pub(super) fn use_card_of_simulator(scope: &Scope<'_>, order: &mut Order) -> Result<()> {
    if order.is_unpaid() { use_card(scope, order, Card::of_simulator()) } else { Ok(()) }
}

fn use_card(scope: &Scope<'_>, order: &mut Order, used: Card) -> Result<()> {
    if let OrderDetails::CardPayIn { card, .. } = &mut order.details {
        *card = Some(used);
        scope.save_details(order)?;
    }
    Ok(())
}
