//! Work in the Portal that phrases are about, and the things whose past they show.

use serde::{Deserialize, Serialize};

/// A kind of work that the operator does in the Portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PortalWork {
    /// The approval of a person or company, so that a scenario has a verified one.
    Verification,
    /// A payin, so that a scenario has an account with money.
    Funding,
    /// A decision about a KYC or KYB session.
    Decision,
    /// A level that is set.
    Level,
    /// A related party that is declared, or its new session.
    Party,
    /// A payin that a scenario is about.
    Payin,
    /// A payin that is held, fails or comes by card.
    SpecialPayin,
    /// A payin to a virtual IBAN.
    VibanPayin,
    /// A payment page.
    Payment,
    /// The next state of an order.
    Order,
    /// A decision about a virtual IBAN.
    Viban,
    /// The merchant's keys and secrets.
    Key,
    /// The registration of the merchant's webhook endpoint.
    Endpoint,
    /// A setting of the merchant.
    Setting,
    /// Something that only the Portal shows.
    Reading,
}

impl PortalWork {
    /// The reason why a run cannot ask a person for this work; none if it can.
    #[must_use]
    pub fn beyond_person(self) -> Option<String> {
        let what = match self {
            Self::SpecialPayin => Some("simulate a payin that is held, fails or comes by card"),
            Self::VibanPayin => Some("send money to a virtual IBAN"),
            Self::Key => Some("make, list or revoke the keys the run depends on"),
            Self::Reading => Some("report back to the run what the Portal shows"),
            Self::Setting | Self::Endpoint => {
                Some("change settings that other scenarios depend on")
            }
            _ => None,
        };
        what.map(|what| format!("a person at the Portal cannot {what}"))
    }
}

/// A kind of thing with a past: a scenario about the past of one gets a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PastOf {
    /// The persons and companies that the phrase names.
    Person,
    /// An account: its orders, its ledger.
    Account,
    /// The merchant: its users, its orders.
    Merchant,
    /// The merchant's own accounts, where every scenario leaves fees.
    Fees,
    /// The merchant's webhook endpoint: where it is, and how it answers.
    Endpoint,
}
