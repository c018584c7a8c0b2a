//! `/onboarding-business`: the KYB sessions of companies.

use askama::Template;

use super::choices::{Choices, choices};
use super::wording::shown_name;
use crate::domain::clock::Moment;
use crate::domain::kyb::KybState;
use crate::domain::related_party::RelatedParty;
use crate::domain::user::User;
use crate::http::query::ListUrl;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{Frame, ONBOARDING};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::SignedIn;
use crate::portal::pages::shown::{Stamp, StateLabel, end_of};
use crate::store::KybCase;

#[derive(Template)]
#[template(path = "kyb_queue.html")]
struct KybQueuePage {
    frame: Frame,
    typed: FilledForm,
    states: Choices,
    is_filtered: bool,
    rows: Vec<KybCaseRow>,
    pager: Pager,
}

struct KybCaseRow {
    id: String,
    id_end: String,
    company: String,
    state: StateLabel,
    documents: usize,
    parties: String,
    updated_at: Stamp,
}

impl KybCaseRow {
    fn of((case, company): &(KybCase, User), now: Moment) -> Self {
        let KybCase { file, related_parties } = case;
        let verified = related_parties.iter().filter(|party| RelatedParty::is_verified(party));
        let parties = match related_parties.len() {
            0 => "None".to_owned(),
            all => format!("{} of {all} verified", verified.count()),
        };
        Self {
            id: file.session.id.to_string(),
            id_end: end_of(&file.session.id.to_string()),
            company: shown_name(company.legal_name()),
            state: StateLabel::of(file.session.state.code()),
            documents: file.documents.len(),
            parties,
            updated_at: Stamp::new(file.session.updated_at, now),
        }
    }
}

/// `GET /onboarding-business`
pub(super) async fn queue(who: SignedIn, url: ListUrl) -> PageResult {
    let request = url.page()?;
    let wanted = url.choice("state").unwrap_or_default().to_owned();
    let state = KybState::ALL.into_iter().find(|state| state.code() == wanted);
    let found = who.read(move |scope| Ok(scope.kyb_queue(state, request)?));
    let found = found.await?;
    HtmlPage::portal(&KybQueuePage {
        frame: who.frame(ONBOARDING),
        is_filtered: state.is_some(),
        typed: FilledForm::prefilled([("state", wanted)]),
        states: choices(Some("All, those to review first"), KybState::ALL.map(KybState::code)),
        rows: found.items.iter().map(|item| KybCaseRow::of(item, who.now)).collect(),
        pager: Pager::of(&url, &found),
    })
}
