//! The always-on checks of exchanges and deliveries: shared signature vectors, and each check by its name.

use std::{
    collections::HashSet,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use base64::Engine as _;
use conformance_harness::{
    checks::{
        Encoding, Expectations, SigningSecret, WebhookConvention, check_deliveries, check_exchange,
        other_encoding, signature,
    },
    exchange::{Exchange, Request, Response},
    layer::Layers,
    sink::{ReceivedDelivery, Reply},
    verdict::Nonconformance,
    yaml,
};
use serde_json::Value;

use crate::schema::{contract, tolerant_contract};

/// A field of a vector as bytes: text, or base64 under the key with that suffix.
fn bytes(vector: &Value, key: &str) -> Vec<u8> {
    if let Some(text) = vector.get(key).and_then(Value::as_str) {
        return text.as_bytes().to_vec();
    }
    let text = vector[format!("{key}Base64")].as_str().expect("text or base64");
    base64::engine::general_purpose::STANDARD.decode(text).expect("base64")
}

#[test]
fn signatures_agree_with_the_shared_vectors() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/signatures.yaml");
    let text = std::fs::read_to_string(file).expect("the vectors are there");
    let vectors = yaml::parse(&text).expect("YAML");
    let mut checked = 0;
    for vector in vectors.as_array().expect("a list") {
        let name = &vector["name"];
        // Secrets that targets hand out are text; one vector keys with other bytes.
        let Ok(secret) = String::from_utf8(bytes(vector, "secret")) else { continue };
        let body = bytes(vector, "body");
        assert_eq!(signature(&secret, &body, Encoding::Hex), vector["hex"], "{name}");
        assert_eq!(signature(&secret, &body, Encoding::Base64), vector["base64"], "{name}");
        checked += 1;
    }
    assert!(checked >= 10, "only {checked} vectors were checked");
}

const CONVENTION: WebhookConvention = WebhookConvention {
    signature_header: "x-signature",
    id_key: "id",
    type_key: "type",
    encoding: Encoding::Hex,
};

const SECRET: &str = "whsec_of_acme";
const ID: &str = "5ada78ed-288f-43b5-b98c-890369e04fe3";

