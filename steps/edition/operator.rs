//! The operator's interface: what its calls write, and what their answers repeat of the API (docs/operator-api.md).

use serde_json::{Value, json};

use super::state;

/// The start of the path of everything that belongs to a merchant.
const BASE: &str = "/operator/v1/merchants/";

/// The start of the path of every call of the operator's interface and of the Portal's pages that the suite makes.
pub const OF_OPERATOR: &str = "/operator/v1/";

/// A call of the operator's interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortalCall {
    method: &'static str,
    /// The path below the merchant, with `*` for each id.
    place: &'static str,
    /// The rule about what the call does.
    pub rule: &'static str,
    /// The state of what its answer shows.
    pub state: Option<&'static str>,
    /// The name of the schema of its answer, where that is an answer of the API as well.
    pub message: Option<&'static str>,
    /// True if its answer shows what the first id of its path names.
    pub is_about: bool,
}

const fn call(method: &'static str, place: &'static str, rule: &'static str) -> PortalCall {
    PortalCall { method, place, rule, state: None, message: None, is_about: false }
}

const fn decision(
    place: &'static str,
    rule: &'static str,
    state: &'static str,
    message: &'static str,
) -> PortalCall {
    let made = call("POST", place, rule);
    PortalCall { state: Some(state), message: Some(message), is_about: true, ..made }
}

const fn about(method: &'static str, place: &'static str, rule: &'static str) -> PortalCall {
    PortalCall { is_about: true, ..call(method, place, rule) }
}

/// The simulation of a payin.
pub const SIMULATION: PortalCall =
    PortalCall { message: Some("order"), ..call("POST", "simulated-payins", "PIN-1") };
/// The rejection of a person.
pub const KYC_REJECTION: PortalCall =
    decision("kyc-sessions/*/reject", "KYC-3", state::REJECTED, "kyc-session");
/// The failure of an order.
pub const ORDER_FAILURE: PortalCall = decision("orders/*/fail", "ORD-2", state::FAILED, "order");
/// The declaration of a related party.
pub const DECLARATION: PortalCall = call("POST", "kyb-sessions/*/related-parties", "KYB-11");
/// The revocation of a key.
pub const KEY_REVOCATION: PortalCall = call("DELETE", "api-keys/*", "AUTH-6");
/// The list of keys.
pub const KEY_LIST: PortalCall = call("GET", "api-keys", "AUTH-6");
/// The registration of the webhook address.
pub const REGISTRATION_CALL: PortalCall = call("PUT", "webhook-endpoint", "HOOK-1");
/// The list of deliveries.
pub const DELIVERY_LIST: PortalCall = call("GET", "deliveries", "HOOK-9");
/// The sending of an event once more.
pub const RESEND: PortalCall = call("POST", "deliveries/*/resend", "HOOK-12");
/// The content of a document.
pub const DOCUMENT_CONTENT: PortalCall = call("GET", "kyb-sessions/*/documents/*/content", "KYB-2");

const CALLS: [PortalCall; 26] = [
    SIMULATION,
    KYC_REJECTION,
    ORDER_FAILURE,
    DECLARATION,
    KEY_REVOCATION,
    KEY_LIST,
    REGISTRATION_CALL,
    DELIVERY_LIST,
    RESEND,
    DOCUMENT_CONTENT,
    call("POST", "api-keys", "AUTH-5"),
    call("GET", "webhook-endpoint", "HOOK-1"),
    decision("kyc-sessions/*/approve", "KYC-2", state::VERIFIED, "kyc-session"),
    decision("kyc-sessions/*/review", "KYC-4", state::REVIEW, "kyc-session"),
    decision("kyb-sessions/*/approve", "KYB-13", state::APPROVED, "kyb-session"),
    decision("kyb-sessions/*/reject", "KYB-15", state::REJECTED, "kyb-session"),
    decision("kyb-sessions/*/request-info", "KYB-14", state::INFO_REQUESTED, "kyb-session"),
    about("GET", "kyb-sessions/*", "KYB-1"),
    about("POST", "related-parties/*/kyc-sessions", "KYB-11"),
    about("PUT", "users/*/level", "KYC-8"),
    decision("virtual-ibans/*/activate", "VIB-1", state::ACTIVE, "viban"),
    decision("virtual-ibans/*/reject", "VIB-1", state::REJECTED, "viban"),
    decision("orders/*/submit", "OUT-7", state::PROCESSING, "order"),
    decision("orders/*/settle", "ORD-2", state::COMPLETED, "order"),
    call("GET", "settings", "OUT-7"),
    call("PATCH", "settings", "OUT-7"),
];

/// The call that a request makes; none if it is no call for a merchant.
#[must_use]
pub fn portal_call(method: &str, path: &str) -> Option<&'static PortalCall> {
    let place = below_merchant(path)?;
    CALLS.iter().find(|call| {
        let (mut wanted, mut shown) = (call.place.split('/'), place.split('/'));
        let are_alike =
            wanted.by_ref().zip(shown.by_ref()).all(|(one, other)| one == "*" || one == other);
        let is_as_long = call.place.split('/').count() == place.split('/').count();
        call.method == method && are_alike && is_as_long
    })
}

