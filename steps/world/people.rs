//! The people of a scenario: users, companies, related parties.

use std::collections::BTreeMap;

use bytes::Bytes;

/// A user of the scenario, by first name.
#[derive(Clone, Debug, Default)]
pub struct UserRecord {
    /// The user's id.
    pub id: String,
    /// True for a company.
    pub is_business: bool,
    /// The last KYC session's id.
    pub session: Option<String>,
    /// The verification of a company.
    pub kyb: KybRecord,
    /// Accounts by currency, the last one of each.
    pub accounts: BTreeMap<String, String>,
}

/// A company's verification in this scenario.
#[derive(Clone, Debug, Default)]
pub struct KybRecord {
    /// The last session's id.
    pub session: Option<String>,
    /// The uploaded documents, oldest first, each with its bytes.
    pub documents: Vec<(String, Bytes)>,
}

/// A related party, by first name.
#[derive(Clone, Debug, Default)]
pub struct PartyRecord {
    /// The related party's id.
    pub id: String,
    /// The last KYC session's id.
    pub session: String,
    /// The KYB session of the declaration.
    pub kyb_session: String,
}
