//! Actions as acts of a map: the name that a map gives them, their values, and the status of their success.

use conformance_harness::portal_map::{ActValues, KnownAct};
use serde_json::{Value, json};

use crate::{
    edition,
    language::{Decision, OrderTransition, PayerAction, PayinOutcome, Process, VibanDecision},
    portal::{Action, FAILURE, FundedPayin, outcome_code, path_of, rail_code},
};

const fn known(name: &'static str, values: &'static [&'static str]) -> KnownAct {
    KnownAct { name, values, reads: &[], choices: &[] }
}

/// An act that must read these values.
const fn reading(
    name: &'static str,
    values: &'static [&'static str],
    reads: &'static [&'static str],
) -> KnownAct {
    KnownAct { reads, ..known(name, values) }
}

/// The act that reads the webhook secret.
pub const READ_SECRET: &str = "read_webhook_secret";

/// The acts that the suite asks for.
pub const KNOWN_ACTS: [KnownAct; 29] = [
    reading("make_api_key", &["label"], &["apiCode", "apiKey"]),
    reading("list_api_keys", &[], &["page"]),
    known("revoke_api_key", &["key"]),
    known("register_webhook", &["url", "events"]),
    reading(READ_SECRET, &[], &["secret"]),
    reading("rotate_webhook_secret", &[], &["secret"]),
    known("resend_delivery", &["delivery"]),
    known("approve_kyc", &["session"]),
    known("review_kyc", &["session"]),
    known("reject_kyc", &REJECTION),
    known("approve_kyb", &["session"]),
    known("reject_kyb", &["session", "reason"]),
    known("request_kyb_information", &["session", "message"]),
    KnownAct { choices: &ROLES, ..known("declare_related_party", &DECLARATION) },
    known("renew_related_party", &["session", "party"]),
    reading("read_document", &["session", "document"], &["file"]),
    known("set_company_level", &["user", "level"]),
    known("set_user_level", &["user", "level"]),
    KnownAct { choices: &PAYIN_CHOICES, ..reading("simulate_payin", &PAYIN, &["id"]) },
    known("pay_by_card", &["page", "number", "expiry", "cvc"]),
    known("give_up_card_payment", &["page"]),
    known("submit_order", &["order"]),
    known("settle_order", &["order"]),
    known("fail_order", &["order"]),
    known("activate_viban", &["viban"]),
    known("reject_viban", &["viban", "reason"]),
    known("hold_payouts", &[]),
    known("set_rate", &["pair", "rate"]),
    known("charge_fees", &["fees", "order_type", "part", "percent", "fixed"]),
];

/// The values of a rejection. The first reason of a check stands at the check, `more` has the others.
const REJECTION: [&str; 9] =
    ["session", "checks", "check", "type", "code", "message", "category", "more", "number"];

/// The values of a declaration: the members of the operator's JSON interface, with a point before inner ones.
const DECLARATION: [&str; 13] = [
    "session",
    "roleType",
    "firstName",
    "lastName",
    "email",
    "phoneNumber",
    "nationality",
    "ownershipPercentage",
    "residentialAddress.addressLine1",
    "residentialAddress.city",
    "residentialAddress.provinceState",
    "residentialAddress.postalCode",
    "residentialAddress.country",
];

const PAYIN: [&str; 12] = [
    "account",
    "viban",
    "rail",
    "amount",
    "currency",
    "outcome",
    "reference",
    "sender.name",
    "sender.accountNumber",
    "sender.routingData",
    "failure_code",
    "failure_reason",
];

/// The words of a payin's values.
const PAYIN_CHOICES: [(&str, &[&str]); 2] =
    [("rail", &["BANK", "CRYPTO", "CARD"]), ("outcome", &["SETTLE", "HOLD", "FAIL"])];

/// The roles of related parties.
const ROLES: [(&str, &[&str]); 1] = [("roleType", &edition::state::PARTY_ROLES)];

/// An action as an act of a map.
#[derive(Debug)]
pub(super) struct ActCall {
    pub(super) name: &'static str,
    pub(super) values: ActValues,
    /// The status that the JSON interface gives to its success.
    pub(super) status: u16,
}

/// The act of an action; none if people do not do it in the Portal.
pub(super) fn act_of(action: &Action) -> Option<ActCall> {
    let (name, values, status) = match action {
        Action::MakeKey => ("make_api_key", json!({ "label": "suite" }), 201),
        Action::ListKeys => ("list_api_keys", json!({}), 200),
        Action::RevokeKey { key } => ("revoke_api_key", json!({ "key": key }), 204),
        Action::RegisterEndpoint { url, events } => {
            ("register_webhook", json!({ "url": url, "events": events }), 200)
        }
        Action::ReadSecret => (READ_SECRET, json!({}), 200),
        Action::RotateSecret => ("rotate_webhook_secret", json!({}), 200),
        Action::Resend { delivery } => ("resend_delivery", json!({ "delivery": delivery }), 202),
        Action::Decide { process, session, decision, details } => {
            let name = decision_name(*process, *decision)?;
            (name, decision_values(session, details.as_ref()), 200)
        }
        Action::DeclareParty { session, details } => {
            let mut values = json!({ "session": session });
            flatten("", details, &mut values);
            ("declare_related_party", values, 201)
        }
        Action::RenewParty { session, party } => {
            ("renew_related_party", json!({ "session": session, "party": party }), 201)
        }
        Action::ReadDocument { session, document } => {
            ("read_document", json!({ "session": session, "document": document }), 200)
        }
        Action::SetLevel { user, is_business, level } => {
            let name = if *is_business { "set_company_level" } else { "set_user_level" };
            (name, json!({ "user": user, "level": level }), 200)
        }
        other => return act_about_money(other),
    };
    Some(call(name, values, status))
}

