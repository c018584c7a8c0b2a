//! Parameter types of virtual IBANs.

use std::{fmt, str::FromStr};

use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable, words};

words! {
    /// A decision of the bank about a virtual IBAN.
    VibanDecision("viban_decision", "activates|rejects") {
        /// The virtual IBAN gets bank details.
        "activates" => Activate,
        /// The virtual IBAN is refused.
        "rejects" => Reject,
    }
}

words! {
    /// A virtual IBAN with its state.
    VibanStanding("viban_standing", "a pending vIBAN|an active vIBAN|a rejected vIBAN|an inactive vIBAN") {
        /// Requested.
        "a pending vIBAN" => Pending,
        /// Activated: it can be paid to.
        "an active vIBAN" => Active,
        /// Refused by the bank.
        "a rejected vIBAN" => Rejected,
        /// Deactivated by the merchant.
        "an inactive vIBAN" => Inactive,
    }
}
