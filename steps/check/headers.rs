//! The headers that a step sends or looks for: their form, and names that are nearly those of known headers.

use conformance_harness::likeness;

use super::{context::ScenarioCheck, mistakes::StepPlace, phrase_index::UsedPhrase};

/// Headers that requests and answers have.
const KNOWN: [&str; 24] = [
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Allow",
    "Authorization",
    "Cache-Control",
    "Connection",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "ETag",
    "Expect",
    "Host",
    "Idempotency-Key",
    "Idempotent-Replayed",
    "If-Match",
    "Location",
    "Retry-After",
    "Transfer-Encoding",
    "User-Agent",
    "WWW-Authenticate",
    "X-Content-Type-Options",
    "X-Request-Id",
];

/// The smallest likeness of a name that is meant as a known one.
const NEAR: f64 = 0.7;

/// Checks the header of a request, or of an answer.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    let Some(header) = phrase.word("header") else { return };
    let header = header.trim_matches(['"', '\'']);
    if let Some(value) = phrase.word("value") {
        let value = value.trim_matches(['"', '\'']);
        if header.trim().is_empty() || value.trim().is_empty() {
            let reason = "an empty text is in every header, so this step cannot fail".to_owned();
            let remedy = "write the name of the header and a part of its value".to_owned();
            return scenario.mistakes.in_step(place, "\"\"", reason, remedy);
        }
        return check_name(scenario, place, header);
    }
    if let Some((name, _)) = header.split_once(':') {
        return check_name(scenario, place, name.trim());
    }
    let reason = format!("the header {header:?} has no value");
    let remedy = format!("write \"{header}: value\"");
    scenario.mistakes.in_step(place, header, reason, remedy);
}

fn check_name(scenario: &mut ScenarioCheck<'_, '_>, place: StepPlace<'_>, name: &str) {
    let lower = name.to_ascii_lowercase();
    let likeness = |known: &&str| likeness(&lower, &known.to_ascii_lowercase());
    if KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return;
    }
    let near = KNOWN.iter().max_by(|left, right| likeness(left).total_cmp(&likeness(right)));
    if let Some(near) = near.filter(|near| likeness(near) >= NEAR) {
        let reason = format!("{name:?} is no header that is known");
        scenario.mistakes.in_step(place, name, reason, format!("did you mean {near}?"));
    }
}
