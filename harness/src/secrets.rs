//! Keys, tokens and codes that must never be shown: masked by value, wherever they appear. Equal values get equal names.

use std::{
    collections::{BTreeMap, HashSet},
    fmt::{self, Write as _},
    ops::Bound,
    sync::{Arc, LazyLock, RwLock},
};

use regex::bytes::Regex;
use serde_json::Value;

use crate::{escapes::unescaped, exchange::Response};

/// The kind of a value that must not be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretKind {
    /// A key that logs in.
    Key,
    /// A token that a login gives.
    Token,
    /// A secret that signs.
    Secret,
    /// A code of a second factor.
    Code,
    /// An address that lets in whoever knows it.
    Link,
    /// Something that tells who a person is.
    Personal,
    /// The number of a bank account; its last four letters are shown.
    Iban,
}

impl fmt::Display for SecretKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key => "key",
            Self::Token => "token",
            Self::Secret => "secret",
            Self::Code => "code",
            Self::Link => "link",
            Self::Personal => "personal",
            Self::Iban => "iban",
        })
    }
}

/// The names of members that hold credentials in answers.
const NAMES: [(&str, SecretKind); 4] = [
    ("token", SecretKind::Token),
    ("apiKey", SecretKind::Key),
    ("api_key", SecretKind::Key),
    ("secret", SecretKind::Secret),
];

/// Finds any of the names, and escapes, in which a name may stand; most answers have none, and one pass shows that.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names = NAMES.map(|(name, _)| name).join("|");
    Regex::new(&format!(r"{names}|\\u")).ok()
});

/// The smallest length of a masked value; shorter ones would mask harmless text.
const SHORTEST: usize = 6;

/// The size in bytes of all values that are remembered. A target could send new ones without end.
const ALL_VALUES: usize = 16 * 1024 * 1024;

/// The secrets of a run; clones share one list.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Arc<RwLock<KnownSecrets>>);

/// The name of one value.
#[derive(Clone, Copy, Debug)]
struct SecretName {
    kind: SecretKind,
    /// Counts the values of a kind.
    number: usize,
    /// The letters at the end that are shown.
    end: [u8; SHOWN_END],
}

/// The number of letters at the end of a bank account's number that are shown.
const SHOWN_END: usize = 4;

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, number, end } = self;
        match (kind, std::str::from_utf8(end)) {
            (SecretKind::Iban, Ok(end)) => write!(f, "<{kind}#{number} …{end}>"),
            _ => write!(f, "<{kind}#{number}>"),
        }
    }
}

/// The values that must not be shown.
#[derive(Debug, Default)]
struct KnownSecrets {
    values: BTreeMap<Vec<u8>, SecretName>,
    counts: BTreeMap<SecretKind, usize>,
    /// The first two bytes of all values: at most places of a text no value can begin.
    beginnings: ValueBeginnings,
    bytes: usize,
    /// The values that a run has made up for people: nobody is told by them.
    made_up: HashSet<Vec<u8>>,
    /// The names of members that tell who a person is, with the kind of each.
    personal: &'static [(&'static str, SecretKind)],
}

/// A set of pairs of bytes.
#[derive(Debug)]
struct ValueBeginnings(Box<[u64]>);

impl Default for ValueBeginnings {
    fn default() -> Self {
        Self(vec![0; (1 << 16) / 64].into())
    }
}

impl ValueBeginnings {
    fn place(pair: [u8; 2]) -> (usize, u64) {
        let number = usize::from(u16::from_be_bytes(pair));
        (number / 64, 1 << (number % 64))
    }

    fn insert(&mut self, pair: [u8; 2]) {
        let (word, bit) = Self::place(pair);
        self.0[word] |= bit;
    }

    fn has(&self, pair: [u8; 2]) -> bool {
        let (word, bit) = Self::place(pair);
        self.0[word] & bit != 0
    }
}

impl KnownSecrets {
    fn add(&mut self, kind: SecretKind, value: &[u8]) {
        if kind == SecretKind::Personal && self.made_up.contains(value) {
            return;
        }
        let is_room = self.bytes + value.len() <= ALL_VALUES;
        if is_room && !self.values.contains_key(value) {
            let count = self.counts.entry(kind).or_default();
            *count += 1;
            let end = value.last_chunk().copied().unwrap_or_default();
            self.values.insert(value.to_vec(), SecretName { kind, number: *count, end });
            self.beginnings.insert([value[0], value[1]]);
            self.bytes += value.len();
        }
    }

