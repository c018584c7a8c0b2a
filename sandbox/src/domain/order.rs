//! Orders: what was asked for, whom it touches, and the states it goes through.

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::card::Card;
use super::clock::Moment;
use super::fee::Fee;
use super::fx::Fx;
use super::id::Id;
use super::money::Money;
use super::otp::Otp;
use super::refusal::Refusal;
use super::user::User;

/// The kinds of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderType {
    /// A bank transfer comes in.
    BankPayIn,
    /// A stablecoin deposit comes in.
    CryptoPayIn,
    /// A card payment comes in.
    CardPayIn,
    /// Money goes out to a bank account.
    BankPayOut,
    /// Money goes out to a wallet on a blockchain.
    CryptoPayOut,
    /// Money moves between two accounts.
    Transfer,
}

impl OrderType {
    /// Every kind.
    pub(crate) const ALL: [Self; 6] = [
        Self::BankPayIn,
        Self::CryptoPayIn,
        Self::CardPayIn,
        Self::BankPayOut,
        Self::CryptoPayOut,
        Self::Transfer,
    ];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::BankPayIn => "BANK_PAY_IN",
            Self::CryptoPayIn => "CRYPTO_PAY_IN",
            Self::CardPayIn => "CARD_PAY_IN",
            Self::BankPayOut => "BANK_PAY_OUT",
            Self::CryptoPayOut => "CRYPTO_PAY_OUT",
            Self::Transfer => "TRANSFER",
        }
    }

    /// The name for people.
    pub(crate) const fn display(self) -> &'static str {
        match self {
            Self::BankPayIn => "Bank Pay In",
            Self::CryptoPayIn => "Crypto Pay In",
            Self::CardPayIn => "Card Pay In",
            Self::BankPayOut => "Bank Pay Out",
            Self::CryptoPayOut => "Crypto Pay Out",
            Self::Transfer => "Transfer",
        }
    }

    /// Whether money comes from outside.
    pub(crate) const fn is_payin(self) -> bool {
        matches!(self, Self::BankPayIn | Self::CryptoPayIn | Self::CardPayIn)
    }

    /// Whether money leaves Ralio.
    pub(crate) const fn is_payout(self) -> bool {
        matches!(self, Self::BankPayOut | Self::CryptoPayOut)
    }
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderState {
    /// Accepted, not sent yet.
    Pending,
    /// On its way.
    Processing,
    /// Done; the ledger has it.
    Completed,
    /// It did not work.
    Failed,
    /// Taken back before it was sent.
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

    /// Whether an order in this state may take the state `next`.
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

/// What only orders of one kind have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum OrderDetails {
    /// Who sent the bank transfer.
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
    /// Where the deposit was seen.
    CryptoPayIn {
        /// The blockchain.
        network: String,
        /// The transaction on it.
        tx_hash: String,
    },
    /// The card that paid.
    CardPayIn {
        /// The card that was used; none as long as nobody has paid.
        card: Option<Card>,
        /// Who is to pay.
        payer: serde_json::Value,
    },
    /// Where the payout goes.
    BankPayOut {
        /// The recipient's IBAN.
        iban: String,
        /// The recipient's name.
        account_holder: String,
        /// The recipient's bank.
        bank_name: String,
        /// The reference of the wire.
        wire_ref: String,
    },
    /// Which wallet the payout goes to.
    CryptoPayOut {
        /// The blockchain.
        network: String,
        /// The recipient's address on it.
        address: String,
        /// The transaction on it.
        tx_hash: String,
    },
    /// A transfer says all with its parties.
    Transfer,
}

impl OrderDetails {
    /// The kind of order that has these parts.
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

/// The record of one operation.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// Its identifier.
    pub(crate) id: Id<Order>,
    /// Where it stands.
    pub(crate) state: OrderState,
    /// What leaves the sender.
    pub(crate) origin: Money,
    /// What reaches the recipient.
    pub(crate) destination: Money,
    /// What it costs.
    pub(crate) fee: Fee,
    /// The conversion between the two, if they differ in currency.
    pub(crate) fx: Option<Fx>,
    /// The merchant's own words.
    pub(crate) reference: String,
    /// The account that pays, if it is one of ours.
    pub(crate) debit: Option<Party>,
    /// The account that is paid, if it is one of ours.
    pub(crate) credit: Option<Party>,
    /// What only this kind has.
    pub(crate) details: OrderDetails,
    /// The one-time password it waits for.
    pub(crate) otp: Option<Otp>,
    /// When it was made.
    pub(crate) created_at: Moment,
    /// When it last changed state.
    pub(crate) updated_at: Moment,
}

impl Order {
    /// The kind of order.
    pub(crate) const fn order_type(&self) -> OrderType {
        self.details.order_type()
    }

    /// Whether it is a card payin that nobody has tried to pay.
    pub(crate) fn is_unpaid(&self) -> bool {
        self.order_type() == OrderType::CardPayIn && self.state == OrderState::Pending
    }

    /// Takes the state `next`, if that is a legal step.
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

    /// When it took its present state, if that is `state`.
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
