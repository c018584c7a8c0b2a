//! Payins of the Funds Simulator.

use super::orders::{OrderDraft, abandon, complete, open, submit};
use super::{prices, virtual_ibans};
use crate::domain::account::Account;
use crate::domain::card::Card;
use crate::domain::failure::Failure;
use crate::domain::id::Id;
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderDetails, OrderState, OrderType};
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::viban::Viban;
use crate::store::{Result, Scope};

/// The outcome of a simulated payin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SimulatedOutcome {
    /// The account is credited.
    Settle,
    /// The order stays `PROCESSING`.
    Hold,
    /// The order fails, for that reason.
    Fail(Failure),
}

/// The recipient of a simulated payin.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Credited {
    /// An account.
    Account(Id<Account>),
    /// The account behind a virtual IBAN, in the currency of its rail.
    Viban(Id<Viban>),
}

/// A payin that the operator simulates.
#[derive(Debug)]
pub(crate) struct SimulatedPayin {
    /// The recipient.
    pub(crate) recipient: Credited,
    /// The amount that is sent.
    pub(crate) amount: Money,
    /// The reference that comes with it.
    pub(crate) reference: String,
    /// The sender. None for a card: the payer is the owner of the account.
    pub(crate) details: Option<OrderDetails>,
    /// The outcome.
    pub(crate) outcome: SimulatedOutcome,
}

/// Simulates a payin, which settles, is held or fails (PIN-1, PIN-5, PIN-6).
pub(crate) fn simulate(scope: &Scope<'_>, wish: SimulatedPayin) -> Result<Order> {
    let account = recipient_of(scope, &wish)?;
    let order_type = wish.details.as_ref().map_or(OrderType::CardPayIn, OrderDetails::order_type);
    let price = prices::of_payin(scope, order_type, wish.amount, &account, "/amount/amount")?;
    let draft = OrderDraft {
        price,
        reference: wish.reference,
        debit: None,
        credit: Some((&account).into()),
        details: details_of(scope, &account, wish.amount, wish.details)?,
        otp: None,
        amount_field: "/amount/amount",
    };
    let mut order = open(scope, draft)?;
    submit(scope, &mut order)?;
    match wish.outcome {
        SimulatedOutcome::Settle => complete(scope, &mut order)?,
        SimulatedOutcome::Hold => {}
        SimulatedOutcome::Fail(failure) => {
            abandon(scope, &mut order, OrderState::Failed, Some(failure))?;
        }
    }
    Ok(order)
}

/// The account that is credited; a virtual IBAN must be active, and its rail must carry the
/// currency (VIB-2).
fn recipient_of(scope: &Scope<'_>, wish: &SimulatedPayin) -> Result<Account> {
    let viban = match wish.recipient {
        Credited::Account(account) => return scope.account(account),
        Credited::Viban(viban) => viban,
    };
    let (rail, account) = virtual_ibans::account_behind(scope, viban)?;
    if rail.currency() != wish.amount.currency {
        let detail = "the vIBAN's rail does not carry this currency";
        return Err(Refusal::field("/amount/currency", FieldCode::NotAllowed, detail).into());
    }
    Ok(account)
}

/// The details of the payin, completed with facts of the account: the network of its last address
/// (PIN-4), or its owner as the payer of a card.
fn details_of(
    scope: &Scope<'_>,
    account: &Account,
    amount: Money,
    given: Option<OrderDetails>,
) -> Result<OrderDetails> {
    match given {
        Some(OrderDetails::CryptoPayIn { network, tx_hash }) => {
            let known = scope.network_of(account, amount.currency)?;
            let network = known.map_or(network, |network| network.code().to_owned());
            Ok(OrderDetails::CryptoPayIn { network, tx_hash })
        }
        Some(details) => Ok(details),
        None if account.purpose.is_some() => {
            let detail = "cards pay accounts of users only";
            Err(Refusal::field("/type", FieldCode::NotAllowed, detail).into())
        }
        None => {
            let payer = scope.user(account.user)?.payer();
            Ok(OrderDetails::CardPayIn { card: Some(Card::of_simulator()), payer })
        }
    }
}
