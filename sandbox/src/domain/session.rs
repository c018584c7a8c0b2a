//! KYC sessions: decision, checks and expiry.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::clock::{Moment, Span};
use super::event::{Event, EventType};
use super::id::{Id, RelatedPartyId};
use super::refusal::Refusal;
use super::user::User;

/// The time from the creation of a session to its expiry (KYC-1, KYC-5).
pub(crate) const LIFETIME: Span = Span::days(7);

/// The states of a KYC session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionState {
    /// Open, without a decision (KYC-1).
    NotStarted,
    /// Under manual review (KYC-4).
    Review,
    /// Approved (KYC-2).
    Verified,
    /// Rejected (KYC-3).
    Rejected,
    /// Undecided at its expiry (KYC-5).
    Expired,
}

impl SessionState {
    /// Every state.
    pub(crate) const ALL: [Self; 5] =
        [Self::NotStarted, Self::Review, Self::Verified, Self::Rejected, Self::Expired];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "NOT_STARTED",
            Self::Review => "REVIEW",
            Self::Verified => "VERIFIED",
            Self::Rejected => "REJECTED",
            Self::Expired => "EXPIRED",
        }
    }

    /// True if a decision is still possible (KYC-4, KYC-6).
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::NotStarted | Self::Review)
    }
}

/// One attempt to verify a person.
#[derive(Debug, Clone)]
pub(crate) struct KycSession {
    /// Its identifier.
    pub(crate) id: Id<KycSession>,
    /// The user it verifies, or the company whose related party it verifies.
    pub(crate) user: Id<User>,
    /// The related party it verifies, if it does not verify a user.
    pub(crate) related_party: Option<RelatedPartyId>,
    /// Its state.
    pub(crate) state: SessionState,
    /// The moment of its creation.
    pub(crate) created_at: Moment,
    /// The moment of its last change of state.
    pub(crate) updated_at: Moment,
    /// The moment of its expiry (KYC-5).
    pub(crate) expires_at: Moment,
}

impl KycSession {
    /// A new session that waits for a decision (KYC-1).
    pub(crate) fn start(id: Id<Self>, user: Id<User>, now: Moment) -> Self {
        let expires_at = now.plus(LIFETIME);
        let state = SessionState::NotStarted;
        let related_party = None;
        Self { id, user, related_party, state, created_at: now, updated_at: now, expires_at }
    }

    /// The page on which the person is verified.
    pub(crate) fn hosted_url(&self, portal_url: &str) -> String {
        format!("{portal_url}/verify/{}", self.id)
    }

    /// Takes the state `next`, unless the session is decided or expired (KYC-6).
    pub(crate) fn decide(&mut self, next: SessionState, now: Moment) -> Result<(), Refusal> {
        if !self.state.is_open() {
            return Err(Refusal::SessionFinal(self.state.code()));
        }
        if now >= self.expires_at {
            return Err(Refusal::SessionFinal(SessionState::Expired.code()));
        }
        self.state = next;
        self.updated_at = now;
        Ok(())
    }

    /// Expires, with the due moment as the moment of the change (KYC-5).
    pub(crate) fn expire(&mut self) {
        self.state = SessionState::Expired;
        self.updated_at = self.expires_at;
    }

    /// The event of its current state; a rejection names the refused checks (KYC-3).
    pub(crate) fn event(&self, checks: &[Check]) -> Option<Event> {
        let kind = match self.state {
            SessionState::NotStarted => return None,
            SessionState::Review => EventType::KycSessionManualReview,
            SessionState::Verified => EventType::KycSessionVerified,
            SessionState::Rejected => EventType::KycSessionFailed,
            SessionState::Expired => EventType::KycSessionExpired,
        };
        let mut data = match self.related_party {
            None => json!({"sessionId": self.id, "userId": self.user, "entityType": "user"}),
            Some(party) => json!({
                "sessionId": self.id,
                "relatedPartyId": party,
                "entityType": "related-party",
            }),
        };
        if self.state == SessionState::Rejected {
            let refused = checks.iter().filter(|check| check.is_refused()).map(Check::view);
            data["checks"] = refused.collect();
        }
        Some(Event { kind, resource: self.user.uuid(), at: self.updated_at, data })
    }
}

/// The types of checks in a session.
pub(crate) const CHECK_TYPES: [&str; 2] = ["document-verification", "face-matching"];

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Check {
    /// One of [`CHECK_TYPES`].
    pub(crate) check_type: String,
    /// The reasons for its refusal; empty if it passed.
    pub(crate) reasons: Vec<Reason>,
}

/// A reason for refusing a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reason {
    /// The kind of inspection that found the fault.
    #[serde(rename = "type")]
    pub(crate) found_by: String,
    /// A code for programs.
    pub(crate) code: String,
    /// A text for people.
    pub(crate) message: String,
    /// The group of the code.
    pub(crate) category: String,
}

