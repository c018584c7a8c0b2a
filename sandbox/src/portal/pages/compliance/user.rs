//! `/users/{userId}` and `/businesses/{userId}`: the profile, sessions and accounts of a user.

use askama::Template;
use axum::http::StatusCode;

use super::case_page::document_name;
use super::choices::{Choices, choices};
use super::facts::{Group, about};
use super::rows::{CheckSummary, SessionRow};
use super::users::area;
use super::wording::{ROOM, short, shown_name, words};
use crate::domain::account::Account;
use crate::domain::clock::Moment;
use crate::domain::id::Id;
use crate::domain::kyb::KybSession;
use crate::domain::money::{Amount, Money};
use crate::domain::session::{Check, KycSession};
use crate::domain::user::{Level, User, UserKind};
use crate::http::query::ListUrl;
use crate::listing::{ListPage, PageRequest};
use crate::operations;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::Frame;
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::{SignedIn, Submission};
use crate::portal::pages::shown::{Stamp, StateLabel};
use crate::store::{KybCase, Scope};

/// At most this many KYB sessions of a company are shown.
const LATEST: usize = 30;
/// At most this many reasons of each check are shown.
const FEW_REASONS: usize = 3;

#[derive(Template)]
#[template(path = "user.html")]
struct UserPage {
    frame: Frame,
    typed: FilledForm,
    levels: Choices,
    id: String,
    name: String,
    email: String,
    level: StateLabel,
    created_at: Stamp,
    groups: Vec<Group>,
    is_company: bool,
    sessions: Vec<(SessionRow, Vec<CheckSummary>)>,
    session_count: i64,
    cases: Vec<CaseRow>,
    documents: Vec<LinkedState>,
    parties: Vec<LinkedState>,
    accounts: Vec<AccountRow>,
    pager: Pager,
}

/// A document or a related party of a company: the address of its page, its name, its kind and
/// its state.
struct LinkedState {
    address: String,
    name: String,
    kind: String,
    state: StateLabel,
}

impl LinkedState {
    fn of_documents(case: &KybCase) -> Vec<Self> {
        let documents = case.file.documents.iter().take(LATEST).map(|document| Self {
            address: format!("/onboarding-business/{}/documents/{}", document.session, document.id),
            name: shown_name(&document.file_name),
            kind: document_name(&document.kind),
            state: StateLabel::of(document.review_state.code()),
        });
        documents.collect()
    }

    fn of_parties(case: &KybCase) -> Vec<Self> {
        let parties = case.related_parties.iter().take(LATEST).map(|party| Self {
            address: format!("/kyc/{}", party.session.id),
            name: shown_name(&party.name()),
            kind: words(party.profile["roleType"].as_str().unwrap_or_default()),
            state: StateLabel::of(party.status()),
        });
        parties.collect()
    }
}

struct CaseRow {
    id: String,
    state: StateLabel,
    created_at: Stamp,
    updated_at: Stamp,
}

struct AccountRow {
    id: String,
    label: String,
    balance: String,
    pending_in: String,
    pending_out: String,
}

impl AccountRow {
    fn of(account: &Account) -> Self {
        let money = |amount: Amount| Money::new(account.currency, amount).to_string();
        Self {
            id: account.id.to_string(),
            label: shown_name(&account.label),
            balance: money(account.balance),
            pending_in: money(account.pending_in),
            pending_out: money(account.pending_out),
        }
    }
}

/// The data of a user, as the store has it.
struct Known {
    user: User,
    sessions: Vec<(KycSession, Vec<Check>)>,
    session_count: i64,
    cases: Vec<KybSession>,
    /// The latest KYB session with its documents and related parties.
    latest: Option<KybCase>,
    accounts: ListPage<Account>,
}

impl Known {
    fn read(
        scope: &Scope<'_>,
        kind: UserKind,
        id: Id<User>,
        request: PageRequest,
    ) -> crate::store::Result<Self> {
        let (user, cases) = match kind {
            UserKind::Individual => (scope.individual(id)?, vec![]),
            UserKind::Business => {
                let company = scope.business(id)?;
                let cases = scope.kyb_sessions_of(&company)?;
                (company, cases)
            }
        };
        let (latest, session_count) = scope.latest_sessions(&user)?;
        let mut sessions = vec![];
        for session in latest {
            let checks = scope.checks(session.id)?.into_iter().map(|row| row.check).collect();
            sessions.push((session, checks));
        }
        let latest = cases.last().cloned().map(|session| scope.kyb_case(session)).transpose()?;
        let accounts = scope.accounts(id, request)?;
        Ok(Self { user, sessions, session_count, cases, latest, accounts })
    }

