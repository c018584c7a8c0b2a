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
    Introduction(
        "introduction",
        "a merchant|a merchant who listens for events|another merchant|another merchant who listens for events"
    ) {
        /// A new merchant with a key and a token.
        "a merchant" => Merchant,
        /// The same, with an endpoint for every event type.
        "a merchant who listens for events" => Listener,
        /// A second merchant.
        "another merchant" => Other,
        /// The same, with an endpoint for every event type.
        "another merchant who listens for events" => OtherListener,
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

/// The words after the name of a person at the other merchant.
const OF_OTHER: &str = " of the other merchant";

/// A user, a company or a related party of the scenario: the first name, and perhaps that the other merchant has them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Parameter)]
#[param(name = "person", regex = "[A-Z][a-z]+(?: of the other merchant)?")]
pub struct PersonName(pub String);

impl PersonName {
    /// The first name alone.
    #[must_use]
    pub fn first(&self) -> &str {
        self.0.strip_suffix(OF_OTHER).unwrap_or(&self.0)
    }

    /// The merchant who has the person.
    #[must_use]
    pub fn merchant(&self) -> Actor {
        if self.0.ends_with(OF_OTHER) { Actor::Other } else { Actor::Merchant }
    }

    /// The person as the merchant who acts names them: of their own, unless it is said otherwise.
    #[must_use]
    pub fn at(&self, actor: Actor) -> Self {
        match actor {
            Actor::Merchant => self.clone(),
            Actor::Other => Self(format!("{}{OF_OTHER}", self.first())),
        }
    }
}

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
