//! Keys, tokens and codes that must never be printed: masked by value, wherever they appear.

use std::{
    collections::{BTreeSet, HashSet},
    ops::Bound,
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

/// The size in bytes of all values that are remembered. A target could send new ones without end.
const ALL_VALUES: usize = 16 * 1024 * 1024;

/// The secrets of a run; clones share one list.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Arc<RwLock<KnownSecrets>>);

/// The values that must not be shown.
#[derive(Debug, Default)]
struct KnownSecrets {
    values: BTreeSet<Vec<u8>>,
    /// The first two bytes of all values: at most places of a text no value can begin.
    beginnings: HashSet<[u8; 2]>,
    bytes: usize,
}

impl KnownSecrets {
    fn add(&mut self, value: &[u8]) {
        let is_room = self.bytes + value.len() <= ALL_VALUES;
        if is_room && self.values.insert(value.to_vec()) {
            self.beginnings.insert([value[0], value[1]]);
            self.bytes += value.len();
        }
    }

    /// The length of the longest value with which a text begins.
    fn longest_at(&self, text: &[u8]) -> Option<usize> {
        let is_possible = text.get(..2).is_some_and(|two| self.beginnings.contains(two));
        let mut part = if is_possible { text } else { return None };
        // In their order, all values with which a text begins stand before it, the longest last.
        loop {
            let before = (Bound::Unbounded, Bound::Included(part));
            let last = self.values.range::<[u8], _>(before).next_back()?;
            if text.starts_with(last) {
                return Some(last.len());
            }
            let common = last.iter().zip(part).take_while(|(left, right)| left == right).count();
            if common < SHORTEST {
                return None;
            }
            part = &part[..common];
        }
    }
}

impl Secrets {
    /// Remembers a value that must not be shown.
    pub fn add(&self, value: &str) {
        if value.len() < SHORTEST {
            return;
        }
        let mut known = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.add(value.as_bytes());
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

    /// The text with every known secret replaced, in one pass.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let known = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut masked = String::new();
        let (mut copied, mut at) = (0, 0);
        while at < text.len() {
            if let Some(length) = known.longest_at(&text.as_bytes()[at..]) {
                masked.push_str(&text[copied..at]);
                masked.push_str(MASK);
                at += length;
                copied = at;
            } else {
                at += 1;
            }
        }
        masked.push_str(&text[copied..]);
        masked
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
