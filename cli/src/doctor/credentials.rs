//! Credentials in the environment, as they are written: missing, quoted, with a line break, or in each other's place.

use std::path::Path;

use conformance_harness::{
    portal_map::PortalMap,
    target::{OperatorKind, Target},
};
use ralio_conformance::portal::{KNOWN_ACTS, READ_SECRET};

use super::check::SetUpCheck;
use crate::targets::{OPERATOR_KEY, variable};

pub(super) const API_CODE: &str = "RALIO_API_CODE";
pub(super) const API_KEY: &str = "RALIO_API_KEY";
const WEBHOOK_SECRET: &str = "RALIO_WEBHOOK_SECRET";
const CODE_2FA: &str = "RALIO_CODE_2FA";

/// Checks every credential that the target's operator needs.
pub(super) fn written(target: &Target, has_own_key: bool) -> Vec<SetUpCheck> {
    let mut checks = Vec::new();
    match target.operator {
        OperatorKind::Json if has_own_key => {}
        OperatorKind::Json => checks.push(needed(
            OPERATOR_KEY,
            "set it to the operator's key of the target; the sandbox prints its key when it starts",
        )),
        OperatorKind::Person | OperatorKind::Pages => {
            let generate = "generate a key in the Portal and set it to the";
            checks.push(needed(API_CODE, &format!("{generate} `api_code` that is shown")));
            checks.push(needed(API_KEY, &format!("{generate} `api_key` that is shown")));
            checks.extend(webhook_secret(target.portal_map.as_deref()));
            checks.extend(same());
        }
    }
    checks.push(second_factor(target));
    checks
}

/// Checks the webhook secret, unless the map of the Portal reads it. A run without one can still judge what sends no events.
fn webhook_secret(map: Option<&Path>) -> Option<SetUpCheck> {
    let remedy = "set it to the webhook secret that the Portal shows";
    if variable(WEBHOOK_SECRET).is_some() {
        return Some(needed(WEBHOOK_SECRET, remedy));
    }
    // A map with mistakes is told of elsewhere.
    let map = map.and_then(|map| PortalMap::read(map, &KNOWN_ACTS).ok());
    if map.is_some_and(|map| map.act(READ_SECRET).is_some()) {
        return None;
    }
    let found = "is not set, so no scenario with events can be judged";
    Some(SetUpCheck::warning(WEBHOOK_SECRET, found, remedy))
}

/// Checks one credential that must be there.
fn needed(name: &str, remedy: &str) -> SetUpCheck {
    match std::env::var(name) {
        Err(std::env::VarError::NotUnicode(_)) => {
            SetUpCheck::wrong(name, "is not text in UTF-8", "copy it again")
        }
        Err(std::env::VarError::NotPresent) => {
            SetUpCheck::wrong(name, "the environment variable is not set", remedy)
        }
        Ok(value) if value.is_empty() => {
            SetUpCheck::wrong(name, "the environment variable is empty", remedy)
        }
        Ok(value) => blemish(name, &value).unwrap_or_else(|| SetUpCheck::fine(name, "is set")),
    }
}

/// The mistake in the spelling of a value, which is not shown.
fn blemish(name: &str, value: &str) -> Option<SetUpCheck> {
    let (found, remedy) = if value.ends_with(['\n', '\r']) {
        ("ends with a line break", "remove it; `$(cat FILE)` does so, and `printf` writes none")
    } else if value.trim() != value {
        ("begins or ends with a space", "remove the space")
    } else if value.contains(['\n', '\r']) {
        ("has a line break in it", "write it on one line")
    } else if value.contains(char::is_whitespace) {
        ("has a space in it", "copy the value alone, without its label or scheme")
    } else if is_quoted(value) {
        ("has quotation marks around it", "remove them; the shell's own are not part of the value")
    } else if value.starts_with("${") || (value.starts_with('<') && value.ends_with('>')) {
        ("is a placeholder", "set the value itself")
    } else if value.chars().any(|one| one.is_control() || !one.is_ascii()) {
        ("has characters that no key has", "copy it again from the Portal")
    } else {
        return None;
    };
    Some(SetUpCheck::wrong(name, found, remedy))
}

fn is_quoted(value: &str) -> bool {
    value.len() > 1
        && ['"', '\''].iter().any(|mark| value.starts_with(*mark) && value.ends_with(*mark))
}

/// Two credentials with one value, of which one must be wrong.
fn same() -> Option<SetUpCheck> {
    let secrets = [API_CODE, API_KEY, WEBHOOK_SECRET].map(|name| (name, variable(name)));
    for (index, (name, value)) in secrets.iter().enumerate() {
        let twin = secrets[..index].iter().find(|(_, other)| value.is_some() && other == value);
        if let Some((other, _)) = twin {
            let found = format!("has the same value as {other}");
            return Some(SetUpCheck::wrong(*name, found, "copy both again from the Portal"));
        }
    }
    None
}

fn second_factor(target: &Target) -> SetUpCheck {
    match variable(CODE_2FA) {
        Some(code) => match blemish(CODE_2FA, &code) {
            Some(check) => check,
            None if code.chars().all(|one| one.is_ascii_digit()) => {
                SetUpCheck::fine(CODE_2FA, "is set")
            }
            None => SetUpCheck::warning(
                CODE_2FA,
                "is not a number",
                "set it to the code that confirms payments, as in 123456",
            ),
        },
        None if target.operator != OperatorKind::Json => SetUpCheck::warning(
            CODE_2FA,
            "is not set, so payments are confirmed with the sandbox's code",
            "set it to the second factor of the target",
        ),
        None => SetUpCheck::fine(CODE_2FA, "is not set; the sandbox's code is used"),
    }
}