    /// Shows a value that the run has made up, also if a target has sent it before.
    fn make_up(&mut self, value: &[u8]) {
        let is_room = self.bytes + value.len() <= ALL_VALUES;
        if is_room && self.made_up.insert(value.to_vec()) {
            self.bytes += value.len();
            if self.values.get(value).is_some_and(|name| name.kind == SecretKind::Personal) {
                self.values.remove(value);
            }
        }
    }

    /// The length and the name of the longest value with which a text begins.
    fn longest_at(&self, text: &[u8]) -> Option<(usize, SecretName)> {
        let is_possible = matches!(text, [one, two, ..] if self.beginnings.has([*one, *two]));
        let mut part = if is_possible { text } else { return None };
        // In their order, all values with which a text begins stand before it, the longest last.
        loop {
            let before = (Bound::Unbounded, Bound::Included(part));
            let (last, name) = self.values.range::<[u8], _>(before).next_back()?;
            if text.starts_with(last) {
                return Some((last.len(), *name));
            }
            let common = last.iter().zip(part).take_while(|(left, right)| left == right).count();
            if common < SHORTEST {
                return None;
            }
            part = &part[..common];
        }
    }

    /// The text with every known value replaced by its name, in one pass.
    fn replaced(&self, text: &str) -> String {
        let mut masked = String::new();
        let (mut copied, mut at) = (0, 0);
        while at < text.len() {
            if let Some((length, name)) = self.longest_at(&text.as_bytes()[at..]) {
                masked.push_str(&text[copied..at]);
                let _ = write!(masked, "{name}");
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

impl Secrets {
    /// Remembers a value that must not be shown.
    pub fn add(&self, kind: SecretKind, value: &str) {
        if value.len() < SHORTEST {
            return;
        }
        let mut known = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.add(kind, value.as_bytes());
    }

    /// Hides from now on also the values of these members, which tell who a person is.
    pub fn hide_people(&self, members: &'static [(&'static str, SecretKind)]) {
        self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner).personal = members;
    }

    /// Remembers the values of a message under the names of credentials, and of people if they are hidden.
    pub fn add_from(&self, body: &[u8]) {
        if self.may_be_in(body)
            && let Ok(value) = serde_json::from_slice(body)
        {
            self.add_fields(&value, self.personal());
        }
    }

    /// Does the same for an answer, which is read only once.
    pub fn add_from_answer(&self, answer: &Response) {
        if self.may_be_in(&answer.body) {
            self.add_fields(answer.json(), self.personal());
        }
    }

    /// Does the same for one member of a message.
    pub fn add_member(&self, name: &str, value: &Value) {
        let known = [(name.to_owned(), value.clone())];
        self.add_fields(&Value::Object(known.into_iter().collect()), self.personal());
    }

    /// Remembers the credentials of a request. What else it says of people is made up, and is shown.
    pub fn add_from_request(&self, body: &[u8]) {
        if !self.may_be_in(body) {
            return;
        }
        if let Ok(value) = serde_json::from_slice(body) {
            let made_up = self.personal();
            let is_personal = |(_, kind): &&(&str, SecretKind)| *kind == SecretKind::Personal;
            let members: Vec<&str> =
                made_up.iter().filter(is_personal).map(|(name, _)| *name).collect();
            self.make_up_fields(&value, &members);
            self.add_fields(&value, made_up);
        }
    }

    /// Shows a text that the run has made up for a person.
    pub fn make_up(&self, value: &str) {
        let mut known = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.make_up(value.as_bytes());
    }

    fn make_up_fields(&self, value: &Value, members: &[&str]) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    match field {
                        Value::String(text) if members.contains(&name.as_str()) => {
                            self.make_up(text);
                        }
                        other => self.make_up_fields(other, members),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.make_up_fields(item, members)),
            _ => {}
        }
    }

    fn may_be_in(&self, body: &[u8]) -> bool {
        !self.personal().is_empty() || NAMED.as_ref().is_none_or(|named| named.is_match(body))
    }

    fn personal(&self) -> &'static [(&'static str, SecretKind)] {
        self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).personal
    }

    fn add_fields(&self, value: &Value, personal: &[(&str, SecretKind)]) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    let kind = NAMES.iter().chain(personal).find(|(known, _)| known == name);
                    match (field, kind) {
                        (Value::String(secret), Some((_, kind))) => self.add(*kind, secret),
                        (other, _) => self.add_fields(other, personal),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.add_fields(item, personal)),
            _ => {}
        }
    }

    /// The text with every known secret replaced by its name, as in `<token#3>`. A text in which one stands with escaped letters
    /// is given without those escapes.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let known = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(plain) = unescaped(text) {
            let masked = known.replaced(&plain);
            if masked != plain {
                return masked;
            }
        }
        known.replaced(text)
    }

    /// A shell command with every known secret replaced by a variable, as in `$TOKEN_3`: the command works where it is set.
    #[must_use]
    pub fn mask_command(&self, command: &str) -> String {
        with_variables(&self.mask(command))
    }

    /// An exchange as a command and an answer, with variables in the command and names in the answer.
    #[must_use]
    pub fn mask_evidence(&self, evidence: &str) -> String {
        match evidence.split_once(crate::exchange::ANSWER_MARK) {
            Some((command, answer)) if is_command(command) => {
                let command = self.mask_command(command);
                format!("{command}{}{}", crate::exchange::ANSWER_MARK, self.mask(answer))
            }
            _ => self.mask(evidence),
        }
    }
}

