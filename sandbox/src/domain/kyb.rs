//! Verification of companies: the states of a KYB session, from its documents to the decision.

use super::clock::Moment;
use super::id::Id;
use super::refusal::Refusal;
use super::user::User;

/// The document types that a submission needs (KYB-8).
pub(crate) const MANDATORY_TYPES: [&str; 4] =
    ["MEMORANDUM_ARTICLES", "BUSINESS_NUMBER", "PROOF_OF_ADDRESS", "DIRECTORS_SHAREHOLDERS_REG"];

/// The states of a KYB session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KybState {
    /// Documents are collected (KYB-1).
    Created,
    /// Compliance reviews the documents (KYB-9).
    InReview,
    /// Compliance asks for more documents (KYB-14).
    InfoRequested,
    /// The company is verified (KYB-13).
    Approved,
    /// The company is not verified (KYB-15).
    Rejected,
}

impl KybState {
    /// Every state.
    pub(crate) const ALL: [Self; 5] =
        [Self::Created, Self::InReview, Self::InfoRequested, Self::Approved, Self::Rejected];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::InReview => "IN_REVIEW",
            Self::InfoRequested => "INFO_REQUESTED",
            Self::Approved => "APPROVED",
            Self::Rejected => "REJECTED",
        }
    }

    /// True if no decision has been made yet.
    pub(crate) const fn is_undecided(self) -> bool {
        matches!(self, Self::Created | Self::InReview | Self::InfoRequested)
    }

    const fn takes_documents(self) -> bool {
        matches!(self, Self::Created | Self::InfoRequested)
    }

    /// True if a session in this state may take the state `next` (KYB-9, KYB-13, KYB-14, KYB-15).
    pub(crate) const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Created | Self::InfoRequested, Self::InReview)
                | (Self::InReview, Self::InfoRequested | Self::Approved | Self::Rejected)
                | (Self::InfoRequested, Self::Rejected)
        )
    }
}

/// One attempt to verify a company.
#[derive(Debug, Clone)]
pub(crate) struct KybSession {
    /// Its identifier.
    pub(crate) id: Id<KybSession>,
    /// The company.
    pub(crate) user: Id<User>,
    /// The number of the company's verification record.
    pub(crate) kyb_id: i64,
    /// Its state.
    pub(crate) state: KybState,
    /// The latest request of compliance for more documents.
    pub(crate) info_request: Option<String>,
    /// The moment of its creation.
    pub(crate) created_at: Moment,
    /// The moment of the last change of the session or its documents.
    pub(crate) updated_at: Moment,
}

impl KybSession {
    /// A new session that waits for documents.
    pub(crate) fn start(id: Id<Self>, company: &User, now: Moment) -> Self {
        Self {
            id,
            user: company.id,
            kyb_id: company.record,
            state: KybState::Created,
            info_request: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// Refuses a change of the documents after the submission (KYB-7, KYB-9, KYB-10, KYB-14).
    pub(crate) fn check_takes_documents(&self) -> Result<(), Refusal> {
        if self.state.takes_documents() { Ok(()) } else { Err(Refusal::SessionSubmitted) }
    }

    /// Refuses an action that belongs to a review if there is no review (KYB-11).
    pub(crate) fn check_under_review(&self) -> Result<(), Refusal> {
        match self.state {
            KybState::InReview | KybState::InfoRequested => Ok(()),
            state @ KybState::Created => Err(Refusal::NotUnderReview(state.code())),
            state => Err(Refusal::SessionFinal(state.code())),
        }
    }

    /// Submits the session with documents of these types (KYB-8, KYB-9).
    pub(crate) fn submit(&mut self, present: &[&str], now: Moment) -> Result<(), Refusal> {
        self.check_takes_documents()?;
        let missing = missing_types(present);
        if !missing.is_empty() {
            return Err(Refusal::MissingDocuments(missing));
        }
        self.become_at(KybState::InReview, now)
    }

    /// Takes the state that compliance decides on (KYB-13, KYB-14, KYB-15).
    pub(crate) fn decide(&mut self, next: KybState, now: Moment) -> Result<(), Refusal> {
        if !self.state.is_undecided() {
            return Err(Refusal::SessionFinal(self.state.code()));
        }
        self.become_at(next, now)
    }

    fn become_at(&mut self, next: KybState, now: Moment) -> Result<(), Refusal> {
        let (from, to) = (self.state, next);
        if !from.may_become(to) {
            return Err(Refusal::InvalidTransition { from: from.code(), to: to.code() });
        }
        self.state = to;
        self.updated_at = now;
        Ok(())
    }
}

/// The mandatory types that are missing from `present` (KYB-8).
pub(crate) fn missing_types(present: &[&str]) -> Vec<&'static str> {
    MANDATORY_TYPES.iter().copied().filter(|needed| !present.contains(needed)).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn session(state: KybState) -> KybSession {
        let (id, now) = (Uuid::from_u128(1), Moment::from_millis(0));
        KybSession {
            id: Id::new(id),
            user: Id::new(id),
            kyb_id: 1,
            state,
            info_request: None,
            created_at: now,
            updated_at: now,
        }
    }

    #[test]
    fn compliance_decides_only_sessions_under_review() {
        use KybState::{Approved, Created, InReview, InfoRequested, Rejected};
        let possible = [
            (InReview, InfoRequested),
            (InReview, Approved),
            (InReview, Rejected),
            (InfoRequested, Rejected),
        ];
        for from in KybState::ALL {
            for to in [InfoRequested, Approved, Rejected] {
                let mut session = session(from);
                let decided = session.decide(to, Moment::from_millis(5));
                let expected = if possible.contains(&(from, to)) {
                    Ok(())
                } else if [Approved, Rejected].contains(&from) {
                    Err(Refusal::SessionFinal(from.code()))
                } else {
                    Err(Refusal::InvalidTransition { from: from.code(), to: to.code() })
                };
                let (state, millis) = if expected.is_ok() { (to, 5) } else { (from, 0) };
                assert_eq!(decided, expected, "{from:?} {to:?}");
                assert_eq!((session.state, session.updated_at.millis()), (state, millis));
            }
            let under_review = match from {
                InReview | InfoRequested => Ok(()),
                Created => Err(Refusal::NotUnderReview(from.code())),
                Approved | Rejected => Err(Refusal::SessionFinal(from.code())),
            };
            assert_eq!(session(from).check_under_review(), under_review);
            let takes = [Created, InfoRequested].contains(&from);
            assert_eq!(session(from).check_takes_documents().is_ok(), takes);
        }
    }

    #[test]
    fn a_submission_is_refused_for_its_state_before_its_documents() {
        for from in KybState::ALL {
            let mut incomplete = session(from);
            let refused = incomplete.submit(&["OTHER", MANDATORY_TYPES[2]], Moment::from_millis(5));
            let mut complete = session(from);
            let submitted = complete.submit(&MANDATORY_TYPES, Moment::from_millis(5));
            if from.takes_documents() {
                let missing = [MANDATORY_TYPES[0], MANDATORY_TYPES[1], MANDATORY_TYPES[3]];
                assert_eq!(refused, Err(Refusal::MissingDocuments(missing.to_vec())));
                assert_eq!((submitted, complete.state), (Ok(()), KybState::InReview));
            } else {
                assert_eq!(refused, Err(Refusal::SessionSubmitted));
                assert_eq!(submitted, Err(Refusal::SessionSubmitted));
            }
            assert_eq!(incomplete.state, from);
        }
    }
}
