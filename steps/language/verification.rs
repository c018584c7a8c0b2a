//! Parameter types of KYC and KYB: sessions, decisions, standings.

use std::{fmt, str::FromStr};

use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable, words};

words! {
    /// The progress of a user's verification.
    UserStanding("standing", "new|verified") {
        /// Registered only.
        "new" => New,
        /// Verified by KYC or KYB.
        "verified" => Verified,
    }
}

words! {
    /// One aspect of a verification.
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
    /// A decision of compliance about a session.
    Decision("decision", "approves|rejects|sends to review|requests information on") {
        /// The user is verified.
        "approves" => Approve,
        /// The user is not verified.
        "rejects" => Reject,
        /// The session goes to manual review.
        "sends to review" => Review,
        /// More documents are required.
        "requests information on" => Inform,
    }
}

words! {
    /// The process of a verification.
    Process("process", "KYC|KYB") {
        /// The verification of a person.
        "KYC" => Kyc,
        /// The verification of a company.
        "KYB" => Kyb,
    }
}

words! {
    /// A KYB session with its progress.
    KybStanding(
        "kyb_standing",
        "a new KYB session|a complete KYB session|a submitted KYB session|a reopened KYB session\
         |an approved KYB session|a rejected KYB session"
    ) {
        /// Without documents.
        "a new KYB session" => New,
        /// With every mandatory document.
        "a complete KYB session" => Complete,
        /// In review.
        "a submitted KYB session" => Submitted,
        /// More documents were requested.
        "a reopened KYB session" => Reopened,
        /// Approved.
        "an approved KYB session" => Approved,
        /// Rejected.
        "a rejected KYB session" => Rejected,
    }
}

words! {
    /// An action of the merchant on a KYB session.
    KybAction("kyb_action", "submits the KYB session|deletes the last document") {
        /// Submits it.
        "submits the KYB session" => Submit,
        /// Deletes the document that was uploaded last.
        "deletes the last document" => Delete,
    }
}
