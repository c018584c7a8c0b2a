//! The companies of the demo: one verified, one under review.

use serde_json::{Value, json};

use super::files;
use super::history::{History, later};
use super::profile::profile_of;
use crate::domain::clock::Span;
use crate::domain::document::{CATEGORIES, DocumentDraft};
use crate::domain::kyb::{KybSession, MANDATORY_TYPES};
use crate::domain::related_party::RelatedParty;
use crate::domain::user::{User, UserKind};
use crate::input::read_company;
use crate::input::read_related_party;
use crate::operations;
use crate::store::Result;

/// Title and file name of the document of each mandatory type.
const TITLES: [(&str, &str); 4] = [
    ("Memorandum and articles", "articles.pdf"),
    ("Register of businesses", "register-extract.pdf"),
    ("Proof of address", "electricity-bill.pdf"),
    ("Directors and shareholders", "shareholders.pdf"),
];

/// Makes a verified company.
pub(super) fn approved(history: &History<'_>, before: Span) -> Result<User> {
    let said = company("Nordlicht Handels GmbH", "DE811907980", "Hamburg", "DE", "ECOMMERCE");
    let session = submitted(history, before, &said)?;
    let jana = person("Jana", "Lindner", "jana@nordlicht.example", "DE", 100);
    declare(history, later(before, 150), &session, &jana, true)?;
    history.at(later(before, 300), |scope| {
        let decided = operations::kyb::approve(scope, scope.kyb_session(session.id)?)?;
        scope.user(decided.session.user)
    })
}

/// Makes a company with a KYB session under review.
pub(super) fn under_review(history: &History<'_>, before: Span) -> Result<()> {
    let said = company("Puerto Azul Importaciones SL", "B87654321", "Valencia", "ES", "WHOLESALE");
    let session = submitted(history, before, &said)?;
    let marta = person("Marta", "Soler Vidal", "marta@puertoazul.example", "ES", 60);
    declare(history, later(before, 200), &session, &marta, true)?;
    let pablo = person("Pablo", "Soler Vidal", "pablo@puertoazul.example", "ES", 40);
    declare(history, later(before, 205), &session, &pablo, false)?;
    Ok(())
}

/// Makes a company whose documents are submitted.
fn submitted(history: &History<'_>, before: Span, said: &Value) -> Result<KybSession> {
    let mut founded = None;
    let profile = profile_of(said, |fields| read_company(fields, &mut founded))?;
    let name = said["company"]["legalName"].as_str().unwrap_or_default();
    let session = history.at(before, |scope| {
        let company = operations::users::create(scope, UserKind::Business, profile)?;
        Ok(operations::kyb::start(scope, &company)?.session)
    })?;
    let mut minutes = 20;
    for (kind, (title, file_name)) in MANDATORY_TYPES.into_iter().zip(TITLES) {
        let file = files::pdf(title, &[name, "This document is a sample."]);
        add(history, later(before, minutes), &session, &draft(kind, file_name, file))?;
        minutes += 3;
    }
    let seal = draft("OTHER", "company-seal.png", files::png());
    add(history, later(before, minutes), &session, &seal)?;
    history.at(later(before, 60), |scope| {
        Ok(operations::kyb::submit(scope, scope.kyb_session(session.id)?)?.session)
    })
}

fn draft(kind: &str, file_name: &str, content: Vec<u8>) -> DocumentDraft {
    let (category, kind) = (CATEGORIES[0].to_owned(), kind.to_owned());
    DocumentDraft { category, kind, file_name: file_name.to_owned(), content }
}

fn add(
    history: &History<'_>,
    before: Span,
    session: &KybSession,
    draft: &DocumentDraft,
) -> Result<()> {
    history.at(before, |scope| {
        operations::kyb_documents::add(scope, scope.kyb_session(session.id)?, draft).map(drop)
    })
}

fn declare(
    history: &History<'_>,
    before: Span,
    kyb: &KybSession,
    said: &Value,
    is_verified: bool,
) -> Result<RelatedParty> {
    let profile = profile_of(said, read_related_party)?;
    let party = history.at(before, |scope| {
        operations::related_parties::declare(scope, kyb, profile, history.portal_url)
    })?;
    if is_verified {
        history.at(later(before, 90), |scope| operations::kyc::approve(scope, party.session.id))?;
    }
    Ok(party)
}

fn company(name: &str, tax_id: &str, city: &str, country: &str, industry: &str) -> Value {
    let address = json!({
        "line1": "Hafenstrasse 21", "city": city, "country": country, "postalCode": "20457",
        "province": city,
    });
    json!({
        "businessActivity": {
            "businessNature": "Trade in household goods", "industryType": industry,
            "revenueModel": "Sales to consumers and shops",
            "companySize": {
                "branchesInCountry": 2, "branchesOutsideCountry": 0, "totalEmployees": 18,
            },
        },
        "company": {
            "legalName": name, "taxId": tax_id, "addresses": {"registered": address},
            "incorporation": {"constitutionType": "LLC", "country": country, "date": "2014-09-01"},
            "contact": {"email": "office@example.com", "phone": "+34910000000"},
        },
    })
}

fn person(name: &str, surname: &str, email: &str, country: &str, share: i64) -> Value {
    json!({
        "roleType": "SHAREHOLDER", "firstName": name, "lastName": surname, "email": email,
        "nationality": country, "ownershipPercentage": share,
        "residentialAddress": {
            "addressLine1": "Plaza del Puerto 3", "city": "Valencia",
            "provinceState": "Valencia", "postalCode": "46024", "country": country,
        },
    })
}
