//! Every action as a call of the operator's JSON interface.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    language::{PayerAction, PayinOutcome, Process, Rail, RateLimit},
    portal::{Action, FundedPayin, verbs},
};

/// The request that carries out an action.
pub(super) enum OperatorCall<'a> {
    /// A call of the JSON interface.
    Interface {
        method: &'static str,
        /// The path below the merchant.
        path: String,
        body: Option<Value>,
    },
    /// A visit to a payment page, which needs no credentials.
    PaymentPage { url: &'a str, action: PayerAction },
}

fn call(
    method: &'static str,
    path: impl Into<String>,
    body: Option<Value>,
) -> OperatorCall<'static> {
    OperatorCall::Interface { method, path: path.into(), body }
}

fn get(path: impl Into<String>) -> OperatorCall<'static> {
    call("GET", path, None)
}

fn post(path: impl Into<String>, body: Option<Value>) -> OperatorCall<'static> {
    call("POST", path, body)
}

fn set(settings: Value) -> OperatorCall<'static> {
    call("PATCH", "/settings", Some(settings))
}

impl Action {
    pub(super) fn call(&self) -> OperatorCall<'_> {
        match self {
            Self::MakeKey => post("/api-keys", Some(json!({ "label": "suite" }))),
            Self::ListKeys => get("/api-keys"),
            Self::RevokeKey { key } => call("DELETE", format!("/api-keys/{key}"), None),
            Self::RegisterEndpoint { url, events } => {
                call("PUT", "/webhook-endpoint", Some(json!({ "url": url, "events": events })))
            }
            Self::ReadSecret => get("/webhook-endpoint/secret"),
            Self::RotateSecret => post("/webhook-endpoint/secret/rotate", None),
            Self::ListDeliveries { event_type } => {
                get(format!("/deliveries?eventType_eq={event_type}&pageSize=100"))
            }
            Self::Resend { delivery } => post(format!("/deliveries/{delivery}/resend"), None),
            Self::Decide { process, session, decision, details } => {
                let (sessions, verb) = (sessions(*process), verbs::of_decision(*decision).address);
                post(format!("/{sessions}/{session}/{verb}"), details.clone())
            }
            Self::DeclareParty { session, details } => {
                post(format!("/kyb-sessions/{session}/related-parties"), Some(details.clone()))
            }
            Self::RenewParty { party, .. } => {
                post(format!("/related-parties/{party}/kyc-sessions"), None)
            }
            Self::ReadDocument { session, document } => {
                get(format!("/kyb-sessions/{session}/documents/{document}/content"))
            }
            Self::ReadKyb { session } => get(format!("/kyb-sessions/{session}")),
            Self::SetLevel { user, level, .. } => {
                call("PUT", format!("/users/{user}/level"), Some(json!({ "level": level })))
            }
            Self::Fund { account, payin } => {
                post("/simulated-payins", Some(funding("accountId", account, payin)))
            }
            Self::FundViban { viban, payin } => {
                post("/simulated-payins", Some(funding("vibanId", viban, payin)))
            }
            Self::DecideViban { viban, decision, details } => {
                let verb = verbs::of_viban(*decision).address;
                post(format!("/virtual-ibans/{viban}/{verb}"), details.clone())
            }
            Self::PayByCard { url, deed } => OperatorCall::PaymentPage { url, action: *deed },
            Self::MoveOrder { order, to } => {
                post(format!("/orders/{order}/{}", verbs::of_order(*to).address), None)
            }
            Self::HoldPayouts => set(json!({ "holdPayouts": true })),
            Self::SetRate { pair, rate } => set(json!({ "fxRates": { pair: rate } })),
            Self::ChargeFees { fees } => set(json!({ "fees": fees })),
            Self::LimitRate { limit } => set(json!({ "rateLimit": limit.map(rate_limit) })),
            Self::Advance { by } => post("/clock/advance", Some(advance(*by))),
            Self::Drain { limit_ms } => {
                post("/drain", limit_ms.map(|limit| json!({ "timeoutMs": limit })))
            }
        }
    }
}

fn sessions(process: Process) -> &'static str {
    match process {
        Process::Kyc => "kyc-sessions",
        Process::Kyb => "kyb-sessions",
    }
}

fn rate_limit(RateLimit { requests, per_seconds }: RateLimit) -> Value {
    json!({ "requests": requests, "perSeconds": per_seconds })
}

fn advance(by: Duration) -> Value {
    json!({ "milliseconds": u64::try_from(by.as_millis()).unwrap_or(u64::MAX) })
}

/// The code and the reason of a simulated failure.
pub(crate) const FAILURE: (&str, &str) = ("PAYIN_REJECTED", "the sender's bank said no");

/// The way of a payin, as the interface spells it.
pub(crate) fn rail_code(rail: Rail) -> &'static str {
    match rail {
        Rail::Bank => "BANK",
        Rail::Crypto => "CRYPTO",
        Rail::Card => "CARD",
    }
}

/// The outcome of a simulated payin, as the interface spells it.
pub(crate) fn outcome_code(outcome: PayinOutcome) -> &'static str {
    match outcome {
        PayinOutcome::Settle => "SETTLE",
        PayinOutcome::Hold => "HOLD",
        PayinOutcome::Fail => "FAIL",
    }
}

fn funding(key: &str, recipient: &str, payin: &FundedPayin) -> Value {
    let FundedPayin { rail, money, outcome, details } = payin;
    let mut body = json!({ key: recipient, "type": rail_code(*rail), "amount": money.json() });
    body["outcome"] = outcome_code(*outcome).into();
    for (name, detail) in details.iter().filter_map(Value::as_object).flatten() {
        body[name] = detail.clone();
    }
    if *outcome == PayinOutcome::Fail {
        let (code, reason) = FAILURE;
        body["failure"] = json!({ "code": code, "reason": reason });
    }
    body
}
