//! `/developers/funds-simulator`: simulated payins.

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::rows::Choice;
use crate::domain::id::Id;
use crate::domain::money::{Amount, Currency, Money};
use crate::domain::order::Order;
use crate::domain::refusal::Refusal;
use crate::http::body::read_fields;
use crate::http::problem::Problem;
use crate::http::query::ListUrl;
use crate::input::read_simulated_payin;
use crate::listing::PageRequest;
use crate::operations;
use crate::operations::payins::{Credited, SimulatedPayin};
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{Frame, SIMULATOR};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::session::{SignedIn, Submission};
use crate::portal::pages::shown::end_of;
use crate::portal::pages::submitted_form::SubmittedForm;
use crate::portal::pages::typed_number::typed_amount;
use crate::store::{AccountSearch, Scope};

/// At most this many accounts are offered.
const MOST_OFFERED: i64 = 100;
/// A valid amount that stands for an invalid one, whose fault is noted already.
const ANY_AMOUNT: i64 = 1;

#[derive(Template)]
#[template(path = "funds_simulator.html")]
struct SimulatorPage {
    frame: Frame,
    typed: FilledForm,
    accounts: Vec<Choice>,
    types: Vec<Choice>,
    currencies: Vec<Choice>,
    outcomes: Vec<Choice>,
    /// The id of the order that was just created, and its description.
    made: Option<(String, String)>,
    /// The payin that waits for the person's confirmation.
    review: Option<Review>,
}

/// A payin as it was understood, before money moves.
struct Review {
    money: String,
    recipient: String,
}

impl Review {
    fn of(scope: &Scope<'_>, wish: &SimulatedPayin) -> Result<Self, Problem> {
        let recipient = match wish.recipient {
            Credited::Account(id) => scope.account(id)?.label,
            Credited::Viban(id) => scope.viban(id)?.name,
        };
        Ok(Self { money: wish.amount.to_string(), recipient })
    }
}

async fn page(
    who: &SignedIn,
    typed: FilledForm,
    made: Option<Id<Order>>,
    review: Option<Review>,
) -> PageResult {
    let frame = who.frame(SIMULATOR);
    let found = who.read(move |scope| {
        let accounts =
            scope.find_accounts(&AccountSearch::default(), PageRequest::first(MOST_OFFERED))?.items;
        let mut offered = vec![Choice::new("", "Choose an account")];
        offered.extend(accounts.iter().map(|account| {
            let balance = Money::new(account.currency, account.balance);
            let label = account.label.chars().take(40).collect::<String>();
            let text = format!("{label} · {balance} · {}", end_of(&account.id.to_string()));
            Choice::new(account.id.to_string(), text)
        }));
        let order = made.and_then(|id| scope.order(id).ok());
        let made = order.map(|order| {
            let what = format!("{} of {}", order.order_type().display(), order.origin);
            (order.id.to_string(), what)
        });
        Ok(SimulatorPage {
            frame,
            typed,
            accounts: offered,
            types: vec![
                Choice::new("BANK", "Bank transfer (EUR, USD)"),
                Choice::new("CRYPTO", "Stablecoin deposit (USDC, USDT)"),
                Choice::new("CARD", "Card payment (EUR, USD)"),
            ],
            currencies: Currency::ALL.map(|known| Choice::new(known.code(), known.code())).into(),
            outcomes: vec![
                Choice::new("SETTLE", "Settle"),
                Choice::new("HOLD", "Hold (decide later on the order's page)"),
                Choice::new("FAIL", "Fail"),
            ],
            made,
            review,
        })
    });
    HtmlPage::portal(&found.await?)
}

/// `GET /developers/funds-simulator`
pub(super) async fn show(who: SignedIn, url: ListUrl) -> PageResult {
    let mut values = vec![("type", "BANK".to_owned()), ("outcome", "SETTLE".to_owned())];
    for (name, field) in
        [("account", "picked"), ("viban", "vibanId"), ("currency", "amount.currency")]
    {
        values.push((field, url.text(name).to_owned()));
    }
    page(&who, FilledForm::prefilled(values), Id::parse(url.text("order")), None).await
}

/// `POST /developers/funds-simulator` (PIN-1): the first time, the page shows the amount as it was
/// understood; money moves when the person confirms that amount.
pub(super) async fn simulate(sent: Submission) -> PageResult {
    let Submission { who, form } = sent;
    let mut typed = FilledForm::of(&form);
    let amount = typed_amount(form.text("amount.amount"));
    if let Err(fault) = amount {
        typed = typed.with_fault("amount.amount", fault);
    }
    let body = body_of(&form, amount.map_or(ANY_AMOUNT, Amount::minor));
    let wish = match read_fields(&body, read_simulated_payin) {
        Ok(wish) if !typed.is_faulty() => Ok(wish),
        Ok(_) => Err(typed),
        Err(problem) => Err(typed.refused(problem)?),
    };
    let (wish, typed) = match wish {
        Ok(wish) => (wish, FilledForm::of(&form)),
        Err(typed) => return again(&who, typed).await,
    };
    let is_confirmed = form.text("understood") == wish.amount.to_string();
    if !is_confirmed {
        return match who.read(move |scope| Review::of(scope, &wish)).await {
            Ok(review) => page(&who, typed, None, Some(review)).await,
            Err(problem) => refused(&who, typed, problem).await,
        };
    }
    let made = who.write(move |scope| Ok(operations::payins::simulate(scope, wish)?));
    match made.await {
        Ok(order) => {
            let account = order.credit.map(|party| party.account.to_string()).unwrap_or_default();
            let back = format!("?done=funded&order={}&account={account}", order.id);
            Ok(HtmlPage::onward(&format!("/developers/funds-simulator{back}")))
        }
        Err(problem) => refused(&who, typed, problem).await,
    }
}

async fn refused(who: &SignedIn, typed: FilledForm, problem: Problem) -> PageResult {
    let Problem::Refused(Refusal::NotFound(what)) = problem else {
        return again(who, typed.refused(problem)?).await;
    };
    let name = if what == "vIBAN" { "vibanId" } else { "accountId" };
    again(who, typed.with_fault(name, format!("There is no such {what}."))).await
}

async fn again(who: &SignedIn, typed: FilledForm) -> PageResult {
    let page = page(who, typed, None, None).await?;
    Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// The values of the form, in the form of the body of `M/simulated-payins`.
fn body_of(form: &SubmittedForm, minor: i64) -> Value {
    let mut body = json!({
        "type": form.text("type"),
        "amount": {"currency": form.text("amount.currency"), "amount": minor},
        "outcome": form.text("outcome"),
    });
    let account = match form.text("accountId") {
        "" => form.text("picked"),
        typed => typed,
    };
    for (name, text) in [
        ("accountId", account),
        ("vibanId", form.text("vibanId")),
        ("reference", form.text("reference")),
    ] {
        if !text.is_empty() {
            body[name] = text.into();
        }
    }
    for (name, fields) in [
        ("sender", &["accountNumber", "routingData", "name"][..]),
        ("failure", &["code", "reason"][..]),
    ] {
        for field in fields {
            let text = form.text(&format!("{name}.{field}"));
            if !text.is_empty() {
                body[name][field] = text.into();
            }
        }
    }
    body
}
