//! Parameter types of orders: rails, simulated outcomes, transitions.

use std::{fmt, str::FromStr};

use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable, words};

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
    PayinOutcome("fate", "settles|is held|fails") {
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
    OrderTransition("move", "submits|settles|fails") {
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
    /// What one of the merchant's own accounts is for.
    Purpose("purpose", "operational|fees") {
        /// Day-to-day movements.
        "operational" => Operational,
        /// What the merchant earns.
        "fees" => Fees,
    }
}
