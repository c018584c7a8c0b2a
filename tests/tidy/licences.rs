//! Licences of the dependencies.

use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};

use crate::problem::Problem;

/// The packages of `cargo metadata` whose licence expression `accepted` does not satisfy.
pub(crate) fn licences(metadata: &Value, accepted: &[&str]) -> Vec<Problem> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages.filter_map(|package| refused(package, accepted)).collect()
}

fn refused(package: &Value, accepted: &[&str]) -> Option<Problem> {
    let text = |key: &str| package[key].as_str().unwrap_or_default();
    let place = format!("Cargo.lock ({} {})", text("name"), text("version"));
    let remedy = "choose another crate; if its licence fits ours, add its SPDX id \
                  to ACCEPTED_LICENCES in tests/tidy/tables.rs";
    let licence = text("license");
    if licence.is_empty() {
        let wrong = "the package names no licence".to_owned();
        return Some(Problem::of(&place, wrong, remedy));
    }
    let named = |requirement: &LicenseReq| {
        let full = requirement.to_string();
        accepted.contains(&full.as_str())
    };
    let expression = match Expression::parse_mode(licence, ParseMode::LAX) {
        Ok(expression) => expression,
        Err(error) => {
            let wrong = format!("`{licence}` is no licence expression: {}", error.reason);
            return Some(Problem::of(&place, wrong, remedy));
        }
    };
    (!expression.evaluate(named)).then(|| {
        let wrong = format!("the licence `{licence}` is not among those that are accepted");
        Problem::of(&place, wrong, remedy)
    })
}
