//! Actions in the Portal for a merchant.

use std::time::Duration;

use serde_json::Value;

use crate::language::{
    Decision, Money, OrderTransition, PayerAction, PayinOutcome, Process, Rail, RateLimit,
    VibanDecision,
};

/// A payin of the Funds Simulator, whoever receives it.
#[derive(Clone, Debug)]
pub struct FundedPayin {
    /// The rail.
    pub rail: Rail,
    /// The money.
    pub money: Money,
    /// The outcome.
    pub outcome: PayinOutcome,
    /// The reference and the sender, if a scenario names them.
    pub details: Option<Value>,
}

impl FundedPayin {
    /// Money that comes by bank.
    #[must_use]
    pub const fn by_bank(money: Money) -> Self {
        Self { rail: Rail::Bank, money, outcome: PayinOutcome::Settle, details: None }
    }
}

/// An action in the Portal for a merchant.
#[derive(Clone, Debug)]
pub enum Action {
    /// Makes an API key.
    MakeKey,
    /// Lists the API keys.
    ListKeys,
    /// Revokes an API key.
    RevokeKey {
        /// The key's id.
        key: String,
    },
    /// Registers the webhook endpoint.
    RegisterEndpoint {
        /// Its address.
        url: String,
        /// The subscribed types.
        events: Vec<String>,
    },
    /// Reads the webhook secret.
    ReadSecret,
    /// Rotates the webhook secret.
    RotateSecret,
    /// Lists the deliveries of an event type.
    ListDeliveries {
        /// The type.
        event_type: String,
    },
    /// Sends an event again.
    Resend {
        /// The delivery's id.
        delivery: String,
    },
    /// Decides a KYC or KYB session.
    Decide {
        /// The process of the session.
        process: Process,
        /// The session's id.
        session: String,
        /// The decision.
        decision: Decision,
        /// Its details, such as the refused checks with their reasons.
        details: Option<Value>,
    },
    /// Declares a related party.
    DeclareParty {
        /// The KYB session's id.
        session: String,
        /// The declaration.
        details: Value,
    },
    /// Opens another KYC session for a related party.
    RenewParty {
        /// The KYB session's id.
        session: String,
        /// The related party's id.
        party: String,
    },
    /// Opens a document.
    ReadDocument {
        /// The KYB session's id.
        session: String,
        /// The document's id.
        document: String,
    },
    /// Reads a KYB session with its related parties.
    ReadKyb {
        /// The KYB session's id.
        session: String,
    },
    /// Sets a user's level.
    SetLevel {
        /// The user's id.
        user: String,
        /// True for a company.
        is_business: bool,
        /// The level.
        level: String,
    },
    /// Simulates a payin.
    Fund {
        /// The account's id.
        account: String,
        /// The money that comes.
        payin: FundedPayin,
    },
    /// Simulates a payin to a virtual IBAN.
    FundViban {
        /// The virtual IBAN's id.
        viban: String,
        /// The money that comes.
        payin: FundedPayin,
    },
    /// Decides about a virtual IBAN.
    DecideViban {
        /// The virtual IBAN's id.
        viban: String,
        /// The decision.
        decision: VibanDecision,
        /// For a rejection, the reason.
        details: Option<Value>,
    },
    /// Acts on a payment page, as the payer.
    PayByCard {
        /// The page's address.
        url: String,
        /// The payer's action.
        deed: PayerAction,
    },
    /// Moves an order to another state.
    MoveOrder {
        /// The order's id.
        order: String,
        /// The transition.
        to: OrderTransition,
    },
    /// Holds new payouts.
    HoldPayouts,
    /// Sets an exchange rate.
    SetRate {
        /// The pair, as in `EUR/USD`.
        pair: String,
        /// The rate, with ten decimals.
        rate: String,
    },
    /// Sets the fees of orders.
    ChargeFees {
        /// The fees by kind of order, as in the settings.
        fees: Value,
    },
    /// Sets or lifts the rate limit.
    LimitRate {
        /// The limit; none lifts it.
        limit: Option<RateLimit>,
    },
    /// Moves the merchant's clock.
    Advance {
        /// The period.
        by: Duration,
    },
    /// Waits until nothing is due or in flight.
    Drain {
        /// The time limit; without it the target's own limit holds.
        limit_ms: Option<u64>,
    },
}

impl Action {
    /// The capability that the target must claim; a scenario with this action names it as a tag.
    pub(crate) fn needs(&self) -> Option<&'static str> {
        match self {
            Self::Advance { .. } => Some("clock"),
            Self::Drain { .. } => Some("drain"),
            Self::LimitRate { .. } => Some("rate-limit"),
            _ => None,
        }
    }
}