    fn sessions(&self, now: Moment) -> Vec<(SessionRow, Vec<CheckSummary>)> {
        let name = self.user.full_name();
        let rows = self.sessions.iter().map(|(session, checks)| {
            let checks = checks.iter().map(|check| CheckSummary::of(check, FEW_REASONS)).collect();
            (SessionRow::of(session, &name, now), checks)
        });
        rows.collect()
    }

    fn cases(&self, now: Moment) -> Vec<CaseRow> {
        let latest = self.cases.iter().rev().take(LATEST).map(|session| CaseRow {
            id: session.id.to_string(),
            state: StateLabel::of(session.state.code()),
            created_at: Stamp::new(session.created_at, now),
            updated_at: Stamp::new(session.updated_at, now),
        });
        latest.collect()
    }
}

/// `GET /users/{userId}`
pub(super) async fn individual(who: SignedIn, url: ListUrl) -> PageResult {
    page(&who, &url, UserKind::Individual, who.id(0)?, None).await
}

/// `GET /businesses/{userId}`
pub(super) async fn business(who: SignedIn, url: ListUrl) -> PageResult {
    page(&who, &url, UserKind::Business, who.id(0)?, None).await
}

async fn page(
    who: &SignedIn,
    url: &ListUrl,
    kind: UserKind,
    id: Id<User>,
    typed: Option<FilledForm>,
) -> PageResult {
    let request = url.page()?;
    let found = who.read(move |scope| Ok(Known::read(scope, kind, id, request)?)).await?;
    let level = found.user.level.code();
    HtmlPage::portal(&UserPage {
        frame: who.frame(area(kind)),
        typed: typed.unwrap_or_else(|| FilledForm::prefilled([("level", level.to_owned())])),
        levels: choices(None, Level::ALL.map(Level::code)),
        id: id.to_string(),
        name: shown_name(&found.user.full_name()),
        email: short(found.user.email(), ROOM),
        level: StateLabel::of(level),
        created_at: Stamp::new(found.user.created_at, who.now),
        groups: about(&found.user),
        is_company: kind == UserKind::Business,
        sessions: found.sessions(who.now),
        session_count: found.session_count,
        cases: found.cases(who.now),
        documents: found.latest.as_ref().map(LinkedState::of_documents).unwrap_or_default(),
        parties: found.latest.as_ref().map(LinkedState::of_parties).unwrap_or_default(),
        accounts: found.accounts.items.iter().map(AccountRow::of).collect(),
        pager: Pager::of(url, &found.accounts),
    })
}

/// `POST /users/{userId}/level` (KYC-8)
pub(super) async fn set_level(url: ListUrl, sent: Submission) -> PageResult {
    change_level(sent, &url, UserKind::Individual).await
}

/// `POST /businesses/{userId}/level`
pub(super) async fn set_business_level(url: ListUrl, sent: Submission) -> PageResult {
    change_level(sent, &url, UserKind::Business).await
}

async fn change_level(sent: Submission, url: &ListUrl, kind: UserKind) -> PageResult {
    let Submission { who, form } = sent;
    let id = who.id(0)?;
    let wanted = form.text("level");
    let Some(level) = Level::ALL.into_iter().find(|level| level.code() == wanted) else {
        let typed = FilledForm::of(&form).with_fault("level", "Choose one of the two levels.");
        let page = page(&who, url, kind, id, Some(typed)).await?;
        return Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let changed = who.write(move |scope| {
        let user = match kind {
            UserKind::Individual => scope.individual(id)?,
            UserKind::Business => scope.business(id)?,
        };
        Ok(operations::users::set_level(scope, user.id, level)?)
    });
    changed.await?;
    Ok(HtmlPage::onward(&format!("{}/{id}?done=level-set", area(kind).path)))
}
