//! The natural persons of the demo: two verified, three not verified.

use serde_json::json;

use super::history::{History, later};
use super::profile::profile_of;
use crate::domain::clock::Span;
use crate::domain::session::{CHECK_TYPES, Check, KycSession, Reason};
use crate::domain::user::{User, UserKind};
use crate::input::read_person;
use crate::operations;
use crate::store::Result;

/// The name, birthdate, address and occupation of a person.
#[derive(Clone, Copy)]
pub(super) struct Someone {
    name: &'static str,
    surname: &'static str,
    born: &'static str,
    country: &'static str,
    phone: &'static str,
    street: &'static str,
    city: &'static str,
    postal_code: &'static str,
    activity: &'static str,
}

pub(super) const ANA: Someone = Someone {
    name: "Ana",
    surname: "Ruiz Ortega",
    born: "1990-05-15",
    country: "ES",
    phone: "+34612345678",
    street: "Calle Mayor 14, 3B",
    city: "Madrid",
    postal_code: "28013",
    activity: "ACCOUNTANT",
};
pub(super) const BRUNO: Someone = Someone {
    name: "Bruno",
    surname: "Costa",
    born: "1984-11-02",
    country: "PT",
    phone: "+351912345678",
    street: "Rua Augusta 210",
    city: "Lisboa",
    postal_code: "1100-053",
    activity: "BAKER",
};
pub(super) const CHLOE: Someone = Someone {
    name: "Chloé",
    surname: "Martin",
    born: "1996-02-27",
    country: "FR",
    phone: "+33612345678",
    street: "12 rue des Lilas",
    city: "Lyon",
    postal_code: "69003",
    activity: "ACTOR",
};
pub(super) const DAVID: Someone = Someone {
    name: "David",
    surname: "Klein",
    born: "1979-08-19",
    country: "DE",
    phone: "+4915112345678",
    street: "Hauptstraße 5",
    city: "Köln",
    postal_code: "50667",
    activity: "AGRICULTURAL_WORKER",
};
pub(super) const ELENA: Someone = Someone {
    name: "Elena",
    surname: "Petrova",
    born: "2001-12-30",
    country: "BG",
    phone: "+359881234567",
    street: "ul. Shipka 8",
    city: "Sofia",
    postal_code: "1504",
    activity: "ADMINISTRATIVE_ASSISTANT",
};

/// Makes a user with this profile.
fn registered(history: &History<'_>, before: Span, who: Someone) -> Result<User> {
    let country = who.country;
    let said = json!({
        "name": who.name, "surname": who.surname,
        "email": format!("{}@example.com", who.name.to_lowercase().replace('é', "e")),
        "birthdate": who.born, "phoneNumber": who.phone, "phoneNumberCountry": country,
        "birthCountry": country, "nationality": country, "documentType": "PASSPORT",
        "documentNumber": format!("{country}{}", who.postal_code.replace('-', "")),
        "address": who.street, "city": who.city, "province": who.city, "country": country,
        "postalCode": who.postal_code, "activity": who.activity,
        "employmentStatus": "EMPLOYED", "professionalSector": "Services",
        "sourceOfFunds": "SALARY", "estimatedAnnualIncome": 32_000,
        "estimatedAnnualTransactionVolume": 12_000, "estimatedNetWorth": 45_000,
        "hasPepCloseAssociate": false, "isPublicOffice": false,
        "termsAndConditionsAccepted": true,
    });
    let mut born = None;
    let profile = profile_of(&said, |fields| read_person(fields, &mut born))?;
    history.at(before, |scope| operations::users::create(scope, UserKind::Individual, profile))
}

/// Makes a user with an open KYC session.
fn started(history: &History<'_>, before: Span, who: Someone) -> Result<KycSession> {
    let user = registered(history, before, who)?;
    history.at(later(before, 6), |scope| operations::kyc::start(scope, &user))
}

/// Makes a verified user.
pub(super) fn verified(history: &History<'_>, before: Span, who: Someone) -> Result<User> {
    let session = started(history, before, who)?;
    history.at(later(before, 95), |scope| {
        operations::kyc::approve(scope, session.id)?;
        scope.user(session.user)
    })
}

/// Makes a user whose session is in manual review.
pub(super) fn in_review(history: &History<'_>, before: Span, who: Someone) -> Result<()> {
    let session = started(history, before, who)?;
    history.at(later(before, 18), |scope| operations::kyc::review(scope, session.id)).map(drop)
}

/// Makes a user who has not opened the session.
pub(super) fn invited(history: &History<'_>, before: Span, who: Someone) -> Result<()> {
    started(history, before, who).map(drop)
}

/// Makes a user whose session is rejected.
pub(super) fn rejected(history: &History<'_>, before: Span, who: Someone) -> Result<()> {
    let session = started(history, before, who)?;
    let reason = |found_by: &str, code: &str, message: &str, category: &str| Reason {
        found_by: found_by.to_owned(),
        code: code.to_owned(),
        message: message.to_owned(),
        category: category.to_owned(),
    };
    let document = [
        reason("document", "KYC.DOC.EXPIRED", "The document has expired", "DOC"),
        reason("document", "KYC.DOC.DETERIORATED", "The photograph cannot be read", "DOC"),
    ];
    let face = reason("biometrics", "KYC.FACE.MISMATCH", "It is another person", "FACE");
    let refused = [
        Check { check_type: CHECK_TYPES[0].to_owned(), reasons: document.to_vec() },
        Check { check_type: CHECK_TYPES[1].to_owned(), reasons: vec![face] },
    ];
    history
        .at(later(before, 240), |scope| operations::kyc::reject(scope, session.id, &refused))
        .map(drop)
}
