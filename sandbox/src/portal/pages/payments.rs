//! `/settings/payments`: held payouts, fees, exchange rates and the rate limit of a merchant.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::filled_form::FilledForm;
use super::frame::{Frame, PAYMENTS};
use super::session::{SignedIn, Submission};
use super::shown::trimmed;
use super::submitted_form::SubmittedForm;
use super::typed_number::{typed_charge, typed_decimal};
use crate::domain::fee::{Tariff, Tariffs};
use crate::domain::fx::{Pair, Rate};
use crate::domain::money::Amount;
use crate::domain::order::OrderType;
use crate::domain::rate_limit::RateLimit;
use crate::http::body::read_fields;
use crate::http::problem::Problem;
use crate::input::SettingsChange;
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::store::Scope;

const PARTS: [(&str, &str); 2] = [("system", "Ralio"), ("merchant", "You")];

#[derive(Template)]
#[template(path = "payments.html")]
struct PaymentsPage {
    frame: Frame,
    typed: FilledForm,
    kinds: Vec<Kind>,
    pairs: Vec<Line>,
}

/// The fees of one type of order (PIN-7).
struct Kind {
    name: &'static str,
    lines: Vec<Line>,
}

/// A field of the form.
struct Line {
    name: String,
    label: String,
}

/// The types of order that can be charged.
fn charged() -> impl Iterator<Item = OrderType> {
    OrderType::ALL.into_iter().filter(|kind| *kind != OrderType::Transfer)
}

fn kinds() -> Vec<Kind> {
    let lines = |kind: OrderType| {
        PARTS.into_iter().flat_map(move |(part, who)| {
            [("percent", "percent"), ("fixed", "fixed")].map(|(what, label)| Line {
                name: format!("fees.{}.{part}.{what}", kind.code()),
                label: format!("{who}, {label}"),
            })
        })
    };
    charged().map(|kind| Kind { name: kind.display(), lines: lines(kind).collect() }).collect()
}

fn pairs() -> Vec<Line> {
    let line = |pair: Pair| Line { name: format!("fxRates.{pair}"), label: pair.to_string() };
    Pair::all().map(line).collect()
}

fn form_page(who: &SignedIn, typed: FilledForm) -> PageResult {
    let (kinds, pairs) = (kinds(), pairs());
    HtmlPage::portal(&PaymentsPage { frame: who.frame(PAYMENTS), typed, kinds, pairs })
}

/// `GET /settings/payments`
pub(super) async fn show(who: SignedIn) -> PageResult {
    let values = who.read(current).await?;
    let values = values.iter().map(|(name, value)| (name.as_str(), value.clone()));
    form_page(&who, FilledForm::prefilled(values))
}

/// The current settings, as values of the form.
fn current(scope: &Scope<'_>) -> Result<Vec<(String, String)>, Problem> {
    let mut values = vec![];
    if scope.holds_payouts()? {
        values.push(("holdPayouts".to_owned(), "yes".to_owned()));
    }
    for kind in charged() {
        let Tariffs { system, merchant } = scope.tariffs(kind)?;
        for (part, tariff) in [("system", system), ("merchant", merchant)] {
            let Tariff { percent, fixed } = tariff;
            let place = format!("fees.{}.{part}", kind.code());
            values.push((format!("{place}.percent"), trimmed(&percent.to_string()).to_owned()));
            let (units, cents) = (fixed.minor() / 100, fixed.minor() % 100);
            values.push((format!("{place}.fixed"), format!("{units}.{cents:02}")));
        }
    }
    for pair in Pair::all() {
        values.push((format!("fxRates.{pair}"), shown_rate(scope.rate(pair)?)));
    }
    if let Some(RateLimit { requests, per_seconds }) = scope.rate_limit()? {
        values.push(("rateLimit.requests".to_owned(), requests.to_string()));
        values.push(("rateLimit.perSeconds".to_owned(), per_seconds.to_string()));
    }
    Ok(values)
}

fn shown_rate(rate: Rate) -> String {
    trimmed(&rate.to_string()).to_owned()
}

