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
