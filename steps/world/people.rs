//! The people of a scenario: users, companies, related parties.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::world::CastMember;

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
    /// The ids of all accounts that the scenario has opened.
    pub opened: Vec<String>,
    /// True for a member of the cast, who has a past before the scenario.
    pub is_of_cast: bool,
}

impl From<&CastMember> for UserRecord {
    fn from(member: &CastMember) -> Self {
        let CastMember { user, is_business, session, .. } = member.clone();
        let mut record = Self { id: user, is_business, is_of_cast: true, ..Self::default() };
        if is_business {
            record.kyb.session = Some(session);
        } else {
            record.session = Some(session);
        }
        record
    }
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