/// The first id of a path below its merchant; none if there is none.
#[must_use]
pub fn portal_subject(path: &str) -> Option<&str> {
    below_merchant(path)?.split('/').nth(1)
}

fn below_merchant(path: &str) -> Option<&str> {
    let (_, place) = path.strip_prefix(BASE)?.split_once('/')?;
    place.split('?').next()
}

/// Members that a request writes and its answer shows: the call by its place, both members, and the rule, if it is not that of
/// the call.
const WRITTEN_BY_OPERATOR: [(&str, &str, &str, Option<&str>); 18] = [
    ("users/*/level", "level", "level", None),
    ("simulated-payins", "amount", "origin", None),
    ("simulated-payins", "reference", "reference", None),
    ("virtual-ibans/*/reject", "reason", "rejectionReason", None),
    ("webhook-endpoint", "url", "url", None),
    ("webhook-endpoint", "events", "events", Some("HOOK-5")),
    ("api-keys", "label", "label", None),
    ("settings", "holdPayouts", "holdPayouts", None),
    ("settings", "fxRates", "fxRates", Some("PIN-4")),
    ("settings", "rateLimit", "rateLimit", Some("RATE-1")),
    ("kyb-sessions/*/related-parties", "roleType", "roleType", None),
    ("kyb-sessions/*/related-parties", "firstName", "firstName", None),
    ("kyb-sessions/*/related-parties", "lastName", "lastName", None),
    ("kyb-sessions/*/related-parties", "email", "email", None),
    ("kyb-sessions/*/related-parties", "phoneNumber", "phoneNumber", None),
    ("kyb-sessions/*/related-parties", "nationality", "nationality", None),
    ("kyb-sessions/*/related-parties", "ownershipPercentage", "ownershipPercentage", None),
    ("kyb-sessions/*/related-parties", "residentialAddress", "residentialAddress", None),
];

impl PortalCall {
    /// The members that its request writes and its answer shows, with the rule about each.
    pub fn written(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        let (place, rule) = (self.place, self.rule);
        let own = WRITTEN_BY_OPERATOR.iter().filter(move |(at, ..)| *at == place);
        own.map(move |(_, from, to, other)| (*from, *to, other.unwrap_or(rule)))
    }
}

/// Members of the operator's interface whose values change while their resource lives.
pub const CHANGING_FOR_OPERATOR: [&str; 8] = [
    "status",
    "level",
    "kycSession",
    "revokedAt",
    "infoRequest",
    "relatedParties",
    "missing",
    "attempts",
];

/// The member with the time at which a key was revoked.
pub const REVOKED_AT: &str = "revokedAt";

/// The sender of a simulated bank payin that names none.
pub const SENDER: [(&str, &str); 2] = [
    ("/source/accountNumber", "ES9121000418450200051332"),
    ("/source/payer/name", "Sandbox Sender"),
];

/// The network of a crypto payin to an account without an address for its currency.
pub const NETWORK_OTHERWISE: &str = super::network::SOLANA;

/// The code and the reason of a failure for which the operator gives none, by the type of the order.
#[must_use]
pub fn failure_otherwise(order_type: &str) -> Option<(String, &'static str)> {
    let rail = order_type.strip_suffix("_PAY_IN")?;
    Some((format!("{rail}_PAYIN_FAILED"), "refused in the simulator"))
}

/// The check, the code and the message of a rejection for which the operator names no checks.
const REFUSED_OTHERWISE: [&str; 3] =
    ["document-verification", "KYC.DOC.DETERIORATED", "The document is too damaged to be read"];

/// The checks of a rejection for which the operator names none.
#[must_use]
pub fn checks_otherwise() -> Value {
    let [check, code, message] = REFUSED_OTHERWISE;
    json!([{ "type": check, "reasons": [{ "code": code, "message": message }] }])
}

/// The media types of documents, by the extension of the file.
const MEDIA_TYPES: [(&str, &str); 8] = [
    ("pdf", "application/pdf"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xls", "application/vnd.ms-excel"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("doc", "application/msword"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
];

/// The media type of a document with this name; none for another kind of file.
#[must_use]
pub fn media_type(file_name: &str) -> Option<&'static str> {
    let (_, extension) = file_name.rsplit_once('.')?;
    let is_it = |(known, _): &&(&str, &str)| extension.eq_ignore_ascii_case(known);
    MEDIA_TYPES.iter().find(is_it).map(|(_, media_type)| *media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_known_by_its_method_and_its_place() {
        let path = "/operator/v1/merchants/7/kyc-sessions/s/reject";
        assert_eq!(portal_call("POST", path), Some(&KYC_REJECTION));
        assert_eq!(portal_subject(path), Some("s"));
        assert_eq!(portal_call("GET", path), None);
        let list = "/operator/v1/merchants/7/deliveries?eventType_eq=x";
        assert_eq!(portal_call("GET", list), Some(&DELIVERY_LIST));
        assert_eq!(portal_call("GET", "/api/v1/account/orders"), None);
    }

    #[test]
    fn the_media_type_of_a_document_follows_from_its_extension() {
        assert_eq!(media_type("Deeds.PDF"), Some("application/pdf"));
        assert_eq!(media_type("deeds"), None);
    }
}
