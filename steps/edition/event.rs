//! Events: their envelope and signature, their types, and the states that send them.

use conformance_harness::{
    behaviour::{ApiNames, EventKeys},
    checks::{Encoding, WebhookConvention},
    proxy::RegistrationConvention,
    schema::Contract,
};
use serde_json::Value;

use super::{
    key,
    order::{is_payin, is_payout, is_transfer},
    state,
};

/// The event of a new account.
pub const ACCOUNT_EVENT: &str = "account.activated";

/// The event that reports the new level of an individual user.
pub const USER_LEVEL_EVENT: &str = "kyc.state_updated";

/// The event that reports the new level of a company.
pub const COMPANY_LEVEL_EVENT: &str = "kyb.state_updated";

/// The events that report a level, after the member of a user that shows it. The welcome guide has only the first type, so a
/// company's level may come in either (KYB-13).
pub const LEVEL_EVENTS: [(&str, &[&str]); 2] = [
    (key::KYC_LEVEL, &[USER_LEVEL_EVENT]),
    (key::KYB_LEVEL, &[USER_LEVEL_EVENT, COMPANY_LEVEL_EVENT]),
];

/// The rule of the events and the money of transfers.
pub const TRANSFER_RULE: &str = "TRF-1";

/// The rule of the events and the money of payins.
pub const PAYIN_RULE: &str = "PIN-1";

/// The event of a KYC session that ended well.
pub const VERIFIED_EVENT: &str = "kyc.session_verified";

/// The event that announces the KYC session of a related party.
pub const PARTY_EVENT: &str = "related_party.kyc_session_created";

/// The kind of person, in the event of a KYC session, that is a related party.
pub const PARTY_ENTITY: &str = "related-party";

/// The convention by which webhooks are wrapped and signed (HOOK-4, HOOK-6).
#[must_use]
pub fn convention(encoding: Encoding) -> WebhookConvention {
    WebhookConvention {
        signature_header: "X-Signature",
        id_key: key::EVENT_ID,
        type_key: key::EVENT_TYPE,
        encoding,
    }
}

/// The name of the API in the story of a scenario.
pub const API: &str = "API";

/// The names by which stories of this API are read.
#[must_use]
pub const fn names(contract: &Contract) -> ApiNames<'_> {
    let events = EventKeys { type_key: key::EVENT_TYPE, id_key: key::EVENT_ID };
    ApiNames { contract, api: API, events }
}

/// The calls by which the address for webhooks is registered in the sandbox's Portal: by its JSON, or on its page.
pub const REGISTRATION: RegistrationConvention = RegistrationConvention {
    registering: &["PUT /operator/v1/merchants/{owner}/webhook-endpoint", "POST /account/webhooks"],
    showing_secret: &[
        "PUT /operator/v1/merchants/{owner}/webhook-endpoint",
        "GET /operator/v1/merchants/{owner}/webhook-endpoint/secret",
        "POST /operator/v1/merchants/{owner}/webhook-endpoint/secret/rotate",
    ],
    address_key: "url",
    secret_key: "secret",
};

/// The resource of an event: the order, the virtual IBAN, the user, the related party or the account that its payload names.
#[must_use]
pub fn resource_of(event: &Value) -> Option<&str> {
    let data = event.get("data")?;
    [key::ORDER_ID, key::VIBAN_ID, key::USER_ID, key::PARTY_ID, key::ACCOUNT_ID]
        .iter()
        .find_map(|key| data.get(*key)?.as_str())
        .or_else(|| announced_party(event))
}

/// The id of the related party whose KYC session an event announces.
#[must_use]
pub fn announced_party(event: &Value) -> Option<&str> {
    event.pointer("/data/relatedParty/id")?.as_str()
}

/// True if an event is about a related party, whom the API does not show.
#[must_use]
pub fn is_about_party(event: &Value) -> bool {
    let kind = event.pointer("/data/entityType").and_then(Value::as_str);
    kind == Some(PARTY_ENTITY) || announced_party(event).is_some()
}

/// The id of the KYC session that an event announces.
#[must_use]
pub fn announced_session(event: &Value) -> Option<&str> {
    event.pointer("/data/kycSession/id")?.as_str()
}

/// The events a virtual IBAN sends on its way to a state, in order.
#[must_use]
pub fn viban_events(state: &str) -> Vec<String> {
    let types: &[&str] = match state {
        state::ACTIVE => &["viban.activated"],
        state::REJECTED => &["viban.failed"],
        state::INACTIVE => &["viban.activated", "viban.deactivated"],
        _ => &[],
    };
    types.iter().map(|kind| (*kind).to_owned()).collect()
}

/// The events an order sends on its way to a state, in order.
#[must_use]
pub fn order_events(order_type: &str, state: &str) -> Vec<String> {
    let Some(family) = event_family(order_type) else { return Vec::new() };
    let ends: &[&str] = match (family, state) {
        (_, state::PROCESSING) => &["processing"],
        (_, state::COMPLETED) => &["processing", "completed"],
        ("payin", state::FAILED) => &["processing", "failed"],
        _ => &[],
    };
    ends.iter().map(|end| format!("{family}.{end}")).collect()
}

/// The rule that demands the events of an order of this type.
#[must_use]
pub fn events_rule(order_type: &str) -> &'static str {
    match event_family(order_type) {
        Some("transfer") => TRANSFER_RULE,
        Some("payout") => "OUT-1",
        _ => PAYIN_RULE,
    }
}

/// The rule that demands the event of a KYC session in this state.
#[must_use]
pub fn session_rule(state: &str) -> &'static str {
    match state {
        state::REJECTED => "KYC-3",
        state::REVIEW => "KYC-4",
        state::EXPIRED => "KYC-5",
        _ => "KYC-2",
    }
}

/// True for a payout or transfer that has failed: it has sent the event of its processing, if it came so far, and sends no other.
#[must_use]
pub fn may_fail_silently(order_type: &str, state: &str) -> bool {
    event_family(order_type).is_some_and(|family| family != "payin") && state == state::FAILED
}

fn event_family(order_type: &str) -> Option<&'static str> {
    if is_transfer(order_type) {
        Some("transfer")
    } else if is_payin(order_type) {
        Some("payin")
    } else {
        is_payout(order_type).then_some("payout")
    }
}

/// The event of a KYC session in this state, if the state has one.
#[must_use]
pub fn session_event(state: &str) -> Option<&'static str> {
    match state {
        state::VERIFIED => Some(VERIFIED_EVENT),
        state::REJECTED => Some("kyc.session_failed"),
        state::REVIEW => Some("kyc.session_manual_review"),
        state::EXPIRED => Some("kyc.session_expired"),
        _ => None,
    }
}
