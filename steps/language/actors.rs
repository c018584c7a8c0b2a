//! Parameter types of actors: merchants, people, and the operator's actions on keys.

use std::{fmt, str::FromStr};

use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable, words};

words! {
    /// The merchant that calls the API.
    Actor("actor", "the merchant|the other merchant") {
        /// The merchant of the scenario.
        "the merchant" => Merchant,
        /// A second merchant.
        "the other merchant" => Other,
    }
}

words! {
    /// A merchant that a scenario introduces.
    Introduction("introduction", "a merchant|a merchant who listens for events|another merchant") {
        /// A new merchant with a key and a token.
        "a merchant" => Merchant,
        /// The same, with an endpoint for every event type.
        "a merchant who listens for events" => Listener,
        /// A second merchant.
        "another merchant" => Other,
    }
}

words! {
    /// An action on the merchant's API keys or its webhook secret.
    KeyAction(
        "key_action",
        "revokes the API key|revokes the older API key|lists the API keys|makes another API key|rotates the webhook secret"
    ) {
        /// Revokes the key in use.
        "revokes the API key" => Revoke,
        /// Revokes the key that was used before.
        "revokes the older API key" => RevokeOlder,
        /// Shows the keys without their secret parts.
        "lists the API keys" => List,
        /// Creates a key, which is used from now on.
        "makes another API key" => Make,
        /// Creates a secret, which signs from now on.
        "rotates the webhook secret" => Rotate,
    }
}

/// The first name of a user, a company or a related party of the scenario.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Parameter)]
#[param(name = "person", regex = "[A-Z][a-z]+")]
pub struct PersonName(pub String);

impl FromStr for PersonName {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The holder of an account: a user of the merchant or of the other merchant.
#[derive(Clone, Debug, PartialEq, Eq, Parameter)]
#[param(name = "holder", regex = "[A-Z][a-z]+(?:, a user of the other merchant,)?")]
pub struct Holder {
    /// The holder's name.
    pub person: PersonName,
    /// The merchant of the holder.
    pub of: Actor,
}

impl FromStr for Holder {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let of = if text.ends_with(',') { Actor::Other } else { Actor::Merchant };
        let name = text.split(',').next().unwrap_or_default();
        Ok(Self { person: PersonName(name.to_owned()), of })
    }
}
