//! What people do in the Portal, as one small interface: by the target's JSON, or by a person at the keyboard.

pub(crate) mod json;
mod person;

use std::time::Duration;

use conformance_harness::{
    client::Client, exchange::Exchange, secrets::Secrets, target, target::Target, verdict::Fault,
};
use serde_json::{Value, json};

use crate::{
    kyb::Process,
    limit::RateLimit,
    values::{Decision, Fate, Money, Move, PayerDeed, Rail},
    viban::VibanDecision,
};
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
        deed: PayerDeed,
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

/// An action as a call of the JSON interface: method, path below the merchant, body.
pub(crate) type Call = (&'static str, String, Option<Value>);

impl Action {
    fn call(&self) -> Call {
        match self {
            Self::MakeKey => ("POST", "/api-keys".into(), Some(json!({ "label": "suite" }))),
            Self::ListKeys => ("GET", "/api-keys".into(), None),
            Self::RevokeKey { key } => ("DELETE", format!("/api-keys/{key}"), None),
            Self::RegisterEndpoint { url, events } => {
                let body = json!({ "url": url, "events": events });
                ("PUT", "/webhook-endpoint".into(), Some(body))
            }
            Self::ReadSecret => ("GET", "/webhook-endpoint/secret".into(), None),
            Self::RotateSecret => ("POST", "/webhook-endpoint/secret/rotate".into(), None),
            Self::ListDeliveries { event_type } => {
                ("GET", format!("/deliveries?eventType_eq={event_type}&pageSize=100"), None)
            }
            Self::Resend { delivery } => ("POST", format!("/deliveries/{delivery}/resend"), None),
            Self::Decide { process, session, decision, details } => {
                let verb = match decision {
                    Decision::Approve => "approve",
                    Decision::Reject => "reject",
                    Decision::Review => "review",
                    Decision::Inform => "request-info",
                };
                let sessions = match process {
                    Process::Kyc => "kyc-sessions",
                    Process::Kyb => "kyb-sessions",
                };
                ("POST", format!("/{sessions}/{session}/{verb}"), details.clone())
            }
            Self::DeclareParty { session, details } => {
                let parties = format!("/kyb-sessions/{session}/related-parties");
                ("POST", parties, Some(details.clone()))
            }
            Self::RenewParty { party } => {
                ("POST", format!("/related-parties/{party}/kyc-sessions"), None)
            }
            Self::ReadDocument { session, document } => {
                ("GET", format!("/kyb-sessions/{session}/documents/{document}/content"), None)
            }
            Self::ReadKyb { session } => ("GET", format!("/kyb-sessions/{session}"), None),
            Self::SetLevel { user, level } => {
                ("PUT", format!("/users/{user}/level"), Some(json!({ "level": level })))
            }
            Self::Fund { account, rail, money, fate } => {
                let body = funding("accountId", account, *rail, money, *fate);
                ("POST", "/simulated-payins".into(), Some(body))
            }
            Self::FundViban { viban, rail, money, fate } => {
                let body = funding("vibanId", viban, *rail, money, *fate);
                ("POST", "/simulated-payins".into(), Some(body))
            }
            Self::DecideViban { viban, decision, details } => {
                let verb = match decision {
                    VibanDecision::Activate => "activate",
                    VibanDecision::Reject => "reject",
                };
                ("POST", format!("/virtual-ibans/{viban}/{verb}"), details.clone())
            }
            // Not below the merchant, and without its credentials: the JSON operator opens the page itself.
            Self::PayByCard { url, .. } => ("GET", url.clone(), None),
            Self::MoveOrder { order, to } => {
                let verb = match to {
                    Move::Submit => "submit",
                    Move::Settle => "settle",
                    Move::Fail => "fail",
                };
                ("POST", format!("/orders/{order}/{verb}"), None)
            }
            Self::HoldPayouts => {
                ("PATCH", "/settings".into(), Some(json!({ "holdPayouts": true })))
            }
            Self::SetRate { pair, rate } => {
                ("PATCH", "/settings".into(), Some(json!({ "fxRates": { pair: rate } })))
            }
            Self::ChargeFees { fees } => {
                ("PATCH", "/settings".into(), Some(json!({ "fees": fees })))
            }
            Self::LimitRate { limit } => {
                let limit = limit.map(|RateLimit { requests, per_seconds }| {
                    json!({ "requests": requests, "perSeconds": per_seconds })
                });
                ("PATCH", "/settings".into(), Some(json!({ "rateLimit": limit })))
            }
            Self::Advance { by } => {
                let body =
                    json!({ "milliseconds": u64::try_from(by.as_millis()).unwrap_or(u64::MAX) });
                ("POST", "/clock/advance".into(), Some(body))
            }
            Self::Drain { limit_ms: None } => ("POST", "/drain".into(), None),
            Self::Drain { limit_ms: Some(limit) } => {
                ("POST", "/drain".into(), Some(json!({ "timeoutMs": limit })))
            }
        }
    }
}

fn funding(key: &str, recipient: &str, rail: Rail, money: &Money, fate: Fate) -> Value {
    let kind = match rail {
        Rail::Bank => "BANK",
        Rail::Crypto => "CRYPTO",
        Rail::Card => "CARD",
    };
    let mut body = json!({ key: recipient, "type": kind, "amount": money.json() });
    body["outcome"] = match fate {
        Fate::Settle => "SETTLE".into(),
        Fate::Hold => "HOLD".into(),
        Fate::Fail => "FAIL".into(),
    };
    if fate == Fate::Fail {
        body["failure"] =
            json!({ "code": "PAYIN_REJECTED", "reason": "the sender's bank said no" });
    }
    body
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

pub(crate) fn credential(name: &str) -> Result<String, Fault> {
    std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
        Fault::error(format!(
            "the environment variable {name} is not set; the target's profile needs it"
        ))
    })
}
