//! The people whose money it is, and how far they have been verified.

use serde_json::{Map, Value, json};

use super::clock::Moment;
use super::event::{Event, EventType};
use super::id::Id;

/// How far a user has been verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Known by name only.
    Light,
    /// Verified: may have accounts.
    Regular,
}

impl Level {
    /// Every level.
    pub(crate) const ALL: [Self; 2] = [Self::Light, Self::Regular];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Light => "LIGHT",
            Self::Regular => "REGULAR",
        }
    }
}

/// A natural person.
#[derive(Debug, Clone)]
pub(crate) struct User {
    /// Its identifier.
    pub(crate) id: Id<User>,
    /// The number of its verification record.
    pub(crate) kyc_id: i64,
    /// How far it has been verified.
    pub(crate) level: Level,
    /// Everything that was said about the person, as it was said.
    pub(crate) profile: Map<String, Value>,
    /// When it was made.
    pub(crate) created_at: Moment,
}

impl User {
    /// The report that the level has become what it is.
    pub(crate) fn level_event(&self, at: Moment) -> Event {
        let data = json!({
            "kycId": self.kyc_id,
            "entityType": "user",
            "userId": self.id,
            "state": self.level.code(),
        });
        Event { kind: EventType::KycStateUpdated, resource: self.id.uuid(), at, data }
    }
}
