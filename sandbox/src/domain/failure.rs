//! The reason for which an order failed (PIN-5, OUT-7).

use super::order_type::OrderType;

/// The reason for which an order failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// A code for programs.
    pub(crate) code: String,
    /// A text for people.
    pub(crate) reason: String,
}

impl Failure {
    /// The failure that applies if the operator gives no reason.
    pub(crate) fn default_of(order_type: OrderType) -> Self {
        let code = match order_type {
            OrderType::BankPayIn => "BANK_PAYIN_FAILED",
            OrderType::CryptoPayIn => "CRYPTO_PAYIN_FAILED",
            OrderType::CardPayIn => "CARD_PAYIN_FAILED",
            OrderType::BankPayOut => "BANK_PAYOUT_FAILED",
            OrderType::CryptoPayOut => "CRYPTO_PAYOUT_FAILED",
            OrderType::Transfer => "TRANSFER_FAILED",
        };
        Self { code: code.to_owned(), reason: "refused in the simulator".to_owned() }
    }

    /// The failure of a payin whose card was refused.
    pub(crate) fn of_card(reason: &str) -> Self {
        Self { reason: reason.to_owned(), ..Self::default_of(OrderType::CardPayIn) }
    }
}
