//! Other forms of a message that mean the same: JSON written in another way, other forms of ids and times.

use std::{fmt::Write as _, sync::LazyLock};

use bytes::Bytes;
use regex::{Captures, Regex};
use serde::Deserialize;
use serde_json::Value;

use super::{memory::FaultMemory, stage::Stage};

/// A form in which a message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Representation {
    /// JSON with line ends and indents.
    Spaced,
    /// JSON whose texts are written as `\u` escapes.
    Escaped,
    /// JSON whose members come in the reverse order.
    Reversed,
    /// Whole numbers with a decimal point: `25000.0`.
    Decimal,
    /// Whole numbers with an exponent: `2.5e4`.
    Exponent,
    /// Members that are null are left out.
    WithoutNulls,
    /// UUIDs in upper case.
    IdsUpper,
    /// UUIDs without dashes.
    IdsSimple,
    /// UUIDs without dashes, after a prefix.
    IdsPrefixed,
    /// The ids of the target in the place of rewritten ones, in a request.
    IdsBack,
    /// Times with an offset: `+00:00`.
    TimesOffset,
    /// Times with microseconds.
    TimesMicros,
    /// Times without a fraction of a second.
    TimesSeconds,
    /// The target's form of times, in a request.
    TimesBack,
    /// Header names in upper case.
    HeadersUpper,
}

static UUID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").ok()
});

static LONG_WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("[A-Za-z0-9_-]{30,}").ok());

static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{3})?\d*(Z|(?:\+|%2B)00(?::|%3A)00)").ok()
});

impl Representation {
    /// Writes the message in this form; false if that changes nothing.
    pub(super) fn write(self, stage: &mut Stage) -> bool {
        match self {
            Self::HeadersUpper => {
                let headers = stage.headers_mut().into_iter().flatten();
                headers.map(|(name, _)| name.make_ascii_uppercase()).count() > 0
            }
            Self::IdsBack | Self::TimesBack => self.rewrite_request(stage),
            Self::Spaced
            | Self::Escaped
            | Self::Reversed
            | Self::Decimal
            | Self::Exponent
            | Self::WithoutNulls => {
                let Some(value) = stage.json() else { return false };
                let mut text = String::new();
                self.write_json(&value, 0, &mut text);
                replace(stage, text)
            }
            _ => {
                let memory = stage.memory.clone();
                for (_, value) in stage.headers_mut().into_iter().flatten() {
                    *value = self.rewrite(value, &memory);
                }
                let Some(body) = stage.body() else { return false };
                let Ok(text) = std::str::from_utf8(body) else { return false };
                let text = self.rewrite(text, &memory);
                replace(stage, text)
            }
        }
    }

    fn rewrite_request(self, stage: &mut Stage) -> bool {
        let memory = stage.memory.clone();
        let Some(request) = &mut stage.request else { return false };
        let path = self.rewrite(&request.path, &memory);
        let base = request.url.strip_suffix(&request.path).unwrap_or_default();
        let mut changed = path != request.path;
        (request.url, request.path) = (format!("{base}{path}"), path);
        if let Some(body) = request.body.as_ref().filter(|_| request.form.is_none())
            && let Ok(text) = std::str::from_utf8(body)
        {
            let text = self.rewrite(text, &memory);
            changed |= text.as_bytes() != body;
            request.body = Some(Bytes::from(text));
        }
        changed
    }

