//! Payouts to banks and wallets: made, confirmed with a one-time password, taken back.

use uuid::Uuid;

use super::payments::{Draft, Quote, check_currency, check_second_factor};
use super::{Result, Scope};
use crate::domain::account::Account;
use crate::domain::clock::Moment;
use crate::domain::iban::Iban;
use crate::domain::id::Id;
use crate::domain::money::{Currency, Money};
use crate::domain::order::{Order, OrderState, OrderType, Parts};
use crate::domain::otp::{Otp, Verdict};
use crate::domain::refusal::Refusal;
use crate::domain::wallet::Network;

/// Where a payout goes.
#[derive(Debug)]
pub(crate) enum Recipient {
    /// A bank account, in the currency that is sent.
    Bank {
        /// Its number.
        iban: Iban,
        /// Its owner.
        account_holder: String,
        /// The bank that keeps it.
        bank_name: String,
    },
    /// A wallet on a blockchain.
    Wallet {
        /// The blockchain.
        network: Network,
        /// The address, valid on that network.
        address: String,
        /// The stablecoin that is received.
        currency: Currency,
    },
}

/// A wish to pay out; it may have a code, so it cannot be printed.
pub(crate) struct Payout {
    /// What leaves the account.
    pub(crate) origin: Money,
    /// Where it goes.
    pub(crate) recipient: Recipient,
    /// The merchant's own words.
    pub(crate) reference: String,
    /// The second factor; without it a one-time password is awaited.
    pub(crate) code2fa: Option<String>,
}

impl Scope<'_> {
    /// Pays out; while payouts are held or a password is awaited, the order stays `PENDING`.
    pub(crate) fn payout(&self, source: &Account, wish: Payout) -> Result<Order> {
        if let Some(code) = &wish.code2fa {
            check_second_factor(code)?;
        }
        check_currency(source, wish.origin)?;
        let (kind, currency) = match &wish.recipient {
            Recipient::Bank { .. } => (OrderType::BankPayOut, wish.origin.currency),
            Recipient::Wallet { currency, .. } => (OrderType::CryptoPayOut, *currency),
        };
        let price = self.price(kind, wish.origin, currency)?;
        let otp = wish.code2fa.is_none().then(|| Otp::issued(self.now));
        let order = self.open(Draft {
            price,
            reference: wish.reference,
            debit: Some(source.into()),
            credit: None,
            parts: parts_of(wish.recipient),
            otp,
            amount_field: "/origin/amount",
        })?;
        if otp.is_some() { Ok(order) } else { self.dispatch(order) }
    }

    /// What a bank payout would come to; nothing moves.
    pub(crate) fn quote_payout(&self, source: &Account, origin: Money) -> Result<Quote> {
        check_currency(source, origin)?;
        let price = self.price(OrderType::BankPayOut, origin, origin.currency)?;
        Ok(self.quote(&price))
    }

    /// Sends the one-time password of a payout again; answers until when it is good.
    pub(crate) fn send_otp(&self, id: Id<Order>) -> Result<Moment> {
        let mut order = self.order(id)?;
        let otp = order.otp.as_mut().ok_or(Refusal::OtpNotRequired)?;
        otp.renew(self.now);
        let expires_at = otp.expires_at;
        self.save_state(&order)?;
        Ok(expires_at)
    }

    /// Tries a one-time password; a wrong one is counted, so its refusal is no error here.
    pub(crate) fn validate_otp(
        &self,
        mut order: Order,
        code: &str,
    ) -> Result<Result<Order, Refusal>> {
        let otp = order.otp.as_mut().ok_or(Refusal::OtpNotRequired)?;
        match otp.check(code, self.now) {
            Verdict::Accepted => {
                order.otp = None;
                self.save_state(&order)?;
                return self.dispatch(order).map(Ok);
            }
            Verdict::Refused => self.save_state(&order)?,
            Verdict::Exhausted => self.abandon(&mut order, OrderState::Cancelled, None)?,
        }
        Ok(Err(Refusal::InvalidOtp))
    }

    /// A payout that was not sent is taken back.
    pub(crate) fn cancel_payout(&self, mut order: Order) -> Result<Order> {
        if !order.state.may_become(OrderState::Cancelled) {
            return Err(Refusal::OrderNotCancellable(order.state.code()).into());
        }
        self.abandon(&mut order, OrderState::Cancelled, None)?;
        Ok(order)
    }

    fn dispatch(&self, mut order: Order) -> Result<Order> {
        if !self.holds_payouts()? {
            self.submit(&mut order)?;
            self.complete(&mut order)?;
        }
        Ok(order)
    }
}

fn parts_of(recipient: Recipient) -> Parts {
    match recipient {
        Recipient::Bank { iban, account_holder, bank_name } => {
            let digits = Uuid::now_v7().as_u128() % 10_000_000_000_000_000;
            let wire_ref = format!("TX{digits:016}");
            Parts::BankPayOut { iban: iban.into_string(), account_holder, bank_name, wire_ref }
        }
        Recipient::Wallet { network, address, .. } => Parts::CryptoPayOut {
            network: network.code().to_owned(),
            address,
            tx_hash: hex::encode(rand::random::<[u8; 32]>()),
        },
    }
}
