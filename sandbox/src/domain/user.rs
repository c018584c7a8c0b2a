//! Users: natural persons and companies, and their level of verification.

use serde_json::{Map, Value, json};

use super::clock::Moment;
use super::event::{Event, EventType};
use super::id::Id;

/// The level of verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Not verified; the level of every new user (USER-4).
    Light,
    /// Verified: may have accounts (ACC-2, KYB-17).
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

/// The kinds of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserKind {
    /// A natural person.
    Individual,
    /// A company.
    Business,
}

impl UserKind {
    /// Every kind.
    pub(crate) const ALL: [Self; 2] = [Self::Individual, Self::Business];

    /// The code in the database.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Individual => "INDIVIDUAL",
            Self::Business => "BUSINESS",
        }
    }
}

/// A person or a company.
#[derive(Debug, Clone)]
pub(crate) struct User {
    /// Its identifier.
    pub(crate) id: Id<User>,
    /// Its kind: a natural person or a company.
    pub(crate) kind: UserKind,
    /// The number of its verification record: `kycId` or `kybId`.
    pub(crate) record: i64,
    /// Its level of verification.
    pub(crate) level: Level,
    /// The profile as the request gave it.
    pub(crate) profile: Map<String, Value>,
    /// The moment of its creation.
    pub(crate) created_at: Moment,
}

impl User {
    /// The legal name of a company, as the request gave it.
    pub(crate) fn legal_name(&self) -> &str {
        self.said("/company/legalName").as_str().unwrap_or_default()
    }

    /// The name for people.
    pub(crate) fn full_name(&self) -> String {
        match self.kind {
            UserKind::Individual => {
                let part = |place| self.said(place).as_str().unwrap_or_default();
                format!("{} {}", part("/name"), part("/surname"))
            }
            UserKind::Business => self.legal_name().to_owned(),
        }
    }

    /// The e-mail address.
    pub(crate) fn email(&self) -> &str {
        let place = match self.kind {
            UserKind::Individual => "/email",
            UserKind::Business => "/company/contact/email",
        };
        self.said(place).as_str().unwrap_or_default()
    }

    fn said(&self, pointer: &str) -> &Value {
        let mut steps = pointer.split('/').skip(1);
        let first = steps.next().and_then(|step| self.profile.get(step));
        steps.fold(first, |value, step| value?.get(step)).unwrap_or(&Value::Null)
    }

    /// The payer who pays with the user's own card; a company has no surname and no birthdate.
    pub(crate) fn payer(&self) -> Value {
        let (name, email, phone, document_number, place, line) = match self.kind {
            UserKind::Individual => {
                ("/name", "/email", "/phoneNumber", "/documentNumber", "", "address")
            }
            UserKind::Business => (
                "/company/legalName",
                "/company/contact/email",
                "/company/contact/phone",
                "/company/taxId",
                "/company/addresses/registered",
                "line1",
            ),
        };
        let document_type = match self.kind {
            UserKind::Individual => self.said("/documentType").clone(),
            UserKind::Business => json!("TAX_ID"),
        };
        json!({
            "name": self.said(name),
            "surname": self.said("/surname"),
            "email": self.said(email),
            "phone": self.said(phone),
            "birthdate": self.said("/birthdate"),
            "documentType": document_type,
            "documentNumber": self.said(document_number),
            "address": self.said(&format!("{place}/{line}")),
            "city": self.said(&format!("{place}/city")),
            "province": self.said(&format!("{place}/province")),
            "postalCode": self.said(&format!("{place}/postalCode")),
            "country": self.said(&format!("{place}/country")),
        })
    }

    /// The event of the level (KYC-2, KYC-8, KYB-13).
    pub(crate) fn level_event(&self, at: Moment) -> Event {
        let state = self.level.code();
        let (kind, data) = match self.kind {
            UserKind::Individual => (
                EventType::KycStateUpdated,
                json!({
                    "kycId": self.record,
                    "entityType": "user",
                    "userId": self.id,
                    "state": state,
                }),
            ),
            UserKind::Business => (
                EventType::KybStateUpdated,
                json!({"kybId": self.record, "userId": self.id, "state": state}),
            ),
        };
        Event { kind, resource: self.id.uuid(), at, data }
    }
}
