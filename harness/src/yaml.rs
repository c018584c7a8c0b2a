//! YAML into JSON values, with duplicate keys refused instead of the last one winning.

use serde::de::Error as _;
use serde_json::Value;

/// Parses one YAML document.
///
/// # Errors
/// On text that is not YAML, on duplicate keys, and on YAML that JSON cannot express.
pub fn parse(text: &str) -> Result<Value, serde_yaml::Error> {
    // Only the crate's own value type notices duplicate keys.
    let value: serde_yaml::Value = serde_yaml::from_str(text)?;
    serde_json::to_value(value).map_err(serde_yaml::Error::custom)
}

/// A parser's message without the words of programmers.
#[must_use]
pub fn in_plain_words(message: &str) -> String {
    let tab = "found character that cannot start any token";
    let ours = "found a tab or another character that begins nothing; indent with spaces";
    let message = message.replace(tab, ours);
    [
        ("expected u64", "expected a whole number"),
        ("expected u32", "expected a whole number"),
        ("expected u16", "expected a whole number"),
        ("expected usize", "expected a whole number"),
        ("expected a boolean", "expected true or false"),
        ("expected a sequence", "expected a list"),
    ]
    .iter()
    .fold(message, |message, (theirs, ours)| message.replace(theirs, ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubled_key_is_refused() {
        assert!(parse("a: 1\na: 2\n").is_err());
    }

    #[test]
    fn country_codes_stay_words() {
        assert_eq!(parse("no").expect("parsed"), Value::from("no"));
    }
}
