//! Parameter types of KYC and KYB: sessions, decisions, standings.

use std::{fmt, str::FromStr};

use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable, words};

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
    /// Who is verified in a session.
    Process("process", "KYC|KYB") {
        /// A person.
        "KYC" => Kyc,
        /// A company.
        "KYB" => Kyb,
    }
}

words! {
    /// A KYB session that has come so far.
    KybStanding("kyb_standing", "a new KYB session|a complete KYB session|a submitted KYB session|a reopened KYB session|an approved KYB session|a rejected KYB session") {
        /// Just opened.
        "a new KYB session" => New,
        /// With every mandatory document.
        "a complete KYB session" => Complete,
        /// In review.
        "a submitted KYB session" => Submitted,
        /// More documents were asked for.
        "a reopened KYB session" => Reopened,
        /// Ended well.
        "an approved KYB session" => Approved,
        /// Ended badly.
        "a rejected KYB session" => Rejected,
    }
}

words! {
    /// What the merchant does with a KYB session.
    KybAction("kyb_action", "submits the KYB session|deletes the last document") {
        /// Hands it over.
        "submits the KYB session" => Submit,
        /// Takes back what was handed in last.
        "deletes the last document" => Delete,
    }
}
