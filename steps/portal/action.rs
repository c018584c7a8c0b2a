//! Everything that is done in the Portal for a merchant.

use std::time::Duration;

use serde_json::Value;

use crate::language::{
    Decision, Money, OrderTransition, PayerAction, PayinOutcome, Process, Rail, RateLimit,
    VibanDecision,
};

/// One thing that is done in the Portal for a merchant.
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
    /// Gives the webhook another secret.
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
        /// Whose session.
        process: Process,
        /// The session's id.
        session: String,
        /// How.
        decision: Decision,
        /// What is said of it, as the refused checks with their reasons.
        details: Option<Value>,
    },
    /// Declares somebody behind a company.
    DeclareParty {
        /// The KYB session's id.
        session: String,
        /// Who it is, and their role.
        details: Value,
    },
    /// Opens another KYC session for somebody behind a company.
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
    /// Looks at a KYB session, with the persons behind the company.
    ReadKyb {
        /// The KYB session's id.
        session: String,
    },
    /// Sets a user's level.
    SetLevel {
        /// The user's id.
        user: String,
        /// The level.
        level: String,
    },
    /// Simulates a payin.
    Fund {
        /// The account's id.
        account: String,
        /// How the money comes.
        rail: Rail,
        /// How much.
        money: Money,
        /// What becomes of it.
        fate: PayinOutcome,
    },
    /// Simulates a payin to a vIBAN.
    FundViban {
        /// The vIBAN's id.
        viban: String,
        /// How the money comes.
        rail: Rail,
        /// How much.
        money: Money,
        /// What becomes of it.
        fate: PayinOutcome,
    },
    /// Decides about a vIBAN.
    DecideViban {
        /// The vIBAN's id.
        viban: String,
        /// How.
        decision: VibanDecision,
        /// For a rejection: the reason.
        details: Option<Value>,
    },
    /// Acts on the page on which a card payin is paid, as the person who was sent there.
    PayByCard {
        /// The page's address.
        url: String,
        /// What is done there.
        deed: PayerAction,
    },
    /// Moves an order.
    MoveOrder {
        /// The order's id.
        order: String,
        /// Where to.
        to: OrderTransition,
    },
    /// Holds new payouts.
    HoldPayouts,
    /// Sets an exchange rate.
    SetRate {
        /// As in `EUR/USD`.
        pair: String,
        /// Ten decimals.
        rate: String,
    },
    /// Sets what orders cost.
    ChargeFees {
        /// By kind of order, as the settings have it.
        fees: Value,
    },
    /// Sets or lifts the rate limit.
    LimitRate {
        /// How many requests in which time; none lifts it.
        limit: Option<RateLimit>,
    },
    /// Moves the merchant's clock.
    Advance {
        /// By how much.
        by: Duration,
    },
    /// Waits until nothing is due or in flight.
    Drain {
        /// At most so long; the target's own limit without it.
        limit_ms: Option<u64>,
    },
}
