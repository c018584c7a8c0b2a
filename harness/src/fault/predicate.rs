//! Conditions on a message and on what was exchanged before.

use regex::Regex;
use serde::Deserialize;
use serde_json::Value;

use super::stage::Stage;

/// A condition on the value that a reference leads to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Predicate {
    /// The reference, in which others may stand in braces.
    of: String,
    /// The value is this.
    #[serde(default)]
    is: Option<Value>,
    /// The value is not this.
    #[serde(default)]
    is_not: Option<Value>,
    /// The value is one of these.
    #[serde(default, rename = "in")]
    one_of: Option<Vec<Value>>,
    /// The value is none of these.
    #[serde(default, rename = "not_in")]
    none_of: Option<Vec<Value>>,
    /// The value is a larger number.
    #[serde(default)]
    above: Option<Value>,
    /// The value is a smaller number.
    #[serde(default)]
    below: Option<Value>,
    /// The value is there, or is not.
    #[serde(default)]
    present: Option<bool>,
    /// The value, as a text, has a match of this regular expression.
    #[serde(default)]
    like: Option<LikePattern>,
}

/// A regular expression, compiled when its file is read.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
struct LikePattern(Regex);

impl TryFrom<String> for LikePattern {
    type Error = regex::Error;

    fn try_from(text: String) -> Result<Self, regex::Error> {
        Regex::new(&text).map(Self)
    }
}

impl Predicate {
    /// True if every condition given holds.
    pub(super) fn holds(&self, stage: &Stage) -> bool {
        let found = stage.resolve(&stage.expand(&self.of));
        let equals = |wanted: &Value| found.as_ref() == Some(&stage.value(wanted));
        let number = |value: &Value| stage.value(value).as_f64();
        let came = found.as_ref().and_then(Value::as_f64);
        let is_above = |limit: &Value| came.zip(number(limit)).is_some_and(|(a, b)| a > b);
        let is_below = |limit: &Value| came.zip(number(limit)).is_some_and(|(a, b)| a < b);
        let text = found.clone().map(super::stage::as_text);
        let is_like =
            |pattern: &LikePattern| text.as_ref().is_some_and(|text| pattern.0.is_match(text));
        self.is.as_ref().is_none_or(equals)
            && self.is_not.as_ref().is_none_or(|value| !equals(value))
            && self.one_of.as_ref().is_none_or(|values| values.iter().any(equals))
            && self.none_of.as_ref().is_none_or(|values| !values.iter().any(equals))
            && self.above.as_ref().is_none_or(is_above)
            && self.below.as_ref().is_none_or(is_below)
            && self.present.is_none_or(|wanted| found.is_some() == wanted)
            && self.like.as_ref().is_none_or(is_like)
    }
}
