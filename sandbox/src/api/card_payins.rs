//! Card payins: asked for here, paid by a person on a page of the Portal.

use axum::extract::State;
use jiff::civil::Date;
use serde_json::Value;

use super::person;
use super::token::Claims;
use crate::app::AppState;
use crate::domain::money::{Amount, Currency, Money};
use crate::domain::profile::DOCUMENT_TYPES;
use crate::domain::refusal::FieldCode;
use crate::http::answer::{Answer, Outcome};
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::http::record::Record;
use crate::http::web_address::{MAX_WEB_ADDRESS, is_web_address};
use crate::operations;
use crate::operations::card_payins::CardPayin;
use crate::store::{Scope, Secret};
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/card-payins`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    creation: Creation,
) -> Outcome {
    let mut born = None;
    let (attempt, wish) = creation.read(|fields| read_payin(fields, &mut born));
    let prepare = move |scope: &Scope<'_>| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok((account, person::check_birthdate(wish, "/payer/birthdate", born, scope.now)?))
    };
    let portal_url = app.public_portal_url.clone();
    let made = app.create_as(claims, attempt, prepare, move |scope, (account, wish)| {
        let token = Secret::fresh();
        let order = operations::card_payins::request(scope, &account, wish, &token)?;
        Ok(Answer::created(views::card_payin_created(&order, &portal_url, token.reveal())))
    });
    made.await
}

fn read_payin(fields: &Fields<'_>, born: &mut Option<Date>) -> Option<CardPayin> {
    let amount = fields.whole("amount", Amount::MAX.minor()).and_then(Amount::from_minor);
    let currency = fields.currency("currency", &Currency::FIAT);
    let reference = fields.string("reference");
    let url_success = read_address(fields, "urlSuccess");
    let url_failed = read_address(fields, "urlFailed");
    let payer = fields.optional("payer", |fields, name| read_payer(&fields.object(name), born));
    let amount = Money::new(currency?, amount?);
    let (url_success, url_failed) = (url_success?, url_failed?);
    Some(CardPayin { amount, reference: reference?, payer: payer?, url_success, url_failed })
}

fn read_address(fields: &Fields<'_>, name: &str) -> Option<String> {
    let text = fields.text_within(name, MAX_WEB_ADDRESS)?;
    let detail = "must be an absolute http:// or https:// URL with a host, without credentials";
    let valid = is_web_address(text, &["http", "https"]).then(|| text.to_owned());
    valid.or_else(|| fields.fault(name, FieldCode::InvalidFormat, detail))
}

fn read_payer(payer: &Fields<'_>, born: &mut Option<Date>) -> Option<Value> {
    let mut record = Record::of(payer);
    record.texts(&["name", "surname"]);
    record.email("email");
    record.phone("phone");
    record.date("birthdate", born);
    record.keep("documentType", payer.code("documentType", DOCUMENT_TYPES));
    record.texts(&["documentNumber", "address", "city"]);
    record.optional_texts(&["province"]);
    record.texts(&["postalCode"]);
    record.countries(&["country"]);
    record.finish().map(Value::from)
}
