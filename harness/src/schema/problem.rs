//! One mistake in a message: the words for people, and the place and fact by which mistakes of the same kind are told from
//! others.

use std::fmt;

use jsonschema::{ValidationError, error::ValidationErrorKind};

use crate::{
    bounded::bounded,
    sight::{MISSING, Sight, UNDOCUMENTED, UNKNOWN_VALUE},
};

/// One mistake in a message.
#[derive(Clone, Debug)]
pub struct MessageProblem {
    text: String,
    sights: Vec<Sight>,
}

impl MessageProblem {
    /// A mistake outside of the members of a body.
    pub(super) fn of_message(text: String) -> Self {
        // The list of what is documented is not part of the fact.
        let fact = text.split("; ").next().unwrap_or_default().to_owned();
        Self { text, sights: vec![Sight { place: String::new(), fact }] }
    }

    /// A mistake that a schema has found.
    pub(super) fn of_schema(error: &ValidationError<'_>) -> Self {
        let place = error.instance_path().to_string();
        let shown = if place.is_empty() { "the body" } else { &place };
        Self { text: bounded(format!("{shown}: {error}")), sights: sights(error, &place) }
    }
}

impl fmt::Display for MessageProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The facts of several mistakes. Where a schema does not hold, members that it describes are reported as new; those that
/// `is_known` says some document has are left out, unless there is nothing else.
#[must_use]
pub fn sights_of(problems: &[MessageProblem], is_known: impl Fn(&str) -> bool) -> Vec<Sight> {
    let all: Vec<Sight> = problems.iter().flat_map(|problem| problem.sights.clone()).collect();
    let is_new = |sight: &&Sight| sight.fact != UNDOCUMENTED || !is_known(sight.name());
    let near: Vec<Sight> = all.iter().filter(is_new).cloned().collect();
    if near.is_empty() { all } else { near }
}

/// The texts of several mistakes, a line each.
#[must_use]
pub fn told(problems: &[MessageProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn sights(error: &ValidationError<'_>, place: &str) -> Vec<Sight> {
    use ValidationErrorKind as Kind;
    let at = |member: &str, fact: &str| Sight {
        place: general(&format!("{place}/{member}")),
        fact: fact.to_owned(),
    };
    let here = |fact: String| vec![Sight { place: general(place), fact }];
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            unexpected.iter().map(|member| at(member, UNDOCUMENTED)).collect()
        }
        Kind::Required { property } => {
            vec![at(property.as_str().unwrap_or_default(), MISSING)]
        }
        Kind::Type { .. } => here(format!("is {}", type_name(error.instance()))),
        Kind::Enum { .. } | Kind::Constant { .. } => {
            let shown = bounded(error.instance().to_string());
            let shown: String = shown.chars().take(LONGEST_VALUE).collect();
            here(format!("is {shown}, {UNKNOWN_VALUE}"))
        }
        Kind::Format { format } => here(format!("is no {format}")),
        Kind::Pattern { .. } => here("is not written as documented".to_owned()),
        Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } => {
            here("has none of its documented forms".to_owned())
        }
        _ => here("is not as its schema says".to_owned()),
    }
}

/// The most letters of a value in a fact.
const LONGEST_VALUE: usize = 40;

fn type_name(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "a boolean",
        serde_json::Value::Number(_) => "a number",
        serde_json::Value::String(_) => "a text",
        serde_json::Value::Array(_) => "a list",
        serde_json::Value::Object(_) => "an object",
    }
}

/// A place with `*` for each number of an item.
fn general(place: &str) -> String {
    let parts = place.split('/').map(|part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { "*" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}
