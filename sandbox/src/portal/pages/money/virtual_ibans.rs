//! `/virtual-ibans`: virtual IBANs, and the bank's decisions on them.

use askama::Template;
use axum::http::StatusCode;
use serde_json::json;

use super::rows::Choice;
use crate::domain::account::Account;
use crate::domain::clock::Moment;
use crate::domain::id::Id;
use crate::domain::viban::{Viban, VibanRail, VibanState};
use crate::http::body::read_fields;
use crate::http::problem::Problem;
use crate::http::query::ListUrl;
use crate::operations;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{Frame, VIBANS};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::{SignedIn, Submission};
use crate::portal::pages::shown::{Stamp, StateLabel, end_of};
use crate::store::Scope;

#[derive(Template)]
#[template(path = "virtual_ibans.html")]
struct VibansPage {
    frame: Frame,
    typed: FilledForm,
    states: Vec<Choice>,
    vibans: Vec<VibanRow>,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "virtual_iban.html")]
struct VibanPage {
    frame: Frame,
    typed: FilledForm,
    viban: VibanRow,
}

/// A virtual IBAN as pages show it.
pub(super) struct VibanRow {
    pub(super) id: String,
    pub(super) end: String,
    pub(super) name: String,
    pub(super) rail: &'static str,
    pub(super) state: StateLabel,
    pub(super) number: Option<String>,
    pub(super) routing: Option<String>,
    /// The bank's name for the routing.
    pub(super) routing_name: &'static str,
    pub(super) account: String,
    pub(super) account_label: String,
    pub(super) payin_method: String,
    pub(super) rejection_reason: Option<String>,
    pub(super) created_at: Stamp,
    pub(super) updated_at: Stamp,
    pub(super) is_pending: bool,
    pub(super) is_active: bool,
}

impl VibanRow {
    /// The row of a virtual IBAN of `account`, at the time `now`.
    pub(super) fn of(viban: Viban, account: &Account, now: Moment) -> Self {
        let (number, routing) =
            viban.details.map(|details| (details.account_number, details.routing)).unzip();
        Self {
            id: viban.id.to_string(),
            end: end_of(&viban.id.to_string()),
            name: viban.name,
            rail: viban.rail.code(),
            state: StateLabel::of(viban.state.code()),
            number,
            routing,
            routing_name: match viban.rail {
                VibanRail::Sepa => "BIC",
                VibanRail::Ach => "Routing number",
            },
            account: account.id.to_string(),
            account_label: account.label.clone(),
            payin_method: viban.payin_method.to_string(),
            rejection_reason: viban.rejection_reason,
            created_at: Stamp::new(viban.created_at, now),
            updated_at: Stamp::new(viban.updated_at, now),
            is_pending: viban.state == VibanState::Pending,
            is_active: viban.state == VibanState::Active,
        }
    }

    fn read(scope: &Scope<'_>, viban: Viban, now: Moment) -> Result<Self, Problem> {
        let account = scope.account(viban.account)?;
        Ok(Self::of(viban, &account, now))
    }
}

/// `GET /virtual-ibans`
pub(super) async fn list(who: SignedIn, url: ListUrl) -> PageResult {
    let (request, now) = (url.page()?, who.now);
    let state = url.text("state").to_owned();
    let typed = FilledForm::prefilled([("state", state.clone())]);
    let found = who.read(move |scope| {
        let mut page = scope.all_vibans(&state, request)?;
        let vibans = std::mem::take(&mut page.items).into_iter();
        let rows = vibans.map(|viban| VibanRow::read(scope, viban, now));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        Ok((page, rows))
    });
    let (page, vibans) = found.await?;
    HtmlPage::portal(&VibansPage {
        frame: who.frame(VIBANS),
        typed,
        states: Choice::any_or(VibanState::ALL.map(VibanState::code)),
        vibans,
        pager: Pager::of(&url, &page),
    })
}

async fn page(who: &SignedIn, id: Id<Viban>, typed: FilledForm) -> PageResult {
    let (frame, now) = (who.frame(VIBANS), who.now);
    let found = who.read(move |scope| {
        let viban = VibanRow::read(scope, scope.viban(id)?, now)?;
        Ok(VibanPage { frame, typed, viban })
    });
    HtmlPage::portal(&found.await?)
}

/// `GET /virtual-ibans/{vibanId}`
pub(super) async fn show(who: SignedIn) -> PageResult {
    page(&who, who.id(0)?, FilledForm::default()).await
}

async fn decide(
    sent: Submission,
    done: &str,
    work: impl FnOnce(&Scope<'_>, Viban) -> Result<Viban, Problem> + Send + 'static,
) -> PageResult {
    let Submission { who, form } = sent;
    let id = who.id(0)?;
    let decided = who.write(move |scope| work(scope, scope.viban(id)?));
    match decided.await {
        Ok(_) => Ok(HtmlPage::onward(&format!("/virtual-ibans/{id}?done={done}"))),
        Err(problem) => {
            let typed = FilledForm::of(&form).refused(problem)?;
            let page = page(&who, id, typed).await?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// `POST /virtual-ibans/{vibanId}/activate` (VIB-1)
pub(super) async fn activate(sent: Submission) -> PageResult {
    let work = |scope: &Scope<'_>, viban| Ok(operations::virtual_ibans::activate(scope, viban)?);
    decide(sent, "viban-activated", work).await
}

/// `POST /virtual-ibans/{vibanId}/reject` (VIB-1)
pub(super) async fn reject(sent: Submission) -> PageResult {
    let said = json!({"reason": sent.form.text("reason")});
    let reason = read_fields(&said, |fields| fields.string("reason"));
    let work = move |scope: &Scope<'_>, viban| {
        Ok(operations::virtual_ibans::reject(scope, viban, reason?)?)
    };
    decide(sent, "viban-rejected", work).await
}
