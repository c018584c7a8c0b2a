//! Parameter types of virtual IBANs.

use std::{fmt, str::FromStr};

use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable, words};

words! {
    /// What the bank decides about a vIBAN.
    VibanDecision("viban_decision", "activates|rejects") {
        /// It gives the account behind it.
        "activates" => Activate,
        /// It does not.
        "rejects" => Reject,
    }
}

words! {
    /// A vIBAN that has come so far.
    VibanStanding("viban_standing", "a pending vIBAN|an active vIBAN|a rejected vIBAN|an inactive vIBAN") {
        /// Asked for.
        "a pending vIBAN" => Pending,
        /// Can be paid to.
        "an active vIBAN" => Active,
        /// Not given.
        "a rejected vIBAN" => Rejected,
        /// Given up.
        "an inactive vIBAN" => Inactive,
    }
}
