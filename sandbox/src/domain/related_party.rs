//! People behind a company, each of whom is verified with a session of their own.

use serde_json::{Map, Value, json};

use super::clock::Moment;
use super::event::{Event, EventType};
use super::id::Id;
use super::kyb::KybSession;
use super::session::{Session, SessionState};
use super::user::{Level, User};

/// What a related party can be to the company.
pub(crate) const ROLE_TYPES: &[&str] = &["SHAREHOLDER", "UBO", "AUTHORIZED_REPRESENTATIVE"];

/// Who runs the sessions of related parties.
pub(crate) const PROVIDER: &str = "mati";

/// A person behind a company.
#[derive(Debug, Clone)]
pub(crate) struct RelatedParty {
    /// Its identifier.
    pub(crate) id: Id<RelatedParty>,
    /// The number of its verification record.
    pub(crate) record: i64,
    /// The review in which it was declared.
    pub(crate) kyb: Id<KybSession>,
    /// What was said about the person; what was not is null.
    pub(crate) profile: Map<String, Value>,
    /// The latest attempt to verify the person.
    pub(crate) session: Session,
}

impl RelatedParty {
    /// First and last name.
    pub(crate) fn name(&self) -> String {
        let said = |field| self.profile.get(field).and_then(Value::as_str).unwrap_or_default();
        format!("{} {}", said("firstName"), said("lastName"))
    }

    /// Whether the identity is proved.
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

    /// The session as others are told of it.
    pub(crate) fn session_view(&self, portal_url: &str) -> Value {
        json!({
            "id": self.session.id,
            "provider": PROVIDER,
            "url": self.session.hosted_url(portal_url),
            "expiresAt": self.session.expires_at,
        })
    }

    /// The report that the person has a session and should go there.
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

    /// The report that the person is verified.
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