    /// A text with its ids or times in this form.
    fn rewrite(self, text: &str, memory: &FaultMemory) -> String {
        let pattern = match self {
            Self::IdsBack => &LONG_WORD,
            Self::IdsUpper | Self::IdsSimple | Self::IdsPrefixed => &UUID,
            _ => &TIME,
        };
        let Some(pattern) = pattern.as_ref() else { return text.to_owned() };
        pattern.replace_all(text, |found: &Captures<'_>| self.other(found, memory)).into_owned()
    }

    /// The other form of an id or a time.
    fn other(self, found: &Captures<'_>, memory: &FaultMemory) -> String {
        let whole = &found[0];
        let simple = || whole.replace('-', "");
        let fraction = found.get(2).map_or("", |fraction| fraction.as_str());
        let second = || &found[1];
        let id = match self {
            Self::IdsBack => {
                let known = memory.open().ids.get(whole).cloned();
                return known.unwrap_or_else(|| whole.to_owned());
            }
            Self::TimesOffset => return format!("{}{fraction}+00:00", second()),
            Self::TimesMicros => return format!("{}{fraction}000Z", second()),
            Self::TimesSeconds => return format!("{}Z", second()),
            Self::TimesBack => return format!("{}{fraction}Z", second()),
            Self::IdsSimple => simple(),
            Self::IdsPrefixed => format!("rl_{}", simple()),
            _ => whole.to_uppercase(),
        };
        memory.open().ids.insert(id.clone(), whole.to_owned());
        id
    }

    fn write_json(self, value: &Value, depth: usize, into: &mut String) {
        match value {
            Value::Object(members) => {
                let kept =
                    members.iter().filter(|(_, v)| self != Self::WithoutNulls || !v.is_null());
                let mut kept: Vec<_> = kept.collect();
                if self == Self::Reversed {
                    kept.reverse();
                }
                into.push('{');
                for (index, (key, value)) in kept.into_iter().enumerate() {
                    self.separate(index, depth + 1, into);
                    self.write_text(key, into);
                    into.push(':');
                    self.write_json(value, depth + 1, into);
                }
                self.separate(0, depth, into);
                into.push('}');
            }
            Value::Array(items) => {
                into.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.separate(index, depth + 1, into);
                    self.write_json(item, depth + 1, into);
                }
                self.separate(0, depth, into);
                into.push(']');
            }
            Value::String(text) => self.write_text(text, into),
            Value::Number(number) => match (self, number.as_i64()) {
                (Self::Decimal, Some(whole)) => {
                    into.push_str(&whole.to_string());
                    into.push_str(".0");
                }
                (Self::Exponent, Some(whole)) => into.push_str(&exponent(whole)),
                _ => into.push_str(&number.to_string()),
            },
            other => into.push_str(&other.to_string()),
        }
    }

    fn separate(self, index: usize, depth: usize, into: &mut String) {
        if index > 0 {
            into.push(',');
        }
        if self == Self::Spaced {
            into.push_str("\r\n");
            into.push_str(&"\t ".repeat(depth));
        }
    }

    fn write_text(self, text: &str, into: &mut String) {
        if self != Self::Escaped {
            into.push_str(&Value::from(text).to_string());
            return;
        }
        into.push('"');
        for unit in text.encode_utf16() {
            // Writing into a text never fails.
            let _ = write!(into, "\\u{unit:04X}");
        }
        into.push('"');
    }
}

/// A whole number with an exponent: `2.5e4`.
fn exponent(whole: i64) -> String {
    let digits = whole.unsigned_abs().to_string();
    let sign = if whole < 0 { "-" } else { "" };
    let (first, rest) = digits.split_at(1);
    let power = rest.len();
    let rest = rest.trim_end_matches('0');
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{first}{point}{rest}e{power}")
}

fn replace(stage: &mut Stage, text: String) -> bool {
    let text = Bytes::from(text);
    let changed = stage.body() != Some(&text);
    stage.set_body(text);
    changed
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(form: Representation, value: &Value) -> String {
        let mut text = String::new();
        form.write_json(value, 0, &mut text);
        text
    }

    #[test]
    fn every_form_of_json_means_the_same() {
        let value = json!({ "a": [1, 25_000, -70, 0], "b": "é💶/", "c": { "d": null, "e": [] } });
        for form in [Representation::Spaced, Representation::Escaped, Representation::Reversed] {
            let again: Value = serde_json::from_str(&written(form, &value)).expect("JSON");
            assert_eq!(again, value, "{form:?}");
        }
        let numbers = written(Representation::Exponent, &value["a"]);
        assert_eq!(numbers, "[1e0,2.5e4,-7e1,0e0]");
        assert_eq!(written(Representation::Decimal, &value["a"]), "[1.0,25000.0,-70.0,0.0]");
        let nulls = written(Representation::WithoutNulls, &value["c"]);
        assert_eq!(nulls, "{\"e\":[]}");
    }

    #[test]
    fn a_rewritten_id_leads_back_and_a_time_keeps_its_meaning() {
        let memory = FaultMemory::default();
        let id = "01a1fcc4-9e64-725c-8d85-ad645f4ae74a";
        let other = Representation::IdsPrefixed.rewrite(&format!("/orders/{id}"), &memory);
        assert_eq!(other, "/orders/rl_01a1fcc49e64725c8d85ad645f4ae74a");
        assert_eq!(Representation::IdsBack.rewrite(&other, &memory), format!("/orders/{id}"));
        let time = "from=2026-02-26T17:02:28.766Z";
        let micros = Representation::TimesMicros.rewrite(time, &memory);
        assert_eq!(micros, "from=2026-02-26T17:02:28.766000Z");
        assert_eq!(Representation::TimesBack.rewrite(&micros, &memory), time);
        let offset = Representation::TimesOffset.rewrite(time, &memory);
        assert_eq!(Representation::TimesBack.rewrite(&offset, &memory), time);
    }
}
