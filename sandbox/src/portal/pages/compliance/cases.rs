//! `/onboarding-business`: the companies that are to be verified.

use askama::Template;
use axum::extract::State;

use super::super::frame::{Frame, ONBOARDING};
use super::super::pager::Pager;
use super::super::session::SignedIn;
use super::super::shown::{Stamp, State as Shown};
use super::super::typed::Typed;
use super::super::{Outcome, Page};
use super::{Choices, choices, shown_name};
use crate::app::AppState;
use crate::domain::clock::Moment;
use crate::domain::kyb::KybState;
use crate::domain::related_party::RelatedParty;
use crate::domain::user::User;
use crate::http::query::ListUrl;
use crate::store::KybCase;

#[derive(Template)]
#[template(path = "kyb_queue.html")]
struct QueuePage {
    frame: Frame,
    typed: Typed,
    states: Choices,
    is_filtered: bool,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    id: String,
    company: String,
    state: Shown,
    documents: usize,
    parties: String,
    updated_at: Stamp,
}

impl Row {
    fn of((case, company): &(KybCase, User), now: Moment) -> Self {
        let KybCase { file, related_parties } = case;
        let verified = related_parties.iter().filter(|party| RelatedParty::is_verified(party));
        let parties = match related_parties.len() {
            0 => "None".to_owned(),
            all => format!("{} of {all} verified", verified.count()),
        };
        Self {
            id: file.session.id.to_string(),
            company: shown_name(company.legal_name()),
            state: Shown::of(file.session.state.code()),
            documents: file.documents.len(),
            parties,
            updated_at: Stamp::new(file.session.updated_at, now),
        }
    }
}

/// `GET /onboarding-business`
pub(super) async fn queue(State(app): AppState, who: SignedIn, url: ListUrl) -> Outcome {
    let request = url.page()?;
    let wanted = url.choice("state").unwrap_or_default().to_owned();
    let state = KybState::ALL.into_iter().find(|state| state.code() == wanted);
    let found = app.read_for(who.merchant(), move |scope| Ok(scope.kyb_queue(state, request)?));
    let found = found.await?;
    Page::portal(&QueuePage {
        frame: who.frame(ONBOARDING),
        is_filtered: state.is_some(),
        typed: Typed::prefilled([("state", wanted)]),
        states: choices(Some("All, those to review first"), KybState::ALL.map(KybState::code)),
        rows: found.items.iter().map(|item| Row::of(item, who.now)).collect(),
        pager: Pager::of(&url, request, &found),
    })
}