fn broken_toy() -> String {
    format!(r#"{{"id": "{ID}", "type": "toy.broken"}}"#)
}

fn delivery(body: &str) -> ReceivedDelivery {
    let signed = signature(SECRET, body.as_bytes(), Encoding::Hex);
    ReceivedDelivery {
        received_at: Instant::now(),
        method: "POST".into(),
        subpath: String::new(),
        headers: vec![
            ("content-type".into(), "application/json; charset=utf-8".into()),
            ("X-Signature".into(), signed),
        ]
        .into(),
        body: body.to_owned().into(),
        reply: Reply::Status(200),
        accepted: Arc::default(),
    }
}

/// The number of deliveries that the first secret signs.
const SIGNED_BEFORE: usize = 4;

fn findings_for(deliveries: &[ReceivedDelivery], subscribed: &[&str]) -> Vec<Nonconformance> {
    let secret = |from, value: &str| SigningSecret { from, value: value.to_owned() };
    let secrets = [secret(0, SECRET), secret(SIGNED_BEFORE, "whsec_after")];
    let subscribed: HashSet<String> = subscribed.iter().map(|name| (*name).to_owned()).collect();
    let expected = Expectations {
        secrets: &secrets,
        subscribed: &subscribed,
        resent: false,
        layers: &Layers::all(),
    };
    check_deliveries(&contract(), &CONVENTION, &expected, deliveries)
}

/// The names of the checks that find something in deliveries of a subscribed type.
fn named(deliveries: &[ReceivedDelivery]) -> Vec<String> {
    let findings = findings_for(deliveries, &["toy.broken"]);
    findings.into_iter().filter_map(|finding| finding.check).collect()
}

fn only_finding(deliveries: &[ReceivedDelivery]) -> Nonconformance {
    let findings = findings_for(deliveries, &["toy.broken"]);
    let [finding] = <[Nonconformance; 1]>::try_from(findings).expect("exactly one finding");
    finding
}

#[test]
fn a_good_delivery_has_no_findings() {
    assert_eq!(named(&[delivery(&broken_toy())]), [""; 0]);
    assert_eq!(named(&[]), [""; 0]);
}

#[test]
fn a_signature_that_fits_in_the_other_encoding_names_it() {
    let secrets = [SigningSecret { from: 0, value: SECRET.to_owned() }];
    let hex = [delivery(&broken_toy())];
    assert_eq!(other_encoding(&CONVENTION, &secrets, &hex), None);
    let base64 = WebhookConvention { encoding: Encoding::Base64, ..CONVENTION };
    assert_eq!(other_encoding(&base64, &secrets, &hex), Some(Encoding::Hex));
    assert_eq!(other_encoding(&base64, &[], &hex), None);
}

#[test]
fn a_new_secret_signs_all_that_comes_later_and_nothing_before() {
    let with = |secret| {
        let mut signed = delivery(&broken_toy());
        Arc::make_mut(&mut signed.headers)[1].1 = signature(secret, &signed.body, Encoding::Hex);
        signed.reply = Reply::Status(503);
        signed
    };
    let before = || vec![with(SECRET); SIGNED_BEFORE];
    assert_eq!(named(&[before(), vec![with("whsec_after")]].concat()), [""; 0]);
    assert_eq!(named(&[with("whsec_after")]), ["webhook signature"]);
    assert_eq!(named(&[before(), vec![with(SECRET)]].concat()), ["webhook signature"]);
}

#[test]
fn a_wrong_signature_is_reported_with_the_right_one() {
    let mut wrong = delivery(&broken_toy());
    let right = std::mem::replace(&mut Arc::make_mut(&mut wrong.headers)[1].1, "00ff".into());
    let finding = only_finding(&[wrong]);
    assert_eq!(finding.check.as_deref(), Some("webhook signature"));
    assert!(finding.expected.contains(&right), "{}", finding.expected);
    assert_eq!(finding.actual, "x-signature: 00ff");
    let evidence = finding.evidence.expect("the delivery is shown");
    assert!(
        evidence.contains("toy.broken") && evidence.contains("X-Signature: 00ff"),
        "{evidence}"
    );
}

#[test]
fn a_missing_signature_is_reported() {
    let mut unsigned = delivery(&broken_toy());
    Arc::make_mut(&mut unsigned.headers).pop();
    assert_eq!(only_finding(&[unsigned]).actual, "no x-signature header");
}

#[test]
fn a_signature_in_the_other_encoding_or_letter_case_is_wrong() {
    let mut other = delivery(&broken_toy());
    Arc::make_mut(&mut other.headers)[1].1 = signature(SECRET, &other.body, Encoding::Base64);
    let mut upper = delivery(&broken_toy());
    Arc::make_mut(&mut upper.headers)[1].1 = upper.headers[1].1.to_uppercase();
    assert_eq!(named(&[other]), ["webhook signature"]);
    assert_eq!(named(&[upper]), ["webhook signature"]);
}

#[test]
fn the_method_and_the_media_type_are_checked() {
    let mut put = delivery(&broken_toy());
    put.method = "PUT".into();
    let finding = only_finding(&[put]);
    assert_eq!(finding.check.as_deref(), Some("webhook request"));
    assert_eq!((finding.expected.as_str(), finding.actual.as_str()), ("POST", "PUT"));
    let mut other = delivery(&broken_toy());
    Arc::make_mut(&mut other.headers)[0].1 = "text/plain".into();
    assert_eq!(only_finding(&[other]).actual, "text/plain");
}

#[test]
fn another_media_type_that_begins_alike_is_reported() {
    let mut other = delivery(&broken_toy());
    Arc::make_mut(&mut other.headers)[0].1 = "application/json-seq".into();
    assert_eq!(named(&[other]), ["webhook request"]);
}

#[test]
fn an_envelope_that_is_not_json_or_of_no_known_type_is_reported() {
    let finding = only_finding(&[delivery("<event/>")]);
    assert_eq!(finding.check.as_deref(), Some("webhook envelope"));
    assert_eq!(finding.expected, "a JSON body");
    let mended = broken_toy().replace("toy.broken", "toy.mended");
    assert_eq!(named(&[delivery(&mended)]), ["webhook envelope", "webhook subscription"]);
    let finding = &findings_for(&[delivery(&mended)], &["toy.mended"])[0];
    assert_eq!(finding.expected, "a documented type under \"type\"");
    assert_eq!(finding.actual, "\"toy.mended\"");
}

#[test]
fn a_payload_that_is_not_valid_is_reported_with_its_mistakes() {
    let finding = only_finding(&[delivery(&broken_toy().replace(ID, "7"))]);
    assert_eq!(finding.check.as_deref(), Some("webhook payload"));
    assert_eq!(finding.expected, "a body valid under the schema of toy.broken");
    assert!(finding.actual.starts_with("/id: "), "{}", finding.actual);
}

#[test]
fn a_type_without_subscription_is_reported() {
    let findings = findings_for(&[delivery(&broken_toy())], &["toy.mended"]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].check.as_deref(), Some("webhook subscription"));
    assert_eq!(findings[0].actual, "\"toy.broken\"");
}

