//! The kinds of order (ORD-1).

/// The kinds of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderType {
    /// Money arrives by bank transfer.
    BankPayIn,
    /// Money arrives as a stablecoin.
    CryptoPayIn,
    /// Money arrives from a payment card.
    CardPayIn,
    /// Money leaves for a bank account.
    BankPayOut,
    /// Money leaves for a wallet on a blockchain.
    CryptoPayOut,
    /// Money moves between two accounts of one merchant.
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

    /// The name on the pages of the Portal.
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

    /// True if money arrives from outside.
    pub(crate) const fn is_payin(self) -> bool {
        matches!(self, Self::BankPayIn | Self::CryptoPayIn | Self::CardPayIn)
    }

    /// True if money leaves for outside.
    pub(crate) const fn is_payout(self) -> bool {
        matches!(self, Self::BankPayOut | Self::CryptoPayOut)
    }
}
