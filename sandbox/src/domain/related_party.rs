//! Related parties: people behind a company, each verified with a KYC session (KYB-11, KYB-12).

use serde_json::{Map, Value, json};

use super::clock::Moment;
use super::event::{Event, EventType};
use super::id::{Id, RelatedPartyId};
use super::kyb::KybSession;
use super::session::{KycSession, SessionState};
use super::user::{Level, User};

/// The roles of related parties.
pub(crate) const ROLE_TYPES: &[&str] = &["SHAREHOLDER", "UBO", "AUTHORIZED_REPRESENTATIVE"];

/// The provider that answers and events name for a related party's session.
pub(crate) const PROVIDER: &str = "mati";

/// A person behind a company.
#[derive(Debug, Clone)]
pub(crate) struct RelatedParty {
    /// Its identifier.
    pub(crate) id: RelatedPartyId,
    /// The number of its verification record.
    pub(crate) record: i64,
    /// The KYB session in which compliance declared it.
    pub(crate) kyb: Id<KybSession>,
    /// The profile of the person; missing fields are null.
    pub(crate) profile: Map<String, Value>,
    /// The latest session of the person.
    pub(crate) session: KycSession,
}

impl RelatedParty {
    /// The first and the last name.
    pub(crate) fn name(&self) -> String {
        let said = |field| self.profile.get(field).and_then(Value::as_str).unwrap_or_default();
        format!("{} {}", said("firstName"), said("lastName"))
    }

    /// True if the person is verified (KYB-12).
    pub(crate) fn is_verified(&self) -> bool {
        self.session.state == SessionState::Verified
    }

    /// The status on the wire, which follows the latest session.
    pub(crate) fn status(&self) -> &'static str {
        match self.session.state {
            SessionState::NotStarted | SessionState::Review => "KYC_PENDING",
            SessionState::Verified => "KYC_VERIFIED",
            SessionState::Rejected => "KYC_REJECTED",
            SessionState::Expired => "KYC_EXPIRED",
        }
    }

    /// The session as answers and events show it.
    pub(crate) fn session_view(&self, portal_url: &str) -> Value {
        json!({
            "id": self.session.id,
            "provider": PROVIDER,
            "url": self.session.hosted_url(portal_url),
            "expiresAt": self.session.expires_at,
        })
    }

    /// The event that asks the person to open the session (KYB-11).
    pub(crate) fn session_event(&self, company: &User, portal_url: &str) -> Event {
        let mut party = Map::new();
        party.insert("id".into(), json!(self.id));
        let said = self.profile.iter().filter(|(_, value)| !value.is_null());
        party.extend(said.map(|(field, value)| (field.clone(), value.clone())));
        party.insert("status".into(), self.status().into());
        let data = json!({
            "businessUser": {"id": company.record, "name": company.legal_name()},
            "relatedParty": party,
            "kycSession": self.session_view(portal_url),
        });
        let kind = EventType::RelatedPartyKycSessionCreated;
        Event { kind, resource: company.id.uuid(), at: self.session.created_at, data }
    }

    /// The event of a verified person.
    pub(crate) fn verified_event(&self, at: Moment) -> Event {
        let data = json!({
            "kycId": self.record,
            "entityType": "related-party",
            "relatedPartyId": self.id,
            "state": Level::Regular.code(),
        });
        Event { kind: EventType::KycStateUpdated, resource: self.session.user.uuid(), at, data }
    }
}
