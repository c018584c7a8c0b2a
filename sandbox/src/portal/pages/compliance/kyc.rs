//! `/kyc`: the KYC sessions, and the decision on each.

use askama::Template;
use axum::http::StatusCode;

use super::choices::{Choices, choices};
use super::rejection::{self, CheckForm};
use super::rows::{CheckSummary, SessionRow};
use super::wording::{ROOM, short, shown_name, words};
use crate::domain::clock::Moment;
use crate::domain::id::Id;
use crate::domain::session::{Check, KycSession, MAX_REASONS, SessionState};
use crate::http::problem::Problem;
use crate::http::query::ListUrl;
use crate::operations;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{Frame, KYC};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::{SignedIn, Submission};
use crate::portal::pages::shown::{Stamp, StateLabel};
use crate::store::{KycCase, Scope};

#[derive(Template)]
#[template(path = "kyc_queue.html")]
struct KycQueuePage {
    frame: Frame,
    typed: FilledForm,
    states: Choices,
    is_filtered: bool,
    rows: Vec<(SessionRow, Whom)>,
    pager: Pager,
}

/// The person whom a session verifies.
struct Whom {
    name: String,
    email: String,
    /// The address of the user's page.
    user: String,
    user_id: String,
    /// The role, the company and the KYB session of a related party.
    party: Option<(String, String, String)>,
    facts: Vec<(&'static str, String)>,
}

impl Whom {
    fn of(case: &KycCase) -> Self {
        let profile = case.party.as_ref().map_or(&case.user.profile, |party| &party.profile);
        let said = |field: &str| profile.get(field).and_then(|value| value.as_str());
        let party = case.party.as_ref().map(|party| {
            let role = words(said("roleType").unwrap_or_default());
            (role, shown_name(&case.user.full_name()), party.kyb.to_string())
        });
        let area = if party.is_some() { "/businesses" } else { "/users" };
        let facts = [
            ("Born on", "birthdate"),
            ("Nationality", "nationality"),
            ("Document type", "documentType"),
            ("Document number", "documentNumber"),
        ];
        let facts = facts.into_iter().filter_map(|(label, field)| {
            let text = said(field)?;
            let text = if field == "documentType" { words(text) } else { short(text, ROOM) };
            Some((label, text))
        });
        Self {
            name: shown_name(&case.name()),
            email: short(said("email").unwrap_or_default(), ROOM),
            user: format!("{area}/{}", case.user.id),
            user_id: case.user.id.to_string(),
            party,
            facts: facts.collect(),
        }
    }
}

/// `GET /kyc`
pub(super) async fn queue(who: SignedIn, url: ListUrl) -> PageResult {
    let request = url.page()?;
    let wanted = url.choice("state").unwrap_or_default().to_owned();
    let state = SessionState::ALL.into_iter().find(|state| state.code() == wanted);
    let found = who.read(move |scope| Ok(scope.kyc_queue(state, request)?));
    let found = found.await?;
    let rows = found.items.iter().map(|case| {
        let whom = Whom::of(case);
        (SessionRow::of(&case.session, &whom.name, who.now), whom)
    });
    HtmlPage::portal(&KycQueuePage {
        frame: who.frame(KYC),
        is_filtered: state.is_some(),
        typed: FilledForm::prefilled([("state", wanted)]),
        states: choices(Some("All, open ones first"), SessionState::ALL.map(SessionState::code)),
        rows: rows.collect(),
        pager: Pager::of(&url, &found),
    })
}

#[derive(Template)]
#[template(path = "kyc_session.html")]
struct SessionPage {
    frame: Frame,
    typed: FilledForm,
    id: String,
    state: StateLabel,
    /// True while a decision is possible (KYC-6).
    is_open: bool,
    /// True in manual review (KYC-4).
    is_in_review: bool,
    created_at: Stamp,
    updated_at: Stamp,
    expires_at: Stamp,
    whom: Whom,
    hosted_url: String,
    checks: Vec<CheckSummary>,
    fields: [CheckForm; 2],
}

async fn page(who: &SignedIn, id: Id<KycSession>, typed: FilledForm) -> PageResult {
    let found = who.read(move |scope| {
        let session = scope.session(id)?;
        let checks = scope.checks(session.id)?;
        Ok((scope.kyc_case(session)?, checks))
    });
    let (case, checks) = found.await?;
    let session = &case.session;
    let stamp = |at: Moment| Stamp::new(at, who.now);
    HtmlPage::portal(&SessionPage {
        frame: who.frame(KYC),
        fields: rejection::fields(&typed),
        typed,
        id: id.to_string(),
        state: StateLabel::of(session.state.code()),
        is_open: session.state.is_open(),
        is_in_review: session.state == SessionState::Review,
        created_at: stamp(session.created_at),
        updated_at: stamp(session.updated_at),
        expires_at: stamp(session.expires_at),
        whom: Whom::of(&case),
        hosted_url: session.hosted_url(&who.app.public_portal_url),
        checks: checks.iter().map(|row| CheckSummary::of(&row.check, MAX_REASONS)).collect(),
    })
}

/// `GET /kyc/{sessionId}`
pub(super) async fn show(who: SignedIn) -> PageResult {
    page(&who, who.id(0)?, rejection::untouched()).await
}

/// `POST /kyc/{sessionId}/approve` (KYC-2)
pub(super) async fn approve(sent: Submission) -> PageResult {
    decide(sent, "kyc-approved", |scope, id| Ok(operations::kyc::approve(scope, id)?)).await
}

/// `POST /kyc/{sessionId}/review` (KYC-4)
pub(super) async fn review(sent: Submission) -> PageResult {
    decide(sent, "kyc-in-review", |scope, id| Ok(operations::kyc::review(scope, id)?)).await
}

/// `POST /kyc/{sessionId}/reject` (KYC-3)
pub(super) async fn reject(sent: Submission) -> PageResult {
    let id = sent.who.id(0)?;
    if let Some(longer) = rejection::with_another_reason(&sent.form) {
        return page(&sent.who, id, longer).await;
    }
    let refused: Vec<Check> = match rejection::read(&sent.form) {
        Ok(refused) => refused,
        Err(typed) => {
            let page = page(&sent.who, id, typed).await?;
            return Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let rejected = move |scope: &Scope<'_>, id| Ok(operations::kyc::reject(scope, id, &refused)?);
    decide(sent, "kyc-rejected", rejected).await
}

async fn decide<T: Send + 'static>(
    sent: Submission,
    done: &str,
    decision: impl FnOnce(&Scope<'_>, Id<KycSession>) -> Result<T, Problem> + Send + 'static,
) -> PageResult {
    let Submission { who, form } = sent;
    let id = who.id(0)?;
    let decided: Result<_, Problem> = who.write(move |scope| decision(scope, id)).await;
    match decided {
        Ok(_) => Ok(HtmlPage::onward(&format!("/kyc/{id}?done={done}"))),
        Err(problem) => {
            let status = problem.status();
            let typed = FilledForm::of(&form).refused(problem)?;
            Ok(page(&who, id, typed).await?.with_status(status))
        }
    }
}
