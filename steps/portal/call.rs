//! Every action as a call of the target's JSON interface.

use serde_json::{Value, json};

use crate::{
    language::{
        Decision, Money, OrderTransition, PayinOutcome, Process, Rail, RateLimit, VibanDecision,
    },
    portal::Action,
};

/// An action as a call of the JSON interface: method, path below the merchant, body.
pub(super) type Call = (&'static str, String, Option<Value>);

impl Action {
    pub(super) fn call(&self) -> Call {
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
            Self::RenewParty { party, .. } => {
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
                    OrderTransition::Submit => "submit",
                    OrderTransition::Settle => "settle",
                    OrderTransition::Fail => "fail",
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

/// What a simulated failure says: a code and a reason.
pub(crate) const FAILURE: (&str, &str) = ("PAYIN_REJECTED", "the sender's bank said no");

pub(crate) fn rail_code(rail: Rail) -> &'static str {
    match rail {
        Rail::Bank => "BANK",
        Rail::Crypto => "CRYPTO",
        Rail::Card => "CARD",
    }
}

pub(crate) fn outcome_code(fate: PayinOutcome) -> &'static str {
    match fate {
        PayinOutcome::Settle => "SETTLE",
        PayinOutcome::Hold => "HOLD",
        PayinOutcome::Fail => "FAIL",
    }
}

fn funding(key: &str, recipient: &str, rail: Rail, money: &Money, fate: PayinOutcome) -> Value {
    let mut body = json!({ key: recipient, "type": rail_code(rail), "amount": money.json() });
    body["outcome"] = outcome_code(fate).into();
    if fate == PayinOutcome::Fail {
        let (code, reason) = FAILURE;
        body["failure"] = json!({ "code": code, "reason": reason });
    }
    body
}
