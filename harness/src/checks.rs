//! The always-on checks of every exchange and every delivery.

use std::collections::HashSet;

use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;

use crate::{
    exchange::Exchange,
    form,
    internals::check_leak,
    json,
    layer::{Layer, Layers},
    schema::{Contract, essence, is_json, sights_of, told},
    sight::Sight,
    sink::ReceivedDelivery,
    verdict::Nonconformance,
};

/// The encoding of a signature (HOOK-4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// Lower-case hexadecimal.
    #[default]
    Hex,
    /// Standard base64 with padding.
    Base64,
}

/// The convention by which an API wraps and signs its webhooks (HOOK-4, HOOK-6).
#[derive(Clone, Copy, Debug)]
pub struct WebhookConvention {
    /// The header that carries the signature.
    pub signature_header: &'static str,
    /// The envelope's key for the event's unique id.
    pub id_key: &'static str,
    /// The envelope's key for the event's type.
    pub type_key: &'static str,
    /// The encoding of the signature.
    pub encoding: Encoding,
}

impl Encoding {
    /// The word for it in a profile.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hex => "hex",
            Self::Base64 => "base64",
        }
    }
}

/// HMAC-SHA256 of `body` under `secret`, written in this encoding (HOOK-4).
#[must_use]
pub fn signature(secret: &str, body: &[u8], encoding: Encoding) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    let digest = mac.finalize().into_bytes();
    match encoding {
        Encoding::Hex => hex::encode(digest),
        Encoding::Base64 => base64::engine::general_purpose::STANDARD.encode(digest),
    }
}

/// The header by which a refusal says that a bearer token is needed (AUTH-2).
const CHALLENGE: &str = "www-authenticate";

/// Checks that the answer is documented (ERR-1 for refusals, AUTH-2 for their challenge) and reveals no internals (ERR-4), and
/// that no request was accepted which is invalid under its schema (ERR-3).
#[must_use]
pub fn check_exchange(contract: &Contract, exchange: &Exchange) -> Vec<Nonconformance> {
    let Exchange { request, response, .. } = exchange;
    let documented = contract.lookup(&request.method, &request.path);
    let name = documented.operation_id().unwrap_or("an undocumented operation").to_owned();
    let mut findings = Vec::new();
    let problems = documented.problems_of_response(response);
    if !problems.is_empty() {
        let binding = contract.binding().lookup(&request.method, &request.path);
        let binding = binding.check_response(response);
        let finding = Nonconformance::new(
            format!("the answer to {name} is not what the API documents"),
            "a documented status and a body valid under its schema",
            told(&problems),
        );
        let finding = finding
            .sighting(sights_of(&problems, |name| contract.knows_member(name)))
            .of_check("documented response")
            .only_should(binding.is_empty())
            .shown_in(exchange);
        findings.push(match response.status {
            500.. => finding.of_rule("ERR-4"),
            401 if told(&problems).to_lowercase().contains(CHALLENGE) => finding.of_rule("AUTH-2"),
            400..500 => finding.of_rule("ERR-1"),
            _ => finding,
        });
    }
    findings.extend(check_leak(exchange));
    if let Some(body) = request.body.as_ref().filter(|_| response.status < 300) {
        let problems = match &request.form {
            Some(parts) => documented.check_form(&form::value(parts)),
            None => documented.check_request(body),
        };
        if !problems.is_empty() {
            findings.push(
                Nonconformance::new(
                    format!("{name} accepted a request that is not valid"),
                    "a refusal, since the request's schema says:",
                    problems.join("\n"),
                )
                .of_check("documented request")
                .shown_in(exchange),
            );
        }
    }
    findings
}

/// A secret that signs deliveries until another one takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningSecret {
    /// The first delivery of the mailbox that it signs.
    pub from: usize,
    /// The secret itself.
    pub value: String,
}

/// The expectations of a mailbox: the secrets that sign, and the event types that are subscribed.
#[derive(Clone, Debug)]
pub struct Expectations<'a> {
    /// Every secret that was valid while deliveries came, in their order.
    pub secrets: &'a [SigningSecret],
    /// Every type that was subscribed at some time.
    pub subscribed: &'a HashSet<String>,
    /// True if events were resent on request, so that an attempt may follow a final answer (HOOK-12).
    pub resent: bool,
    /// The layers that are held against the target.
    pub layers: &'a Layers,
}

/// The check that no attempt follows a final answer.
const REPETITION: &str = "webhook repetition";

