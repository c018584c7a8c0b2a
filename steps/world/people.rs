//! What a scenario knows of its people: users, companies, and the persons behind companies.

use std::collections::BTreeMap;

use bytes::Bytes;

/// A user of the scenario, by first name.
#[derive(Clone, Debug, Default)]
pub struct UserRecord {
    /// The user's id.
    pub id: String,
    /// A company, not a person.
    pub is_business: bool,
    /// The last KYC session's id.
    pub session: Option<String>,
    /// What a company has handed in to be verified.
    pub kyb: KybRecord,
    /// Accounts by currency, the last one of each.
    pub accounts: BTreeMap<String, String>,
    /// Belongs to the other merchant.
    pub of_other: bool,
}

/// A company's verification, as far as the scenario made it.
#[derive(Clone, Debug, Default)]
pub struct KybRecord {
    /// The last session's id.
    pub session: Option<String>,
    /// The documents handed in, oldest first, each with its bytes.
    pub documents: Vec<(String, Bytes)>,
}

/// Somebody behind a company, by first name.
#[derive(Clone, Debug, Default)]
pub struct PartyRecord {
    /// The related party's id.
    pub id: String,
    /// The last KYC session's id.
    pub session: String,
    /// The KYB session that they were declared in.
    pub kyb_session: String,
}