impl Reason {
    /// The reason with this code, for a check of this type.
    pub(crate) fn new(check_type: &str, code: &str, message: &str) -> Self {
        let is_document = check_type == CHECK_TYPES[0];
        let (found_by, category) = if is_document { ("document", "DOC") } else { ("face", "FACE") };
        let [found_by, code, message, category] =
            [found_by, code, message, category].map(str::to_owned);
        Self { found_by, code, message, category }
    }
}

/// The largest number of reasons for refusing one check.
pub(crate) const MAX_REASONS: usize = 20;

/// A common reason for refusing a check.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownReason {
    /// One of [`CHECK_TYPES`].
    pub(crate) check_type: &'static str,
    /// A code for programs.
    pub(crate) code: &'static str,
    /// A text for people.
    pub(crate) message: &'static str,
}

const fn of_document(code: &'static str, message: &'static str) -> KnownReason {
    KnownReason { check_type: CHECK_TYPES[0], code, message }
}

const fn of_face(code: &'static str, message: &'static str) -> KnownReason {
    KnownReason { check_type: CHECK_TYPES[1], code, message }
}

impl KnownReason {
    /// The reasons that the Portal offers; the first one applies if the operator chooses none.
    pub(crate) const ALL: [Self; 7] = [
        of_document("KYC.DOC.DETERIORATED", "The document is too damaged to be read"),
        of_document("KYC.DOC.EXPIRED", "The document has expired"),
        of_document("KYC.DOC.UNREADABLE", "The picture of the document is not readable"),
        of_document("KYC.DOC.UNSUPPORTED", "This kind of document is not accepted"),
        of_document("KYC.DOC.DATA_MISMATCH", "The document names somebody else"),
        of_face("KYC.FACE.MISMATCH", "The face is not the one on the document"),
        of_face("KYC.FACE.NOT_LIVE", "No living person was seen"),
    ];

    /// The reason in full.
    pub(crate) fn reason(self) -> Reason {
        Reason::new(self.check_type, self.code, self.message)
    }
}

impl Check {
    /// True if the check was refused.
    pub(crate) fn is_refused(&self) -> bool {
        !self.reasons.is_empty()
    }

    /// The checks of a decided session: the refused ones as given, the others passed.
    pub(crate) fn complete(refused: &[Self]) -> Vec<Self> {
        CHECK_TYPES
            .iter()
            .map(|name| {
                let named = refused.iter().find(|check| check.check_type == *name).cloned();
                named.unwrap_or_else(|| Self { check_type: (*name).to_owned(), reasons: vec![] })
            })
            .collect()
    }

    /// The refused check that applies if the operator names none.
    pub(crate) fn default_refusal() -> Self {
        let [first, ..] = KnownReason::ALL;
        Self { check_type: first.check_type.to_owned(), reasons: vec![first.reason()] }
    }

    fn view(&self) -> Value {
        let state = if self.is_refused() { 2 } else { 1 };
        json!({"type": self.check_type, "state": state, "data": {}, "reasons": self.reasons})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn session() -> KycSession {
        let id = Uuid::from_u128(1);
        KycSession::start(Id::new(id), Id::new(id), Moment::from_millis(0))
    }

    #[test]
    fn a_decision_is_final() {
        let now = Moment::from_millis(1);
        for last in [SessionState::Verified, SessionState::Rejected] {
            let mut session = session();
            session.decide(SessionState::Review, now).unwrap();
            session.decide(last, now).unwrap();
            let again = session.decide(SessionState::Verified, now);
            assert_eq!(again, Err(Refusal::SessionFinal(last.code())));
        }
    }

    #[test]
    fn nothing_is_decided_after_seven_days() {
        let mut session = session();
        let late = session.decide(SessionState::Verified, Moment::from_millis(0).plus(LIFETIME));
        assert_eq!(late, Err(Refusal::SessionFinal("EXPIRED")));
        session.expire();
        assert_eq!(session.updated_at, session.expires_at);
        assert_eq!(session.event(&[]).unwrap().kind, EventType::KycSessionExpired);
    }

    #[test]
    fn the_event_of_a_rejection_shows_only_refused_checks() {
        let mut session = session();
        session.decide(SessionState::Rejected, Moment::from_millis(1)).unwrap();
        let checks = Check::complete(&[Check::default_refusal()]);
        assert_eq!(checks.len(), 2);
        let event = session.event(&checks).unwrap();
        assert_eq!(event.data["checks"].as_array().map(Vec::len), Some(1));
        assert_eq!(event.data["checks"][0]["state"], 2);
    }
}
