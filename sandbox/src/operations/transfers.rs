//! Transfers between two accounts of a merchant.

use super::orders::{OrderDraft, complete, open, submit};
use super::quotes::Quote;
use super::{prices, quotes, second_factor};
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderDetails, OrderType};
use crate::domain::price::Price;
use crate::domain::refusal::Refusal;
use crate::store::{Result, Scope};

/// A request for a transfer. It holds a code, so it has no `Debug`.
pub(crate) struct Transfer {
    /// The amount that leaves the source.
    pub(crate) origin: Money,
    /// The account that is credited.
    pub(crate) recipient: Id<Account>,
    /// The merchant's reference.
    pub(crate) reference: String,
    /// The second factor.
    pub(crate) code2fa: String,
}

/// Moves money from `source` to another account of the merchant (TRF-1).
pub(crate) fn transfer(scope: &Scope<'_>, source: &Account, wish: Transfer) -> Result<Order> {
    second_factor::check(&wish.code2fa)?;
    let (price, recipient) = route(scope, source, wish.origin, wish.recipient)?;
    let draft = OrderDraft {
        price,
        reference: wish.reference,
        debit: Some(source.into()),
        credit: Some((&recipient).into()),
        details: OrderDetails::Transfer,
        otp: None,
        amount_field: "/origin/amount",
    };
    let mut order = open(scope, draft)?;
    submit(scope, &mut order)?;
    complete(scope, &mut order)?;
    Ok(order)
}

/// Quotes a transfer; no money moves (TRF-6).
pub(crate) fn quote(
    scope: &Scope<'_>,
    source: &Account,
    origin: Money,
    recipient: Id<Account>,
) -> Result<Quote> {
    let (price, _) = route(scope, source, origin, recipient)?;
    Ok(quotes::of(&price, scope.now))
}

/// Finds the recipient, which must be another account of the merchant, and the price (TRF-3,
/// TRF-4).
fn route(
    scope: &Scope<'_>,
    source: &Account,
    origin: Money,
    recipient: Id<Account>,
) -> Result<(Price, Account)> {
    prices::check_currency(source, origin)?;
    let recipient = scope.find_account(recipient)?.filter(|account| account.id != source.id);
    let recipient = recipient.ok_or(Refusal::InvalidRecipient)?;
    let price = prices::of_order(scope, OrderType::Transfer, origin, recipient.currency)?;
    Ok((price, recipient))
}
