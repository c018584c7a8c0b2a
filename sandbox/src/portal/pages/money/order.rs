//! `/orders/{orderId}`: an order, its history, and the actions on it.

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::history::{HistoryStep, steps};
use super::order_facts::{Fact, amounts, parties, parts};
use crate::domain::id::Id;
use crate::domain::order::{Order, OrderState, OrderType};
use crate::http::body::read_fields;
use crate::http::problem::Problem;
use crate::input::read_failure_reason;
use crate::operations;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{Frame, ORDERS};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::session::{SignedIn, Submission};
use crate::portal::pages::shown::{Stamp, StateLabel, end_of};
use crate::portal::pages::submitted_form::SubmittedForm;
use crate::store::{Scope, Secret};

#[derive(Template)]
#[template(path = "order.html")]
struct OrderPage {
    frame: Frame,
    typed: FilledForm,
    id: String,
    /// The end of the id, for the title.
    end: String,
    kind: &'static str,
    state: StateLabel,
    /// The code and the text of the reason for which it failed.
    failure: Option<(String, String)>,
    reference: String,
    created_at: Stamp,
    updated_at: Stamp,
    otp_until: Option<Stamp>,
    /// The part of the API's path at which the one-time password is sent back.
    otp_rail: &'static str,
    facts: Vec<Fact>,
    steps: Vec<HistoryStep>,
    can: Actions,
    is_payin: bool,
    /// The address of a new payment page, right after it was created.
    fresh_address: Option<String>,
}

/// The actions that are possible now.
#[expect(clippy::struct_excessive_bools, reason = "each is one button")]
struct Actions {
    submit: bool,
    settle: bool,
    fail: bool,
    /// True while the payer can still pay on the payment page.
    pay: bool,
}

impl Actions {
    fn on(scope: &Scope<'_>, order: &Order) -> Result<Self, Problem> {
        Ok(Self {
            submit: order.state == OrderState::Pending && order.otp.is_none(),
            settle: order.state.may_become(OrderState::Completed) || order.is_unpaid(),
            fail: order.state.may_become(OrderState::Failed),
            pay: order.is_unpaid() && scope.has_payment_page(order)?,
        })
    }

    fn is_any(&self) -> bool {
        self.submit || self.settle || self.fail
    }
}

impl OrderPage {
    fn read(
        scope: &Scope<'_>,
        id: Id<Order>,
        frame: Frame,
        typed: FilledForm,
        fresh_address: Option<String>,
    ) -> Result<Self, Problem> {
        let (order, now) = (scope.order(id)?, frame.now);
        let mut facts = amounts(&order);
        facts.extend(parties(scope, &order)?);
        facts.extend(parts(&order));
        Ok(Self {
            frame,
            typed,
            id: id.to_string(),
            end: end_of(&id.to_string()),
            kind: order.order_type().display(),
            state: StateLabel::of(order.state.code()),
            failure: order.failure.clone().map(|failure| (failure.code, failure.reason)),
            reference: order.reference.clone(),
            created_at: Stamp::new(order.created_at, now),
            updated_at: Stamp::new(order.updated_at, now),
            otp_until: order.otp.map(|otp| Stamp::new(otp.expires_at, now)),
            otp_rail: match order.order_type() {
                OrderType::CryptoPayOut => "crypto-payouts",
                _ => "bank-payouts",
            },
            facts,
            steps: steps(scope, &order, now)?,
            can: Actions::on(scope, &order)?,
            is_payin: order.order_type().is_payin(),
            fresh_address,
        })
    }
}

async fn page(
    who: &SignedIn,
    id: Id<Order>,
    typed: FilledForm,
    fresh_address: Option<String>,
) -> PageResult {
    let frame = who.frame(ORDERS);
    let found = who.read(move |scope| OrderPage::read(scope, id, frame, typed, fresh_address));
    HtmlPage::portal(&found.await?)
}

/// `GET /orders/{orderId}` (ORD-1)
pub(super) async fn show(who: SignedIn) -> PageResult {
    page(&who, who.id(0)?, FilledForm::default(), None).await
}

/// Carries out an action on an order; a refusal comes back as the page of the order.
async fn act(
    sent: Submission,
    done: &str,
    work: impl FnOnce(&Scope<'_>, Id<Order>) -> Result<Order, Problem> + Send + 'static,
) -> PageResult {
    let Submission { who, form } = sent;
    let id = who.id(0)?;
    match who.write(move |scope| work(scope, id)).await {
        Ok(_) => Ok(HtmlPage::onward(&format!("/orders/{id}?done={done}"))),
        Err(problem) => {
            let typed = FilledForm::of(&form).refused(problem)?;
            let page = page(&who, id, typed, None).await?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// `POST /orders/{orderId}/submit` (OUT-7)
pub(super) async fn submit(sent: Submission) -> PageResult {
    act(sent, "submitted", |scope, id| Ok(operations::held_orders::submit(scope, id)?)).await
}

/// `POST /orders/{orderId}/settle` (PIN-6, OUT-7)
pub(super) async fn settle(sent: Submission) -> PageResult {
    act(sent, "settled", |scope, id| Ok(operations::held_orders::settle(scope, id)?)).await
}

/// `POST /orders/{orderId}/fail` (PIN-5, OUT-7)
pub(super) async fn fail(sent: Submission) -> PageResult {
    let reason = read_fields(&said(&sent.form, ["code", "reason"]), read_failure_reason);
    let failing = move |scope: &Scope<'_>, id| {
        let order = scope.order(id)?;
        let reason = reason?;
        Ok(operations::held_orders::fail(scope, order.id, |order_type| {
            reason.of_order(order_type)
        })?)
    };
    act(sent, "failed", failing).await
}

/// The values of some fields, in the form of a request's body.
fn said<const N: usize>(form: &SubmittedForm, names: [&str; N]) -> Value {
    let typed = names.into_iter().map(|name| (name.to_owned(), form.text(name)));
    let filled = typed.filter(|(_, text)| !text.is_empty());
    filled.map(|(name, text)| (name, text.into())).collect::<Map<_, _>>().into()
}

/// `POST /orders/{orderId}/payment-page`: the answer is the only page that shows the address
/// (PIN-3).
pub(super) async fn renew_payment_page(sent: Submission) -> PageResult {
    let (id, token) = (sent.who.id(0)?, Secret::fresh());
    let address = format!("{}/pay/{}", sent.who.app.public_portal_url, token.reveal());
    let renewed = sent.who.write(move |scope| {
        Ok(operations::card_payins::renew_page(scope, &scope.order(id)?, &token)?)
    });
    match renewed.await {
        Ok(()) => page(&sent.who, id, FilledForm::default(), Some(address)).await,
        Err(problem) => {
            let status = problem.status();
            let typed = FilledForm::default().refused(problem)?;
            Ok(page(&sent.who, id, typed, None).await?.with_status(status))
        }
    }
}