/// A shell command with a variable in the place of each name of a secret; the words of the command stand in single quotes.
#[must_use]
pub fn with_variables(masked: &str) -> String {
    static NAME: LazyLock<Option<regex::Regex>> =
        LazyLock::new(|| regex::Regex::new(r"<([a-z]+)#(\d+)(?: …[^>]{4})?>").ok());
    let Some(name) = NAME.as_ref() else { return masked.to_owned() };
    let variable =
        |found: &regex::Captures<'_>| format!(r#"'"${}_{}"'"#, found[1].to_uppercase(), &found[2]);
    name.replace_all(masked, variable).into_owned()
}

/// True for a command that sends a request.
fn is_command(text: &str) -> bool {
    text.starts_with("curl ") || text.starts_with("echo ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> Secrets {
        let secrets = Secrets::default();
        secrets.add(SecretKind::Key, "s3cr3t-value");
        secrets.add(SecretKind::Token, "s3cr3t-values");
        secrets
    }

    #[test]
    fn a_secret_is_masked_wherever_it_appears_and_equal_ones_stay_equal() {
        let masked = secrets().mask("a s3cr3t-value, b s3cr3t-values, c s3cr3t-value");
        assert_eq!(masked, "a <key#1>, b <token#1>, c <key#1>");
    }

    #[test]
    fn people_are_hidden_where_that_is_asked_for() {
        let body = br#"{"user": {"lastName": "Quintanilla", "iban": "ES9121000418450200051332"}}"#;
        let secrets = Secrets::default();
        secrets.add_from(body);
        assert_eq!(secrets.mask("Quintanilla"), "Quintanilla");
        secrets.hide_people(&[("lastName", SecretKind::Personal), ("iban", SecretKind::Iban)]);
        secrets.add_from(body);
        let masked = secrets.mask("Quintanilla pays ES9121000418450200051332");
        assert_eq!(masked, "<personal#1> pays <iban#1 …1332>");
    }

    #[test]
    fn what_the_run_has_made_up_for_people_is_shown() {
        let secrets = Secrets::default();
        secrets.hide_people(&[("name", SecretKind::Personal)]);
        let treasurer = br#"{"name": "Treasurer"}"#;
        secrets.add_from(treasurer);
        assert_eq!(secrets.mask("of Treasurer"), "of <personal#1>");
        secrets.add_from_request(treasurer);
        secrets.add_from(treasurer);
        secrets.add_from(br#"{"name": "Quintanilla"}"#);
        assert_eq!(secrets.mask("Treasurer, Quintanilla"), "Treasurer, <personal#2>");
    }

    #[test]
    fn a_command_names_a_variable_for_a_secret() {
        let evidence = "curl -H 'x: s3cr3t-value' \\\n  'http://a'\n→ 200\ns3cr3t-value";
        let masked = secrets().mask_evidence(evidence);
        assert_eq!(masked, "curl -H 'x: '\"$KEY_1\"'' \\\n  'http://a'\n→ 200\n<key#1>");
    }
}