/// The rule and the layer on which a check of a delivery stands: unique ids and final answers are the reference's.
fn basis_of(check: &str) -> (&'static str, Layer) {
    match check {
        "webhook request" => ("HOOK-2", Layer::Guides),
        "webhook signature" => ("HOOK-4", Layer::Guides),
        "webhook subscription" => ("HOOK-5", Layer::Guides),
        "webhook identity" => ("HOOK-7", Layer::Reference),
        REPETITION => ("HOOK-8", Layer::Reference),
        _ => ("HOOK-6", Layer::Guides),
    }
}

/// The secret that signs the delivery at this place of a mailbox.
fn secret_of(secrets: &[SigningSecret], index: usize) -> Option<&SigningSecret> {
    secrets.iter().rev().find(|secret| secret.from <= index)
}

/// Checks every delivery of a mailbox: method and media type (HOOK-2), signature (HOOK-4), subscription (HOOK-5), envelope and
/// payload (HOOK-6), the same body under an id (HOOK-7), and no attempt after a final answer (HOOK-8, HOOK-10).
#[must_use]
pub fn check_deliveries(
    contract: &Contract,
    convention: &WebhookConvention,
    expected: &Expectations<'_>,
    deliveries: &[ReceivedDelivery],
) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    let mut seen: Vec<(String, &ReceivedDelivery)> = Vec::new();
    for (index, delivery) in deliveries.iter().enumerate() {
        let secret = secret_of(expected.secrets, index);
        let mut problems = check_delivery(contract, convention, expected, delivery, &mut seen);
        problems.extend(check_signature(convention, expected.layers, secret, delivery));
        problems.retain(|(check, ..)| expected.layers.bind(basis_of(check).1));
        if problems.is_empty() {
            continue;
        }
        let (event_type, payload) = payload_problems(contract, convention, delivery);
        findings.extend(problems.into_iter().map(|(check, wanted, actual)| {
            let is_payload = [EXTRAS, PAYLOAD].contains(&check);
            Nonconformance::new("a webhook delivery breaks the contract", wanted, actual)
                .of_check(check)
                .of_rule(basis_of(check).0)
                .only_should(check == EXTRAS)
                .shown_in_event(&event_type, delivery.as_text())
                .sighting(if is_payload { payload.clone() } else { Vec::new() })
        }));
    }
    findings
}

/// The type of a delivery's event, and the facts that are wrong in its body.
fn payload_problems(
    contract: &Contract,
    convention: &WebhookConvention,
    delivery: &ReceivedDelivery,
) -> (String, Vec<Sight>) {
    let body = json::parse(&delivery.body).unwrap_or_default();
    let event_type = body.get(convention.type_key).and_then(Value::as_str).unwrap_or_default();
    let problems = contract.problems_of_event(event_type, &body).unwrap_or_default();
    let sights = sights_of(&problems, |name| contract.knows_member(name));
    (event_type.to_owned(), sights)
}

/// The check of the payload of events (HOOK-6).
const PAYLOAD: &str = "webhook payload";

/// The check that finds undocumented members of a payload, where they are only a warning (HOOK-6).
const EXTRAS: &str = "webhook extras";

