//! Orders: their kinds, their parts, the accounts they touch and the states they take (ORD-1,
//! ORD-2).

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::card::Card;
use super::clock::Moment;
use super::failure::Failure;
use super::fee::Fee;
use super::fx::Fx;
use super::id::Id;
use super::money::Money;
pub(crate) use super::order_type::OrderType;
use super::otp::Otp;
use super::refusal::Refusal;
use super::user::User;

/// The states of an order (ORD-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderState {
    /// Accepted, and not sent yet.
    Pending,
    /// On its way.
    Processing,
    /// Completed, with an entry in the ledger (LED-1).
    Completed,
    /// Ended without success.
    Failed,
    /// Cancelled before it was sent (OUT-6).
    Cancelled,
}

impl OrderState {
    /// Every state.
    pub(crate) const ALL: [Self; 5] =
        [Self::Pending, Self::Processing, Self::Completed, Self::Failed, Self::Cancelled];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Processing => "PROCESSING",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// True if an order in this state may take the state `next` (ORD-2).
    pub(crate) const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Pending, Self::Processing | Self::Cancelled | Self::Failed)
                | (Self::Processing, Self::Completed | Self::Failed)
        )
    }
}

/// An account that an order debits or credits, and its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Party {
    /// The account.
    pub(crate) account: Id<Account>,
    /// Its owner.
    pub(crate) user: Id<User>,
}

impl From<&Account> for Party {
    fn from(account: &Account) -> Self {
        Self { account: account.id, user: account.user }
    }
}

/// The details that only orders of one kind have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum OrderDetails {
    /// The sender of a bank transfer.
    BankPayIn {
        /// The sender's IBAN.
        account_number: String,
        /// The sender's BIC.
        routing_data: String,
        /// The sender's name.
        payer_name: String,
        /// The text of the transfer.
        concept: String,
    },
    /// The transaction that brought the stablecoin.
    CryptoPayIn {
        /// The blockchain.
        network: String,
        /// The transaction on it.
        tx_hash: String,
    },
    /// The payment card and its holder.
    CardPayIn {
        /// The card that was used; none before the first try to pay.
        card: Option<Card>,
        /// The person who pays.
        payer: serde_json::Value,
    },
    /// The bank account that receives the payout.
    BankPayOut {
        /// The recipient's IBAN.
        iban: String,
        /// The recipient's name.
        account_holder: String,
        /// The recipient's bank.
        bank_name: String,
        /// The reference of the bank transfer.
        wire_ref: String,
    },
    /// The wallet that receives the payout.
    CryptoPayOut {
        /// The blockchain.
        network: String,
        /// The recipient's address on it.
        address: String,
        /// The transaction on it.
        tx_hash: String,
    },
    /// A transfer, which has no further details.
    Transfer,
}

impl OrderDetails {
    /// The kind of order that has these details.
    pub(crate) const fn order_type(&self) -> OrderType {
        match self {
            Self::BankPayIn { .. } => OrderType::BankPayIn,
            Self::CryptoPayIn { .. } => OrderType::CryptoPayIn,
            Self::CardPayIn { .. } => OrderType::CardPayIn,
            Self::BankPayOut { .. } => OrderType::BankPayOut,
            Self::CryptoPayOut { .. } => OrderType::CryptoPayOut,
            Self::Transfer => OrderType::Transfer,
        }
    }
}

/// The record of one payin, payout or transfer (ORD-1).
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// Its identifier.
    pub(crate) id: Id<Order>,
    /// Its state.
    pub(crate) state: OrderState,
    /// The money that leaves the sender.
    pub(crate) origin: Money,
    /// The money that reaches the recipient.
    pub(crate) destination: Money,
    /// Its fee.
    pub(crate) fee: Fee,
    /// The conversion between the two, if they differ in currency.
    pub(crate) fx: Option<Fx>,
    /// The text that the merchant gave it.
    pub(crate) reference: String,
    /// The debited account, if it is an account of this merchant.
    pub(crate) debit: Option<Party>,
    /// The credited account, if it is an account of this merchant.
    pub(crate) credit: Option<Party>,
    /// The details of its kind.
    pub(crate) details: OrderDetails,
    /// The one-time password that must confirm it first, if any (OUT-4).
    pub(crate) otp: Option<Otp>,
    /// The reason for which it failed; none unless it failed.
    pub(crate) failure: Option<Failure>,
    /// The moment of its creation.
    pub(crate) created_at: Moment,
    /// The moment of its last change of state.
    pub(crate) updated_at: Moment,
}

impl Order {
    /// The kind of order.
    pub(crate) const fn order_type(&self) -> OrderType {
        self.details.order_type()
    }

    /// True if it is a card payin without a try to pay it yet.
    pub(crate) fn is_unpaid(&self) -> bool {
        self.order_type() == OrderType::CardPayIn && self.state == OrderState::Pending
    }

    /// Takes the state `next` if the transition is allowed (ORD-2).
    pub(crate) fn become_state(&mut self, next: OrderState, now: Moment) -> Result<(), Refusal> {
        let unconfirmed = self.otp.is_some() && next == OrderState::Processing;
        if unconfirmed || !self.state.may_become(next) {
            let (from, to) = (self.state.code(), next.code());
            return Err(Refusal::InvalidTransition { from, to });
        }
        self.state = next;
        self.otp = None;
        self.updated_at = now;
        Ok(())
    }

    /// The moment at which it took `state`, if it is in that state now.
    pub(crate) fn reached(&self, state: OrderState) -> Option<Moment> {
        (self.state == state).then_some(self.updated_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_documented_steps_are_legal() {
        use OrderState::{Cancelled, Completed, Failed, Pending, Processing};
        let legal = [
            (Pending, Processing),
            (Pending, Cancelled),
            (Pending, Failed),
            (Processing, Completed),
            (Processing, Failed),
        ];
        for from in OrderState::ALL {
            for to in OrderState::ALL {
                assert_eq!(from.may_become(to), legal.contains(&(from, to)), "{from:?} {to:?}");
            }
        }
    }
}
