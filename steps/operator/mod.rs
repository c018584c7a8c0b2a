//! What people do in the Portal, as one small interface: by the target's JSON, in a browser, or by a person at the
//! keyboard.

mod answer;
pub(crate) mod browser;
mod call;
pub(crate) mod json;
mod person;

use std::time::Duration;

use conformance_harness::{
    client::Client, exchange::Exchange, secrets::Secrets, target, target::Target, verdict::Fault,
};
use serde_json::Value;

use crate::{
    kyb::Process,
    limit::RateLimit,
    values::{Decision, Fate, Money, Move, PayerAction, Rail},
    viban::VibanDecision,
};
pub(crate) use call::{FAILURE, fate_code, rail_code};
use json::JsonOperator;
use person::PersonOperator;

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
        fate: Fate,
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
        fate: Fate,
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
        to: Move,
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

/// A merchant as the operator knows it.
#[derive(Clone, Debug)]
pub struct MerchantAccess {
    /// The operator's own id of the merchant; a person needs none.
    pub id: Option<i64>,
    /// The public half of the key.
    pub api_code: String,
    /// The secret half.
    pub api_key: String,
    /// The key's id, when the operator told it.
    pub key_id: Option<String>,
}

/// Who acts in the Portal.
#[derive(Debug)]
pub enum Operator {
    /// The target's JSON interface.
    Json(JsonOperator),
    /// A person.
    Person(PersonOperator),
}

impl Operator {
    /// The operator that the target's profile names, with credentials from the environment or from `started`.
    ///
    /// # Errors
    /// When a credential is missing.
    pub fn of(
        target: &Target,
        client: &Client,
        secrets: &Secrets,
        operator_key: Option<String>,
    ) -> Result<Self, Fault> {
        match target.operator {
            target::Operator::Json => {
                let key = operator_key.map_or_else(|| credential("RALIO_OPERATOR_KEY"), Ok)?;
                secrets.add(&key);
                let (client, secrets) = (client.clone(), secrets.clone());
                Ok(Self::Json(JsonOperator::new(client, &target.portal_url, key, secrets)))
            }
            target::Operator::Person => {
                PersonOperator::new(target, client.clone(), secrets).map(Self::Person)
            }
        }
    }

    /// A merchant for a scenario, with a key.
    ///
    /// # Errors
    /// When none can be made.
    pub async fn merchant(&self, name: &str) -> Result<MerchantAccess, Fault> {
        match self {
            Self::Json(operator) => operator.merchant(name).await,
            Self::Person(operator) => operator.merchant(name),
        }
    }

    /// Does it, and gives the Portal's answer.
    ///
    /// # Errors
    /// When the Portal cannot be reached, or a person cannot do this.
    pub async fn perform(
        &self,
        merchant: &MerchantAccess,
        action: &Action,
    ) -> Result<Exchange, Fault> {
        match self {
            Self::Json(operator) => operator.perform(merchant, action).await,
            Self::Person(operator) => operator.perform(action),
        }
    }

    /// A link that signs somebody of the merchant in to the Portal.
    ///
    /// # Errors
    /// When nobody can be given one.
    pub async fn sign_in_link(&self, merchant: &MerchantAccess) -> Result<String, Fault> {
        match self {
            Self::Json(operator) => operator.sign_in_link(merchant).await,
            Self::Person(_) => Err(Fault::not_applicable("the person at the keyboard signs in")),
        }
    }

    /// Makes sure that the operator can act, before anything depends on it.
    ///
    /// # Errors
    /// When the Portal does not answer or refuses the key.
    pub async fn probe(&self) -> Result<(), Fault> {
        match self {
            Self::Json(operator) => operator.probe().await,
            Self::Person(operator) => operator.probe().await,
        }
    }

    /// Whether people act, so that effects take minutes.
    #[must_use]
    pub fn is_person(&self) -> bool {
        matches!(self, Self::Person(_))
    }
}

/// What a whole address says behind the host: the page, wherever this run reaches the Portal.
pub(crate) fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

pub(crate) fn credential(name: &str) -> Result<String, Fault> {
    std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
        Fault::error(format!(
            "the environment variable {name} is not set; the target's profile needs it"
        ))
    })
}