fn act_about_money(action: &Action) -> Option<ActCall> {
    let (name, values, status) = match action {
        Action::Fund { account, payin } => {
            ("simulate_payin", funding(("account", account), payin), 201)
        }
        Action::FundViban { viban, payin } => {
            ("simulate_payin", funding(("viban", viban), payin), 201)
        }
        Action::DecideViban { viban, decision, details } => {
            let name = match decision {
                VibanDecision::Activate => "activate_viban",
                VibanDecision::Reject => "reject_viban",
            };
            let reason = details.as_ref().and_then(|details| details.get("reason")?.as_str());
            (name, json!({ "viban": viban, "reason": reason }), 200)
        }
        Action::PayByCard { url, deed } => payment(url, *deed),
        Action::MoveOrder { order, to } => {
            let name = match to {
                OrderTransition::Submit => "submit_order",
                OrderTransition::Settle => "settle_order",
                OrderTransition::Fail => "fail_order",
            };
            (name, json!({ "order": order }), 200)
        }
        Action::HoldPayouts => ("hold_payouts", json!({}), 200),
        Action::SetRate { pair, rate } => ("set_rate", json!({ "pair": pair, "rate": rate }), 200),
        Action::ChargeFees { fees } => ("charge_fees", json!({ "fees": tariffs(fees) }), 200),
        // Test devices, and actions that only read.
        _ => return None,
    };
    Some(call(name, values, status))
}

fn call(name: &'static str, values: Value, status: u16) -> ActCall {
    let Value::Object(values) = values else {
        return ActCall { name, values: ActValues::new(), status };
    };
    ActCall { name, values, status }
}

fn decision_name(process: Process, decision: Decision) -> Option<&'static str> {
    Some(match (process, decision) {
        (Process::Kyc, Decision::Approve) => "approve_kyc",
        (Process::Kyc, Decision::Reject) => "reject_kyc",
        (Process::Kyc, Decision::Review) => "review_kyc",
        (Process::Kyb, Decision::Approve) => "approve_kyb",
        (Process::Kyb, Decision::Reject) => "reject_kyb",
        (Process::Kyb, Decision::Inform) => "request_kyb_information",
        // Only people are reviewed, and only companies are asked for more.
        (Process::Kyc, Decision::Inform) | (Process::Kyb, Decision::Review) => return None,
    })
}

/// The session, with the refused checks and their reasons, or the words to the company.
fn decision_values(session: &str, details: Option<&Value>) -> Value {
    let mut values = json!({ "session": session });
    let Some(details) = details else { return values };
    for name in ["reason", "message"] {
        if let Some(text) = details.get(name) {
            values[name] = text.clone();
        }
    }
    let checks = details.get("checks").and_then(Value::as_array).into_iter().flatten();
    values["checks"] = checks.map(check_values).collect();
    values
}

fn check_values(check: &Value) -> Value {
    let reasons = check["reasons"].as_array().map_or(&[][..], Vec::as_slice);
    let texts = |reason: &Value| {
        let text = |field: &str| reason[field].as_str().unwrap_or_default().to_owned();
        json!({
            "type": text("type"), "code": text("code"), "message": text("message"),
            "category": text("category"),
        })
    };
    let mut values = texts(reasons.first().unwrap_or_default());
    let further = reasons.iter().enumerate().skip(1).map(|(index, reason)| {
        let mut values = texts(reason);
        values["number"] = (index + 1).to_string().into();
        values
    });
    values["more"] = further.collect();
    values["check"] = check["type"].clone();
    values
}

fn funding((kind, recipient): (&str, &str), payin: &FundedPayin) -> Value {
    let FundedPayin { rail, money, outcome, details } = payin;
    let shown = money.to_string();
    let (currency, amount) = shown.split_once(' ').unwrap_or_default();
    let mut values = json!({
        kind: recipient, "rail": rail_code(*rail), "amount": amount, "currency": currency,
        "outcome": outcome_code(*outcome),
    });
    if let Some(details) = details {
        flatten("", details, &mut values);
    }
    if *outcome == PayinOutcome::Fail {
        let (code, reason) = FAILURE;
        values["failure_code"] = code.into();
        values["failure_reason"] = reason.into();
    }
    values
}

fn payment(url: &str, deed: PayerAction) -> (&'static str, Value, u16) {
    let (_, typed) = edition::payment_form(deed);
    let mut values = json!({ "page": path_of(url) });
    if deed == PayerAction::GiveUp {
        return ("give_up_card_payment", values, 200);
    }
    for (name, text) in typed {
        values[name] = text.into();
    }
    ("pay_by_card", values, 200)
}

/// The parts of fees, one item each, with amounts as people type them.
fn tariffs(fees: &Value) -> Vec<Value> {
    let mut items = Vec::new();
    for (kind, parts) in fees.as_object().into_iter().flatten() {
        for (part, tariff) in parts.as_object().into_iter().flatten() {
            let mut item = json!({ "order_type": kind, "part": part });
            if let Some(percent) = tariff.get("percent") {
                item["percent"] = percent.clone();
            }
            if let Some(minor) = tariff.get("fixed").and_then(Value::as_i64) {
                item["fixed"] = format!("{}.{:02}", minor / 100, minor % 100).into();
            }
            items.push(item);
        }
    }
    items
}

/// The fields of an object by their place, as in `residentialAddress.city`.
fn flatten(place: &str, value: &Value, fields: &mut Value) {
    match value {
        Value::Object(inner) => {
            for (key, value) in inner {
                let dot = if place.is_empty() { "" } else { "." };
                flatten(&format!("{place}{dot}{key}"), value, fields);
            }
        }
        Value::String(text) => fields[place] = text.clone().into(),
        other => fields[place] = other.to_string().into(),
    }
}
