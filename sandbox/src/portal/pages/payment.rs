//! The payment page, on which the payer pays a card payin; its address is its key (PIN-3).

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;

use super::submitted_form::{FormBody, SubmittedForm};
use crate::app::AppState;
use crate::domain::card::{Card, CardNumber, expiry, is_security_code};
use crate::domain::clock::Moment;
use crate::domain::order::{Order, OrderState};
use crate::domain::test_card::TestCard;
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::operations;
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::store::{PaymentPage, Scope, Secret, Tx};

/// `GET /pay/{token}`
pub(super) async fn show(State(app): AppState, ids: PathIds) -> PageResult {
    let token = Secret::given(ids.text(0));
    let read = app.store.read(move |tx| Payment::find(tx, &token).map(|(payment, _)| payment));
    read.await?.page(None)
}

/// `POST /pay/{token}`
pub(super) async fn submit(
    State(app): AppState,
    ids: PathIds,
    FormBody(form): FormBody,
) -> PageResult {
    let token = Secret::given(ids.text(0));
    let submitted = app.store.write(move |tx| {
        let (mut payment, scope) = Payment::find(tx, &token)?;
        let form = form?;
        let answer = payment.take(&scope, &form)?;
        Ok::<_, Problem>((payment, answer))
    });
    match submitted.await? {
        (payment, NextPage::MerchantSite) => HtmlPage::elsewhere(payment.way_back()),
        (payment, NextPage::SamePage(typed)) => payment.page(typed.as_ref()),
    }
}

/// A card payin that the payer is asked to pay.
struct Payment {
    bill: Bill,
    order: Order,
    page: PaymentPage,
}

struct Bill {
    merchant: String,
    amount: String,
    reference: String,
}

/// The page that follows a form.
enum NextPage {
    /// The payin is decided: the payer returns to the merchant's site.
    MerchantSite,
    /// The payer stays, with the input if it has faults.
    SamePage(Option<CardInput>),
}

impl Payment {
    fn find<'a>(tx: &'a Tx<'_>, token: &Secret) -> Result<(Self, Scope<'a>), Problem> {
        let page = tx.payment_page(token)?;
        let scope = tx.merchant(page.merchant)?;
        let order = scope.order(page.order)?;
        let bill = Bill {
            merchant: scope.merchant()?.name,
            amount: order.origin.to_string(),
            reference: order.reference.clone(),
        };
        Ok((Self { bill, order, page }, scope))
    }

    /// Pays or cancels, unless the payin is decided already.
    fn take(&mut self, scope: &Scope<'_>, form: &SubmittedForm) -> Result<NextPage, Problem> {
        if !self.order.is_unpaid() {
            return Ok(NextPage::SamePage(None));
        }
        if form.text("action") == "cancel" {
            operations::card_payins::give_up(scope, &mut self.order)?;
            return Ok(NextPage::MerchantSite);
        }
        let typed = CardInput::read(form, scope.now);
        let Some((card, known)) = typed.card else { return Ok(NextPage::SamePage(Some(typed))) };
        operations::card_payins::charge(scope, &mut self.order, card, known.failure())?;
        Ok(NextPage::MerchantSite)
    }

    fn way_back(&self) -> &str {
        let PaymentPage { url_success, url_failed, .. } = &self.page;
        if self.order.state == OrderState::Completed { url_success } else { url_failed }
    }

    fn page(&self, typed: Option<&CardInput>) -> PageResult {
        let bill = &self.bill;
        if self.order.is_unpaid() {
            let empty = CardInput::default();
            let form = PaymentForm { bill, fields: typed.unwrap_or(&empty).fields() };
            let page = HtmlPage::of(&form)?.that_may_be_left();
            let faulty = typed.map(|_| StatusCode::UNPROCESSABLE_ENTITY);
            return Ok(page.with_status(faulty.unwrap_or(StatusCode::OK)));
        }
        let (title, text) = match self.order.state {
            OrderState::Completed => ("Payment completed", "Your payment has arrived."),
            OrderState::Processing => ("Payment in progress", "The payment is being processed."),
            _ => ("Payment failed", "Your payment failed. You were not charged."),
        };
        let is_decided = self.order.state != OrderState::Processing;
        let way_back = is_decided.then(|| self.way_back());
        HtmlPage::of(&PaymentOutcome { bill, title, text, way_back })
    }
}

/// The typed card with its faults; the security code is checked and not kept.
#[derive(Default)]
struct CardInput {
    number: String,
    expiry: String,
    number_fault: Option<&'static str>,
    expiry_fault: Option<&'static str>,
    code_fault: Option<&'static str>,
    /// The card, if there is no fault.
    card: Option<(Card, TestCard)>,
}

impl CardInput {
    fn read(form: &SubmittedForm, now: Moment) -> Self {
        let (number, until) = (form.text("number"), form.text("expiry"));
        let known = CardNumber::parse(number)
            .ok_or("This is not a valid card number. Please look at each digit again.")
            .and_then(|number| {
                let known = TestCard::find(&number);
                let unknown = "Only the test cards below work here.";
                known.map(|known| (number, known)).ok_or(unknown)
            });
        let expires_at = expiry(until, now)
            .ok_or("Please type month and year, such as 04/31.")
            .and_then(|at| if at < now { Err("This card has expired.") } else { Ok(at) });
        let is_code = is_security_code(form.text("cvc"));
        Self {
            number: number.to_owned(),
            expiry: until.to_owned(),
            number_fault: known.as_ref().err().copied(),
            expiry_fault: expires_at.err(),
            code_fault: (!is_code).then_some("Please type the 3 or 4 digits of the code."),
            card: known
                .ok()
                .zip(expires_at.ok())
                .filter(|_| is_code)
                .map(|((number, known), expires_at)| (Card::of(&number, expires_at), known)),
        }
    }

    fn fields(&self) -> [Field<'_>; 3] {
        [
            Field {
                name: "number",
                label: "Card number",
                hint: "One of the test cards below",
                keys: "numeric",
                room: 30,
                autocomplete: "cc-number",
                value: &self.number,
                fault: self.number_fault,
            },
            Field {
                name: "expiry",
                label: "Expiry",
                hint: "MM/YY",
                keys: "text",
                room: 9,
                autocomplete: "cc-exp",
                value: &self.expiry,
                fault: self.expiry_fault,
            },
            Field {
                name: "cvc",
                label: "CVC",
                hint: "3 or 4 digits",
                keys: "numeric",
                room: 4,
                autocomplete: "cc-csc",
                value: "",
                fault: self.code_fault,
            },
        ]
    }
}

struct Field<'a> {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    keys: &'static str,
    /// The greatest number of characters.
    room: usize,
    autocomplete: &'static str,
    value: &'a str,
    fault: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "payment.html")]
struct PaymentForm<'a> {
    bill: &'a Bill,
    fields: [Field<'a>; 3],
}

impl PaymentForm<'_> {
    fn has_faults(&self) -> bool {
        self.fields.iter().any(|field| field.fault.is_some())
    }

    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn test_cards(&self) -> [TestCard; 4] {
        TestCard::ALL
    }
}

#[derive(Template)]
#[template(path = "payment_outcome.html")]
struct PaymentOutcome<'a> {
    bill: &'a Bill,
    title: &'static str,
    text: &'static str,
    way_back: Option<&'a str>,
}
