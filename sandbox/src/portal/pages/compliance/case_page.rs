//! The page of a KYB session, with its documents and related parties.

use askama::Template;

use super::choices::{Choices, choices};
use super::document::is_shown;
use super::facts::{Group, about};
use super::rows::SessionRow;
use super::wording::{ROOM, short, shown_name, words};
use crate::domain::clock::Moment;
use crate::domain::document::Document;
use crate::domain::file_format::FileFormat;
use crate::domain::kyb::{KybState, missing_types};
use crate::domain::related_party::{ROLE_TYPES, RelatedParty};
use crate::domain::user::User;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{Frame, ONBOARDING};
use crate::portal::pages::session::SignedIn;
use crate::portal::pages::shown::{Stamp, StateLabel};
use crate::store::KybCase;

/// At most this many documents or related parties are shown; more are only counted.
const MOST: usize = 40;
/// At most this many documents are shown within the page.
const PREVIEWS: usize = 20;

#[derive(Template)]
#[template(path = "kyb_case.html")]
pub(super) struct CasePage {
    frame: Frame,
    typed: FilledForm,
    roles: Choices,
    id: String,
    company: String,
    company_id: String,
    state: StateLabel,
    created_at: Stamp,
    updated_at: Stamp,
    /// The latest request of compliance for more documents (KYB-14).
    info_request: Option<String>,
    is_undecided: bool,
    /// True while related parties can be declared and the company can be rejected.
    is_under_review: bool,
    /// True while the company can be approved.
    is_in_review: bool,
    missing_documents: Vec<String>,
    unverified: Vec<String>,
    groups: Vec<Group>,
    documents: Vec<DocumentRow>,
    more_documents: usize,
    parties: Vec<PartyRow>,
    more_parties: usize,
}

struct DocumentRow {
    address: String,
    name: String,
    kind: String,
    size: String,
    state: StateLabel,
    reason: Option<String>,
    created_at: Stamp,
    is_image: bool,
    is_pdf: bool,
}

impl DocumentRow {
    fn of(document: &Document, now: Moment) -> Self {
        let Document { id, session, kind, file_name, .. } = document;
        let format = is_shown(file_name);
        Self {
            address: format!("/onboarding-business/{session}/documents/{id}"),
            name: shown_name(file_name),
            kind: document_name(kind),
            size: size(document.file_size),
            state: StateLabel::of(document.review_state.code()),
            reason: document.rejection_reason.as_deref().map(|reason| short(reason, ROOM)),
            created_at: Stamp::new(document.created_at, now),
            is_image: matches!(format, Some(FileFormat::Jpeg | FileFormat::Png)),
            is_pdf: format == Some(FileFormat::Pdf),
        }
    }

    fn is_shown(&self) -> bool {
        self.is_image || self.is_pdf
    }
}

struct PartyRow {
    id: String,
    role: String,
    ownership: String,
    email: String,
    nationality: String,
    status: StateLabel,
    session: SessionRow,
    /// True if another KYC session can be opened.
    may_try_again: bool,
}

impl PartyRow {
    fn of(party: &RelatedParty, is_under_review: bool, now: Moment) -> Self {
        let said = |field: &str| party.profile.get(field).and_then(|value| value.as_str());
        let share = party.profile.get("ownershipPercentage").filter(|share| !share.is_null());
        let has_failed = !party.session.state.is_open() && !party.is_verified();
        Self {
            id: party.id.to_string(),
            role: words(said("roleType").unwrap_or_default()),
            ownership: share
                .map_or_else(|| "Not provided".to_owned(), |share| format!("{share} %")),
            email: short(said("email").unwrap_or_default(), ROOM),
            nationality: said("nationality").unwrap_or_default().to_owned(),
            status: StateLabel::of(party.status()),
            session: SessionRow::of(&party.session, &party.name(), now),
            may_try_again: has_failed && is_under_review,
        }
    }
}

impl CasePage {
    pub(super) fn of(case: &KybCase, company: &User, who: &SignedIn, typed: FilledForm) -> Self {
        let KybCase { file, related_parties } = case;
        let (session, now) = (&file.session, who.now);
        let present = file.documents.iter().map(|known| known.kind.as_str()).collect::<Vec<_>>();
        let unverified = related_parties.iter().filter(|party| !party.is_verified());
        let verified = related_parties.iter().filter(|party| party.is_verified());
        let is_under_review = session.check_under_review().is_ok();
        // Related parties that are not verified come first.
        let parties = unverified.clone().chain(verified).take(MOST);
        Self {
            frame: who.frame(ONBOARDING),
            typed,
            roles: choices(Some("Choose a role"), ROLE_TYPES.iter().copied()),
            id: session.id.to_string(),
            company: shown_name(company.legal_name()),
            company_id: company.id.to_string(),
            state: StateLabel::of(session.state.code()),
            created_at: Stamp::new(session.created_at, now),
            updated_at: Stamp::new(session.updated_at, now),
            info_request: session.info_request.as_deref().map(|asked| short(asked, 10 * ROOM)),
            is_undecided: session.state.is_undecided(),
            is_under_review,
            is_in_review: session.state == KybState::InReview,
            missing_documents: missing_types(&present).into_iter().map(document_name).collect(),
            unverified: unverified.take(MOST).map(|party| shown_name(&party.name())).collect(),
            groups: about(company).into_iter().filter(is_told).collect(),
            documents: file.documents.iter().take(MOST).map(|d| DocumentRow::of(d, now)).collect(),
            more_documents: file.documents.len().saturating_sub(MOST),
            parties: parties.map(|party| PartyRow::of(party, is_under_review, now)).collect(),
            more_parties: related_parties.len().saturating_sub(MOST),
        }
    }

    /// The documents that are shown within the page.
    fn previews(&self) -> impl Iterator<Item = &DocumentRow> {
        self.documents.iter().filter(|document| document.is_shown()).take(PREVIEWS)
    }
}

/// Tells if the page shows the group; the others are on the page of the company.
fn is_told(group: &Group) -> bool {
    ["Company", "Registered address", "Incorporation", "Contact"].contains(&group.title.as_str())
}

/// The name of a type of document (KYB-3).
pub(super) fn document_name(kind: &str) -> String {
    match kind {
        "MEMORANDUM_ARTICLES" => "Memorandum and articles".to_owned(),
        "DIRECTORS_SHAREHOLDERS_REG" => "Register of directors and shareholders".to_owned(),
        "LICENSES_PERMITS" => "Licenses and permits".to_owned(),
        other => words(other),
    }
}

/// The size of a file, such as `15 bytes`, `12.3 kB` or `4.5 MB`.
fn size(bytes: i64) -> String {
    match bytes {
        ..1000 => format!("{bytes} bytes"),
        1000..999_950 => format!("{}.{} kB", (bytes + 50) / 1000, (bytes + 50) % 1000 / 100),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded() {
        for (bytes, told) in [
            (15, "15 bytes"),
            (1000, "1.0 kB"),
            (12_349, "12.3 kB"),
            (999_949, "999.9 kB"),
            (999_950, "1.0 MB"),
            (10_485_760, "10.5 MB"),
        ] {
            assert_eq!(size(bytes), told);
        }
    }
}
