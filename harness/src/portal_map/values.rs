//! The values of an act: given by the caller, read from pages, or credentials from the environment.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use super::{error::MapError, map::PortalMap, totp::code_at};
use crate::{
    keyboard,
    secrets::{SecretKind, Secrets},
};

/// Named values.
pub type ActValues = Map<String, Value>;

/// The beginning of the name of a credential in the environment.
pub(super) const ENV: &str = "env.";

/// The beginning of the name of a one-time code, whose secret is in the environment.
pub(super) const TOTP: &str = "totp.";

/// The source of credentials: the environment.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// Values that must not be shown; each credential is added.
    pub secrets: Secrets,
}

impl Credentials {
    /// The value of an environment variable, unless it is empty.
    fn variable(&self, name: &str) -> Option<String> {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
        self.secrets.add(SecretKind::Key, &value);
        Some(value)
    }

    fn one_time_code(&self, name: &str) -> Result<String, MapError> {
        let secret = self.variable(name).ok_or_else(|| no_secret(name))?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        code_at(&secret, now).ok_or_else(|| MapError::Credential {
            name: name.to_owned(),
            problem: "is no secret in Base32; copy it again from the set-up of the one-time codes",
        })
    }
}

fn no_secret(name: &str) -> MapError {
    MapError::Credential {
        name: name.to_owned(),
        problem: "is not set; set it to the secret of the one-time codes (Base32), or run at a terminal, where the code is \
                  asked for",
    }
}

/// The values that a step can use.
#[derive(Debug)]
pub(super) struct ActScope<'a> {
    map: &'a PortalMap,
    credentials: &'a Credentials,
    given: ActValues,
    /// The items of the lists around the step, outermost first.
    items: Vec<ActValues>,
    /// The values that the act has read.
    pub(super) read: ActValues,
}

impl<'a> ActScope<'a> {
    pub(super) fn new(map: &'a PortalMap, credentials: &'a Credentials, given: ActValues) -> Self {
        Self { map, credentials, given, items: Vec::new(), read: ActValues::new() }
    }

    /// Enters an item of a list.
    pub(super) fn enter(&mut self, item: ActValues) {
        self.items.push(item);
    }

    /// Leaves an item, with the values that were read in it.
    pub(super) fn leave(&mut self) -> ActValues {
        self.items.pop().unwrap_or_default()
    }

    /// Keeps a value that was read. A key or a secret is masked from now on, as one in an answer of the API.
    pub(super) fn keep(&mut self, name: &str, value: Value) {
        self.credentials.secrets.add_member(name, &value);
        let place = self.items.last_mut().unwrap_or(&mut self.read);
        place.insert(name.to_owned(), value);
    }

    fn value(&self, name: &str) -> Option<&Value> {
        let inner = self.items.iter().rev().find_map(|item| item.get(name));
        inner.or_else(|| self.read.get(name)).or_else(|| self.given.get(name))
    }

    /// The items of a list.
    pub(super) fn list(&self, name: &str) -> Vec<Value> {
        self.value(name).and_then(Value::as_array).cloned().unwrap_or_default()
    }

    /// True if a value is given and not empty.
    pub(super) fn is_given(&self, name: &str) -> bool {
        if let Some(variable) = name.strip_prefix(ENV).or_else(|| name.strip_prefix(TOTP)) {
            return self.credentials.variable(variable).is_some();
        }
        match self.value(name) {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(Value::String(text)) => !text.is_empty(),
            Some(Value::Array(items)) => !items.is_empty(),
            Some(_) => true,
        }
    }

    /// A text for a field, with the values in the place of their names. The person at the terminal is asked for a one-time code
    /// whose secret is not set; meanwhile other scenarios go on.
    pub(super) async fn fill_in(&self, template: &str) -> Result<String, MapError> {
        let (mut known, mut rest) = (template.to_owned(), template);
        while let Some((_, name, after)) = next_name(rest) {
            rest = after;
            let Some(code) = name.strip_prefix(TOTP).filter(|_| !self.is_given(name)) else {
                continue;
            };
            let question = format!("\n>> Please type the one-time code for the Portal ({code}): ");
            let typed = keyboard::ask(&question).await.ok_or_else(|| no_secret(code))?;
            known = known.replace(&format!("{{{name}}}"), &typed);
        }
        self.fill(&known)
    }

    /// A text with the values in the place of their names.
    pub(super) fn fill(&self, template: &str) -> Result<String, MapError> {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, name, after)) = next_name(rest) {
            filled.push_str(before);
            filled.push_str(&self.text(name)?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn text(&self, name: &str) -> Result<String, MapError> {
        if let Some(variable) = name.strip_prefix(TOTP) {
            return self.credentials.one_time_code(variable);
        }
        if let Some(variable) = name.strip_prefix(ENV) {
            return self.credentials.variable(variable).ok_or_else(|| MapError::Credential {
                name: variable.to_owned(),
                problem: "is not set; the map needs it to sign in",
            });
        }
        let text = match self.value(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => return Err(MapError::Value { name: name.to_owned() }),
            Some(other) => other.to_string(),
        };
        let own = self.map.words.get(name).and_then(|words| words.get(&text));
        Ok(own.cloned().unwrap_or(text))
    }
}

/// The text before the first `{name}`, the name, and the text after it.
pub(super) fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let mut start = 0;
    while let Some(open) = text[start..].find('{').map(|at| start + at) {
        let inner = &text[open + 1..];
        let end = inner.find(|one: char| !(one.is_ascii_alphanumeric() || "_.-".contains(one)));
        if let Some(end) = end.filter(|end| *end > 0 && inner[*end..].starts_with('}')) {
            return Some((&text[..open], &inner[..end], &inner[end + 1..]));
        }
        start = open + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_braces() {
        assert_eq!(next_name("/kyc/{session}?a"), Some(("/kyc/", "session", "?a")));
        assert_eq!(next_name("{env.MAIL}"), Some(("", "env.MAIL", "")));
        assert_eq!(next_name("a {b c} {d}"), Some(("a {b c} ", "d", "")));
        assert_eq!(next_name("{}"), None);
    }
}
