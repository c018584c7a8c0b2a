//! The parameter types that phrases use.

use std::{fmt, str::FromStr, time::Duration};

use cucumber::Parameter;
use serde_json::{Value, json};

use crate::{
    endpoint::{Behaviour, Progress},
    kyb::{KybAction, KybStanding, Process},
    own_account::Purpose,
    viban::{VibanDecision, VibanStanding},
};

/// Text that a parameter type cannot read.
#[derive(Debug, thiserror::Error)]
#[error("{text:?} is not {wanted}")]
pub struct Unreadable {
    text: String,
    wanted: &'static str,
}

pub(crate) fn unreadable(text: &str, wanted: &'static str) -> Unreadable {
    Unreadable { text: text.to_owned(), wanted }
}

/// An amount of money as people write it, `EUR 250.00` or `EUR -250.00`, kept in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Parameter)]
#[param(name = "money", regex = r"[A-Z]{3,4} -?[0-9]+\.[0-9]{2}")]
pub struct Money {
    /// The currency's code.
    pub currency: String,
    amount_minor: i64,
}

impl Money {
    /// An amount in minor units.
    #[must_use]
    pub fn of_minor(currency: &str, amount_minor: i64) -> Self {
        Self { currency: currency.to_owned(), amount_minor }
    }

    /// The amount as the API writes it.
    #[must_use]
    pub fn minor(&self) -> i64 {
        self.amount_minor
    }

    /// The money as the API takes it.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({ "currency": self.currency, "amount": self.amount_minor })
    }
}

impl FromStr for Money {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (currency, amount) = text.split_once(' ')?;
            let (whole, cents) = amount.split_once('.')?;
            let amount_minor = format!("{whole}{cents}").parse().ok()?;
            (cents.len() == 2).then(|| Self::of_minor(currency, amount_minor))
        };
        parse().ok_or_else(|| unreadable(text, "money as in EUR 250.00"))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.amount_minor < 0 { "-" } else { "" };
        let amount = self.amount_minor.unsigned_abs();
        write!(f, "{} {sign}{}.{:02}", self.currency, amount / 100, amount % 100)
    }
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident($param:literal, $regex:literal) { $($(#[$doc:meta])* $text:literal => $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Parameter)]
        #[param(name = $param, regex = $regex)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl FromStr for $name {
            type Err = Unreadable;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(unreadable(text, $regex)),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $text),+ })
            }
        }
    };
}

pub(crate) use words;

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
    /// How far a user has come.
    Standing("standing", "new|verified") {
        /// Registered only.
        "new" => New,
        /// Through KYC.
        "verified" => Verified,
    }
}

