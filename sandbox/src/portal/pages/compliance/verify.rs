//! `/verify/{sessionId}`: the hosted page of a KYC session (KYC-1).
//!
//! The page needs no sign-in, so it names no person.

use askama::Template;
use axum::extract::State;

use crate::app::AppState;
use crate::domain::refusal::Refusal;
use crate::domain::session::SessionState;
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::shown::{Stamp, StateLabel};

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    id: String,
    state: StateLabel,
    told: &'static str,
    is_open: bool,
    expires_at: Stamp,
}

/// `GET /verify/{sessionId}`
pub(super) async fn show(State(app): AppState, ids: PathIds) -> PageResult {
    let id = ids.id(0)?;
    let found = app.store.read(move |tx| {
        let merchant = tx.owner_of_session(id)?.ok_or(Refusal::NotFound("session"))?;
        let scope = tx.merchant(merchant)?;
        Ok::<_, Problem>((scope.session(id)?, scope.now))
    });
    let (session, now) = found.await?;
    let told = match session.state {
        SessionState::NotStarted => "Nothing has been decided yet.",
        SessionState::Review => "This verification is in manual review.",
        SessionState::Verified => "The identity is verified. There is nothing left to do.",
        SessionState::Rejected => "The identity could not be verified.",
        SessionState::Expired => "This verification has expired.",
    };
    HtmlPage::of(&VerifyPage {
        id: id.to_string(),
        state: StateLabel::of(session.state.code()),
        told,
        is_open: session.state.is_open(),
        expires_at: Stamp::new(session.expires_at, now),
    })
}