/// A breach: the name of the check, the expected and the actual value.
type Breach = (&'static str, String, String);

/// The breaches of one delivery, except of its signature (HOOK-2, HOOK-5, HOOK-6, HOOK-7).
fn check_delivery<'a>(
    contract: &Contract,
    convention: &WebhookConvention,
    expected: &Expectations<'_>,
    delivery: &'a ReceivedDelivery,
    seen: &mut Vec<(String, &'a ReceivedDelivery)>,
) -> Vec<Breach> {
    let mut problems: Vec<Breach> = Vec::new();
    if delivery.method != "POST" {
        problems.push(("webhook request", "POST".into(), delivery.method.clone()));
    }
    let kind = delivery.header("content-type").unwrap_or("none");
    let is_exact = expected.layers.bind(Layer::Reference);
    let is_right = essence(kind).eq_ignore_ascii_case("application/json");
    if !is_right && (is_exact || !is_json(essence(kind))) {
        problems.push(("webhook request", "content-type: application/json".into(), kind.into()));
    }
    let Ok(body) = json::parse(&delivery.body) else {
        problems.push(("webhook envelope", "a JSON body".into(), "something else".into()));
        return problems;
    };
    let event_type = body.get(convention.type_key).and_then(Value::as_str).unwrap_or_default();
    match contract.check_event(event_type, &body) {
        // Other targets may have more types of events than the documents.
        None if !expected.layers.bind(Layer::Decided) && !event_type.is_empty() => {
            return problems;
        }
        None => problems.push((
            "webhook envelope",
            format!("a documented type under {:?}", convention.type_key),
            format!("{event_type:?}"),
        )),
        Some(list) if list.is_empty() => {}
        Some(list) => {
            let binding = contract.binding().check_event(event_type, &body);
            let only_extras = binding.is_some_and(|binding| binding.is_empty());
            problems.push((
                if only_extras { EXTRAS } else { PAYLOAD },
                format!("a body valid under the schema of {event_type}"),
                list.join("\n"),
            ));
        }
    }
    if !expected.subscribed.contains(event_type) {
        problems.push((
            "webhook subscription",
            "only types that are subscribed".into(),
            format!("{event_type:?}"),
        ));
    }
    let id = body.get(convention.id_key).and_then(Value::as_str).unwrap_or_default().to_owned();
    // At least once is what the documents promise; that an accepted event does not come again is our decision.
    let is_once = expected.layers.bind(Layer::Decided);
    problems.extend(check_repetition(&id, expected.resent, is_once, delivery, seen));
    seen.push((id, delivery));
    problems
}

/// The breaches of a further attempt: another body under the same id (HOOK-7), or an attempt after a final answer (HOOK-8,
/// HOOK-10).
fn check_repetition(
    id: &str,
    resent: bool,
    is_once: bool,
    delivery: &ReceivedDelivery,
    seen: &[(String, &ReceivedDelivery)],
) -> Vec<Breach> {
    let mut attempts = seen.iter().filter(|(known, _)| known == id).map(|(_, attempt)| attempt);
    let Some(first) = attempts.next() else { return Vec::new() };
    let before = attempts.next_back().unwrap_or(first);
    let mut problems: Vec<Breach> = Vec::new();
    if first.body != delivery.body {
        problems.push((
            "webhook identity",
            format!("one event for the id {id}, the same body on every attempt"),
            "a second body under the same id".into(),
        ));
    }
    let is_extra = !is_once && before.reply.accepts();
    if before.reply.is_final() && !resent && !is_extra {
        problems.push((
            REPETITION,
            format!("no further attempt of {id} after the answer {:?}", before.reply),
            "one more attempt".into(),
        ));
    }
    problems
}

/// The encoding in which the signature of a delivery fits, if it is not that of the convention: the profile names the wrong one.
#[must_use]
pub fn other_encoding(
    convention: &WebhookConvention,
    secrets: &[SigningSecret],
    deliveries: &[ReceivedDelivery],
) -> Option<Encoding> {
    let other = match convention.encoding {
        Encoding::Hex => Encoding::Base64,
        Encoding::Base64 => Encoding::Hex,
    };
    let fits = |(index, delivery): (usize, &ReceivedDelivery)| {
        let wanted =
            secret_of(secrets, index).map(|secret| signature(&secret.value, &delivery.body, other));
        wanted.is_some() && delivery.header(convention.signature_header) == wanted.as_deref()
    };
    deliveries.iter().enumerate().any(fits).then_some(other)
}

/// True if the signature of at least one delivery fits.
#[must_use]
pub fn is_any_signed(
    convention: &WebhookConvention,
    expected: &Expectations<'_>,
    deliveries: &[ReceivedDelivery],
) -> bool {
    let fits = |(index, delivery): (usize, &ReceivedDelivery)| {
        let secret = secret_of(expected.secrets, index);
        check_signature(convention, expected.layers, secret, delivery).is_none()
    };
    deliveries.iter().enumerate().any(fits)
}

/// The breach of a delivery whose signature is not the HMAC-SHA256 of its raw body under the webhook secret (HOOK-4).
fn check_signature(
    convention: &WebhookConvention,
    layers: &Layers,
    secret: Option<&SigningSecret>,
    delivery: &ReceivedDelivery,
) -> Option<Breach> {
    let header = convention.signature_header;
    let right = secret.map(|secret| signature(&secret.value, &delivery.body, convention.encoding));
    let came = delivery.header(header);
    // No document says in which letter case the digits are.
    let is_hex = convention.encoding == Encoding::Hex && !layers.bind(Layer::Decided);
    let is_same =
        |(right, came): (&str, &str)| right == came || (is_hex && right.eq_ignore_ascii_case(came));
    if right.as_deref().zip(came).is_some_and(is_same) {
        return None;
    }
    let wanted = right.as_deref().unwrap_or("no secret is known yet");
    Some((
        "webhook signature",
        format!("{header}: {wanted} (HMAC-SHA256 of the raw body under the webhook secret)"),
        came.map_or_else(|| format!("no {header} header"), |came| format!("{header}: {came}")),
    ))
}