words! {
    /// What can be asked of a person's verification.
    Aspect("aspect", "level|KYC session|KYB session") {
        /// The user's level.
        "level" => Level,
        /// The state of the last KYC session.
        "KYC session" => Session,
        /// The state of a company's last KYB session.
        "KYB session" => Kyb,
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

words! {
    /// What compliance does with a session.
    Decision("decision", "approves|rejects|sends to review|requests information on") {
        /// Lets the user in.
        "approves" => Approve,
        /// Keeps the user out.
        "rejects" => Reject,
        /// Looks closer first.
        "sends to review" => Review,
        /// Wants more documents first.
        "requests information on" => Inform,
    }
}

words! {
    /// How money comes in.
    Rail("rail", "bank|crypto|card") {
        /// A bank transfer.
        "bank" => Bank,
        /// A stablecoin.
        "crypto" => Crypto,
        /// A card payment.
        "card" => Card,
    }
}

words! {
    /// What becomes of simulated money.
    Fate("fate", "settles|is held|fails") {
        /// Credited at once.
        "settles" => Settle,
        /// On its way until somebody decides.
        "is held" => Hold,
        /// Never arrives.
        "fails" => Fail,
    }
}

words! {
    /// How the operator moves an order.
    Move("move", "submits|settles|fails") {
        /// To the network.
        "submits" => Submit,
        /// To its good end.
        "settles" => Settle,
        /// To its bad end.
        "fails" => Fail,
    }
}

words! {
    /// What somebody does who is asked to pay by card.
    PayerAction("payer_deed", "pays|is declined|gives up") {
        /// Pays with a good card.
        "pays" => Pay,
        /// Tries a card that is refused.
        "is declined" => BeDeclined,
        /// Goes back without paying.
        "gives up" => GiveUp,
    }
}

words! {
    /// Which way pending money goes.
    Direction("direction", "in|out") {
        /// Towards the account.
        "in" => In,
        /// Away from it.
        "out" => Out,
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

/// What an account holds: its balance, and what is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Parameter)]
#[param(
    name = "holding",
    regex = r"[A-Z]{3,4} -?[0-9]+\.[0-9]{2}(?: with [A-Z]{3,4} [0-9]+\.[0-9]{2} pending (?:in|out))?"
)]
pub struct Holding {
    /// The balance.
    pub balance: Money,
    /// What is pending, and which way; without it nothing is.
    pub pending: Option<(Money, Direction)>,
}

impl FromStr for Holding {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((balance, pending)) = text.split_once(" with ") else {
            return Ok(Self { balance: text.parse()?, pending: None });
        };
        let (money, direction) = pending
            .split_once(" pending ")
            .ok_or_else(|| unreadable(text, "money with what is pending"))?;
        let pending = Some((money.parse()?, direction.parse()?));
        Ok(Self { balance: balance.parse()?, pending })
    }
}

/// A currency's code.
#[derive(Clone, Debug, PartialEq, Eq, Parameter)]
#[param(name = "currency", regex = "[A-Z]{3,4}")]
pub struct Currency(pub String);

impl FromStr for Currency {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// A stretch of the merchant's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Parameter)]
#[param(name = "duration", regex = "[0-9]+ (?:millisecond|second|minute|hour|day)s?")]
pub struct Stretch(pub Duration);

impl FromStr for Stretch {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (count, unit) = text.split_once(' ')?;
            let count: u64 = count.parse().ok()?;
            let unit_ms = match unit.trim_end_matches('s') {
                "millisecond" => 1,
                "second" => 1_000,
                "minute" => 60_000,
                "hour" => 3_600_000,
                "day" => 86_400_000,
                _ => return None,
            };
            Some(Self(Duration::from_millis(count.checked_mul(unit_ms)?)))
        };
        parse().ok_or_else(|| unreadable(text, "a stretch of time as in 7 days"))
    }
}

/// Every parameter type with what it accepts.
pub const PARAMETERS: [(&str, &str); 24] = [
    parameter::<Actor>(),
    parameter::<Aspect>(),
    parameter::<Behaviour>(),
    parameter::<Currency>(),
    parameter::<Decision>(),
    parameter::<Fate>(),
    parameter::<Holder>(),
    parameter::<Holding>(),
    parameter::<Introduction>(),
    parameter::<KeyAction>(),
    parameter::<KybAction>(),
    parameter::<KybStanding>(),
    parameter::<Money>(),
    parameter::<Move>(),
    parameter::<PayerAction>(),
    parameter::<Person>(),
    parameter::<Process>(),
    parameter::<Progress>(),
    parameter::<Purpose>(),
    parameter::<Rail>(),
    parameter::<Standing>(),
    parameter::<Stretch>(),
    parameter::<VibanDecision>(),
    parameter::<VibanStanding>(),
];

const fn parameter<P: Parameter>() -> (&'static str, &'static str) {
    (P::NAME, P::REGEX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_and_writes_minor_units() {
        for (text, minor) in [("EUR 250.00", 25_000), ("USD -0.05", -5), ("EUR 0.10", 10)] {
            let money: Money = text.parse().expect("readable");
            assert_eq!((money.minor(), money.to_string().as_str()), (minor, text));
        }
    }

    #[test]
    fn a_stretch_reads_its_unit() {
        let stretch: Stretch = "7 days".parse().expect("readable");
        assert_eq!(stretch.0, Duration::from_hours(7 * 24));
    }
}
