//! Parameter types of orders: rails, outcomes, transitions, actions of payers.

use std::{fmt, str::FromStr};

use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable, words};

words! {
    /// The way by which money comes in.
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
    /// The outcome of a simulated payin.
    PayinOutcome("payin_outcome", "settles|is held|fails") {
        /// It is credited at once.
        "settles" => Settle,
        /// It is pending until the operator settles or fails it.
        "is held" => Hold,
        /// It fails at once.
        "fails" => Fail,
    }
}

words! {
    /// A transition of an order by the operator.
    OrderTransition("transition", "submits|settles|fails") {
        /// From pending to processing.
        "submits" => Submit,
        /// To completed.
        "settles" => Settle,
        /// To failed.
        "fails" => Fail,
    }
}

words! {
    /// The action of a payer on the payment page.
    PayerAction("payer_action", "pays|is declined|gives up") {
        /// Pays with a good card.
        "pays" => Pay,
        /// Tries a card that is refused.
        "is declined" => BeDeclined,
        /// Goes back without paying.
        "gives up" => GiveUp,
    }
}

words! {
    /// The purpose of one of the merchant's own accounts.
    Purpose("purpose", "operational|fees") {
        /// Daily business.
        "operational" => Operational,
        /// Earned fees.
        "fees" => Fees,
    }
}

/// The places of orders that have a word, the first one first.
const PLACES: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];

/// An order of the scenario by its place; without one it is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Parameter)]
#[param(name = "order", regex = "the (?:(?:first|second|third|fourth|fifth) )?order")]
pub struct OrderPlace(pub Option<usize>);

impl FromStr for OrderPlace {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(PLACES.iter().position(|place| text.split(' ').any(|word| word == *place))))
    }
}
