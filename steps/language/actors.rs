//! Parameter types for those who act: merchants, people, and the operator with the keys.

use std::{fmt, str::FromStr};

use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable, words};

words! {
    /// Who calls the API.
    Actor("actor", "the merchant|the other merchant") {
        /// The merchant of the scenario.
        "the merchant" => Merchant,
        /// A second, unrelated one.
        "the other merchant" => Other,
    }
}

words! {
    /// Who appears in a scenario.
    Introduction("introduction", "a merchant|a merchant who listens for events|another merchant") {
        /// A fresh merchant with a key and a token.
        "a merchant" => Merchant,
        /// The same, with an endpoint for every event type.
        "a merchant who listens for events" => Listener,
        /// A second, unrelated one.
        "another merchant" => Other,
    }
}

words! {
    /// What is done with the merchant's API keys and its webhook secret.
    KeyAction(
        "key_action",
        "revokes the (?:older )?API key|lists the API keys|makes another API key|rotates the webhook secret"
    ) {
        /// It dies.
        "revokes the API key" => Revoke,
        /// The one before it dies.
        "revokes the older API key" => RevokeOlder,
        /// It is shown, without its secret.
        "lists the API keys" => List,
        /// Another one is used from now on.
        "makes another API key" => Make,
        /// Another secret signs from now on.
        "rotates the webhook secret" => Rotate,
    }
}

/// A person of the scenario, by first name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Parameter)]
#[param(name = "person", regex = "[A-Z][a-z]+")]
pub struct Person(pub String);

impl FromStr for Person {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whoever holds an account: a user of the merchant, or of the other one.
#[derive(Clone, Debug, PartialEq, Eq, Parameter)]
#[param(name = "holder", regex = "[A-Z][a-z]+(?:, a user of the other merchant,)?")]
pub struct Holder {
    /// Who it is.
    pub person: Person,
    /// Whose user.
    pub of: Actor,
}

impl FromStr for Holder {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let of = if text.ends_with(',') { Actor::Other } else { Actor::Merchant };
        let name = text.split(',').next().unwrap_or_default();
        Ok(Self { person: Person(name.to_owned()), of })
    }
}