#[test]
fn a_second_attempt_carries_the_same_body_under_its_id() {
    let failed = |body: &str| ReceivedDelivery { reply: Reply::Status(503), ..delivery(body) };
    let first = failed(&broken_toy());
    assert_eq!(named(&[first.clone(), first.clone()]), [""; 0]);
    let second = failed(&broken_toy().replace(", ", ",  "));
    let finding = only_finding(&[first.clone(), second, first]);
    assert_eq!(finding.check.as_deref(), Some("webhook identity"));
    assert!(finding.expected.contains(ID), "{}", finding.expected);
    assert_eq!(finding.actual, "a second body under the same id");
}

#[test]
fn an_attempt_after_a_final_answer_is_reported() {
    let answered = delivery(&broken_toy());
    let finding = only_finding(&[answered.clone(), answered]);
    assert_eq!(finding.check.as_deref(), Some("webhook repetition"));
    assert!(finding.expected.contains("Status(200)"), "{}", finding.expected);
}

fn exchange(path: &str, sent: &str, status: u16, body: &'static str) -> Exchange {
    let request = Request {
        method: "POST".into(),
        url: format!("http://toys.example{path}"),
        path: path.into(),
        headers: Vec::new(),
        body: Some(sent.to_owned().into()),
        form: None,
    };
    let headers = vec![("content-type".into(), "application/json".into())];
    let response = Response::new(status, headers, body);
    Exchange { request, response, elapsed: Duration::ZERO }
}

const GOOD_TOY: &str = r#"{"id": "t1", "wheels": []}"#;

#[test]
fn a_documented_exchange_has_no_findings() {
    let good = exchange("/toys", r#"{"kind": "car"}"#, 201, GOOD_TOY);
    assert_eq!(check_exchange(&contract(), &good), []);
}

#[test]
fn what_a_tolerated_target_says_more_is_only_a_should() {
    let answer = r#"{"id": "t1", "wheels": [], "colour": "red"}"#;
    let more = exchange("/toys", r#"{"kind": "car"}"#, 201, answer);
    let of = |contract| check_exchange(&contract, &more).iter().map(|one| one.should).collect();
    let (strict, tolerant): (Vec<bool>, Vec<bool>) = (of(contract()), of(tolerant_contract()));
    assert_eq!((strict, tolerant), (vec![false], vec![true]));
}

#[test]
fn an_answer_that_is_not_documented_is_a_finding_with_the_exchange() {
    let findings = check_exchange(&contract(), &exchange("/toys", "{}", 500, "{}"));
    let [finding] = &findings[..] else { panic!("one finding, not {findings:?}") };
    assert_eq!(finding.check.as_deref(), Some("documented response"));
    assert_eq!(finding.what, "the answer to makeToy is not what the API documents");
    assert!(finding.actual.starts_with("status 500 is not documented"), "{}", finding.actual);
    assert!(finding.evidence.as_ref().is_some_and(|text| text.starts_with("curl -ig -X POST")));
    let unknown = check_exchange(&contract(), &exchange("/cars", "{}", 200, "{}"));
    assert!(unknown[0].what.contains("an undocumented operation"), "{}", unknown[0].what);
}

#[test]
fn a_request_that_is_accepted_must_be_valid() {
    let findings = check_exchange(&contract(), &exchange("/toys", "{}", 201, GOOD_TOY));
    let [finding] = &findings[..] else { panic!("one finding, not {findings:?}") };
    assert_eq!(finding.check.as_deref(), Some("documented request"));
    assert_eq!(finding.what, "makeToy accepted a request that is not valid");
    assert!(finding.actual.contains("kind"), "{}", finding.actual);
}

#[test]
fn a_request_that_is_refused_may_be_invalid() {
    let mut refused = exchange("/toys", "{}", 422, r#"{"title": "no kind"}"#);
    refused.response.headers[0].1 = "application/problem+json".into();
    assert_eq!(check_exchange(&contract(), &refused), []);
}

#[test]
fn an_accepted_request_that_is_not_json_is_a_finding() {
    let findings = check_exchange(&contract(), &exchange("/toys", "{not json", 201, GOOD_TOY));
    assert_eq!(findings.len(), 1);
}
