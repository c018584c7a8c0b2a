//! Keys, tokens and codes that must never be printed: masked by value, wherever they appear.

use std::{
    cmp::Reverse,
    collections::BTreeSet,
    sync::{Arc, LazyLock, RwLock},
};

use regex::bytes::Regex;
use serde_json::Value;

/// The names of members that hold credentials in answers.
const NAMES: [&str; 4] = ["token", "apiKey", "api_key", "secret"];

/// Finds any of the names; most answers have none, and one pass shows that.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&NAMES.join("|")).ok());

const MASK: &str = "********";

/// The smallest length of a masked value; shorter ones would mask harmless text.
const SHORTEST: usize = 6;

/// The secrets of a run; clones share one list.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Arc<RwLock<LongestFirst>>);

/// Secrets in the order of masking: the longest first, so that none is masked in part by a shorter one.
type LongestFirst = BTreeSet<(Reverse<usize>, String)>;

impl Secrets {
    /// Remembers a value that must not be shown.
    pub fn add(&self, value: &str) {
        if value.len() < SHORTEST {
            return;
        }
        let mut values = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        values.insert((Reverse(value.len()), value.to_owned()));
    }

    /// Remembers the values of an answer under the names of credentials.
    pub fn add_from(&self, body: &[u8]) {
        if NAMED.as_ref().is_none_or(|named| named.is_match(body))
            && let Ok(value) = serde_json::from_slice(body)
        {
            self.add_fields(&value);
        }
    }

    fn add_fields(&self, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    match field {
                        Value::String(secret) if NAMES.contains(&name.as_str()) => self.add(secret),
                        other => self.add_fields(other),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.add_fields(item)),
            _ => {}
        }
    }

    /// The text with every known secret replaced.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let values = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        values.iter().fold(text.to_owned(), |masked, (_, secret)| {
            if masked.contains(secret) { masked.replace(secret, MASK) } else { masked }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_masked_wherever_it_appears() {
        let secrets = Secrets::default();
        secrets.add("s3cr3t-value");
        assert_eq!(secrets.mask("a s3cr3t-value, b s3cr3t-value"), "a ********, b ********");
    }
}
