//! YAML into JSON values, with duplicate keys refused instead of the last one winning; and into types, with the places of
//! mistakes.

use std::fmt;

use serde::{
    Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
    },
};
use serde_json::Value;
use serde_path_to_error::Segment;

/// Parses one YAML document.
///
/// # Errors
/// On text that is not YAML, on duplicate keys, and on YAML that JSON cannot express.
pub fn parse(text: &str) -> Result<Value, serde_yaml::Error> {
    // Only the crate's own value type notices duplicate keys.
    let value: serde_yaml::Value = serde_yaml::from_str(text)?;
    serde_json::to_value(value).map_err(serde_yaml::Error::custom)
}

/// Reads one YAML document of a form. The message of a mistake names the key, the line and the column.
///
/// # Errors
/// On text that cannot be parsed, and on a document of another form.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let value = parse(text).map_err(|error| error.to_string())?;
    typed(value, text, None)
}

/// Reads a document that was parsed from this text, or the item with this number, from 0, of its list. The message of a mistake
/// names the key, the line and the column.
///
/// # Errors
/// If the value has another form.
pub fn typed<T: DeserializeOwned>(
    value: Value,
    text: &str,
    item: Option<usize>,
) -> Result<T, String> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let above = item.map(|index| Segment::Seq { index });
        let path: Vec<Segment> = above.into_iter().chain(error.path().iter().cloned()).collect();
        match location(&path, text) {
            Some(place) => format!("{error} (line {}, column {})", place.line(), place.column()),
            None => error.to_string(),
        }
    })
}

/// The location of a value in the text of a document; of the list or the keys around it, if it is not there.
fn location(path: &[Segment], text: &str) -> Option<serde_yaml::Location> {
    let found = ValueSeeker(path).deserialize(serde_yaml::Deserializer::from_str(text));
    found.err()?.location()
}

/// Follows a path through a document, and ends with an error at its value: an error has a location.
struct ValueSeeker<'a>(&'a [Segment]);

impl<'de> DeserializeSeed<'de> for ValueSeeker<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

// A value that is neither a list nor a map is an error of the visitor's own methods.
impl<'de> Visitor<'de> for ValueSeeker<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or a map")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if let Some((Segment::Seq { index }, below)) = self.0.split_first() {
            for _ in 0..*index {
                list.next_element::<IgnoredAny>()?;
            }
            list.next_element_seed(ValueSeeker(below))?;
        }
        Err(A::Error::custom("the value is here"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let step = self.0.split_first();
        if let Some((Segment::Map { key } | Segment::Enum { variant: key }, below)) = step {
            while let Some(found) = map.next_key::<serde_yaml::Value>()? {
                if found.as_str() == Some(key.as_str()) {
                    return map.next_value_seed(ValueSeeker(below));
                }
                map.next_value::<IgnoredAny>()?;
            }
        }
        Err(A::Error::custom("the value is here"))
    }
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
    use std::collections::BTreeMap;

    use super::*;

    /// A list of maps.
    type Maps = Vec<BTreeMap<String, String>>;

    #[test]
    fn a_doubled_key_is_refused() {
        assert!(parse("a: 1\na: 2\n").is_err());
    }

    #[test]
    fn country_codes_stay_words() {
        assert_eq!(parse("no").expect("parsed"), Value::from("no"));
    }

    #[test]
    fn a_mistake_is_told_with_its_key_and_its_line() {
        let text = "- {a: b}\n- a: b\n  title: null\n";
        let told = read::<Maps>(text).expect_err("null is no text");
        assert!(told.starts_with("[1].title: invalid type: null"), "{told}");
        assert!(told.ends_with("(line 3, column 10)"), "{told}");
        let item = parse(text).expect("parsed")[1].clone();
        let told = typed::<BTreeMap<String, String>>(item, text, Some(1)).expect_err("likewise");
        assert!(told.starts_with("title: invalid type: null"), "{told}");
        assert!(told.ends_with("(line 3, column 10)"), "{told}");
        let told = read::<Maps>("a: b\n").expect_err("no list");
        assert!(told.starts_with("invalid type: map") && told.contains("line 1"), "{told}");
    }
}
