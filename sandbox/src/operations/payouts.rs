//! Payouts to bank accounts and to wallets.

use super::orders::{OrderDraft, abandon, complete, open, submit};
use super::quotes::Quote;
use super::{prices, quotes, second_factor};
use crate::domain::account::Account;
use crate::domain::iban::Iban;
use crate::domain::money::{Currency, Money};
use crate::domain::order::{Order, OrderDetails, OrderState, OrderType};
use crate::domain::otp::Otp;
use crate::domain::refusal::Refusal;
use crate::domain::wallet::Network;
use crate::store::{Result, Scope, fresh_uuid};

/// The recipient of a payout.
#[derive(Debug)]
pub(crate) enum Recipient {
    /// A bank account, which gets the currency that is sent.
    Bank {
        /// The number of the account.
        iban: Iban,
        /// The name of its owner.
        account_holder: String,
        /// The name of the bank.
        bank_name: String,
    },
    /// A wallet on a blockchain.
    Wallet {
        /// The blockchain.
        network: Network,
        /// The address, valid on that network.
        address: String,
        /// The stablecoin that the wallet gets.
        currency: Currency,
    },
}

/// A request for a payout. It may hold a code, so it has no `Debug`.
pub(crate) struct Payout {
    /// The amount that leaves the account.
    pub(crate) origin: Money,
    /// The recipient.
    pub(crate) recipient: Recipient,
    /// The merchant's reference.
    pub(crate) reference: String,
    /// The second factor. Without it, the order waits for a one-time password.
    pub(crate) code2fa: Option<String>,
}

/// Pays out to a bank account or a wallet (OUT-1, OUT-2).
///
/// The order stays `PENDING` without a second factor (OUT-4) and while payouts are held (OUT-7).
pub(crate) fn pay_out(scope: &Scope<'_>, source: &Account, wish: Payout) -> Result<Order> {
    if let Some(code) = &wish.code2fa {
        second_factor::check(code)?;
    }
    prices::check_currency(source, wish.origin)?;
    let (order_type, currency) = match &wish.recipient {
        Recipient::Bank { .. } => (OrderType::BankPayOut, wish.origin.currency),
        Recipient::Wallet { currency, .. } => (OrderType::CryptoPayOut, *currency),
    };
    let price = prices::of_order(scope, order_type, wish.origin, currency)?;
    let otp = wish.code2fa.is_none().then(|| Otp::issued(scope.now));
    let draft = OrderDraft {
        price,
        reference: wish.reference,
        debit: Some(source.into()),
        credit: None,
        details: details_of(wish.recipient),
        otp,
        amount_field: "/origin/amount",
    };
    let order = open(scope, draft)?;
    if otp.is_some() { Ok(order) } else { send(scope, order) }
}

/// Quotes a bank payout; no money moves (OUT-5).
pub(crate) fn quote(scope: &Scope<'_>, source: &Account, origin: Money) -> Result<Quote> {
    prices::check_currency(source, origin)?;
    let price = prices::of_order(scope, OrderType::BankPayOut, origin, origin.currency)?;
    Ok(quotes::of(&price, scope.now))
}

/// Cancels a payout that is still `PENDING` (OUT-6).
pub(crate) fn cancel(scope: &Scope<'_>, mut order: Order) -> Result<Order> {
    if !order.state.may_become(OrderState::Cancelled) {
        return Err(Refusal::OrderNotCancellable(order.state.code()).into());
    }
    abandon(scope, &mut order, OrderState::Cancelled, None)?;
    Ok(order)
}

/// Sends a confirmed payout, unless payouts are held (OUT-7).
pub(super) fn send(scope: &Scope<'_>, mut order: Order) -> Result<Order> {
    if !scope.holds_payouts()? {
        submit(scope, &mut order)?;
        complete(scope, &mut order)?;
    }
    Ok(order)
}

fn details_of(recipient: Recipient) -> OrderDetails {
    match recipient {
        Recipient::Bank { iban, account_holder, bank_name } => {
            let digits = fresh_uuid().as_u128() % 10_000_000_000_000_000;
            let (iban, wire_ref) = (iban.into_string(), format!("TX{digits:016}"));
            OrderDetails::BankPayOut { iban, account_holder, bank_name, wire_ref }
        }
        Recipient::Wallet { network, address, .. } => OrderDetails::CryptoPayOut {
            network: network.code().to_owned(),
            address,
            tx_hash: hex::encode(rand::random::<[u8; 32]>()),
        },
    }
}