/// `POST /settings/payments`
pub(super) async fn save(sent: Submission) -> PageResult {
    let Submission { who, form } = sent;
    let limit = who.read(|scope| Ok(scope.rate_limit()?)).await?;
    let mut typed = FilledForm::of(&form);
    let wish = wish_of(&form, limit, &mut typed);
    let changes = read_fields(&wish, SettingsChange::read);
    let again = |typed: FilledForm| {
        Ok(form_page(&who, typed)?.with_status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    if typed.is_faulty() {
        // The faults of the other fields are shown together with these.
        return again(match changes {
            Ok(_) => typed,
            Err(problem) => typed.refused(problem)?,
        });
    }
    let limiter = Arc::clone(&who.app.limiter);
    let saved = who.write(move |scope| changes?.apply(scope, &limiter));
    match saved.await {
        Ok(()) => Ok(HtmlPage::onward("/settings/payments?done=settings-saved")),
        Err(problem) => again(typed.refused(problem)?),
    }
}

/// The values of the form, in the form of the body of `M/settings`; malformed numbers are noted in
/// `typed`.
fn wish_of(form: &SubmittedForm, limit: Option<RateLimit>, typed: &mut FilledForm) -> Value {
    let mut fees = Map::new();
    for kind in charged() {
        let mut parts = Map::new();
        for (part, _) in PARTS {
            let place = format!("fees.{}.{part}", kind.code());
            let percent = read_decimal(form, &format!("{place}.percent"), typed);
            let fixed = read_fixed(form, &format!("{place}.fixed"), typed);
            let percent = if percent.is_empty() { "0".to_owned() } else { percent };
            parts.insert(part.to_owned(), json!({"percent": percent, "fixed": fixed}));
        }
        fees.insert(kind.code().to_owned(), parts.into());
    }
    let rates = Pair::all().map(|pair| {
        let rate = read_decimal(form, &format!("fxRates.{pair}"), typed);
        (pair.to_string(), Value::from(rate))
    });
    let rates = rates.collect::<Map<_, _>>();
    let mut wish = json!({
        "holdPayouts": form.text("holdPayouts") == "yes",
        "fees": fees,
        "fxRates": rates,
    });
    let requests = number(form.text("rateLimit.requests"));
    let per_seconds = number(form.text("rateLimit.perSeconds"));
    let now = limit.map(|limit| (json!(limit.requests), json!(limit.per_seconds)));
    match (requests, per_seconds) {
        (None, None) => wish["rateLimit"] = Value::Null,
        // Setting an unchanged limit would restart its count of requests.
        (Some(requests), Some(seconds)) if now == Some((requests.clone(), seconds.clone())) => {}
        (requests, per_seconds) => {
            let named = [("requests", requests), ("perSeconds", per_seconds)];
            let named = named
                .into_iter()
                .filter_map(|(name, number)| number.map(|number| (name.to_owned(), number)));
            wish["rateLimit"] = named.collect::<Map<_, _>>().into();
        }
    }
    wish
}

fn read_fixed(form: &SubmittedForm, name: &str, typed: &mut FilledForm) -> i64 {
    let text = form.text(name);
    if text.is_empty() {
        return 0;
    }
    typed_charge(text).map_or_else(
        |fault| {
            *typed = std::mem::take(typed).with_fault(name, fault);
            0
        },
        Amount::minor,
    )
}

/// A rate or percentage; an empty one stays empty.
fn read_decimal(form: &SubmittedForm, name: &str, typed: &mut FilledForm) -> String {
    let text = form.text(name);
    if text.is_empty() {
        return String::new();
    }
    typed_decimal(text).unwrap_or_else(|fault| {
        *typed = std::mem::take(typed).with_fault(name, fault);
        String::new()
    })
}

/// The number; or the text as it is, which is refused later.
fn number(text: &str) -> Option<Value> {
    let number = text.parse::<i64>().map(Value::from);
    (!text.is_empty()).then(|| number.unwrap_or_else(|_| text.into()))
}
