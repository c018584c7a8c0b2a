//! Card payins: requested here, paid by the payer on the payment page.

use jiff::civil::Date;
use serde_json::Value;

use super::caller::Caller;
use crate::domain::money::{Amount, Currency, Money};
use crate::domain::profile::DOCUMENT_TYPES;
use crate::domain::refusal::FieldCode;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::record::Record;
use crate::http::web_address::{MAX_WEB_ADDRESS, is_web_address};
use crate::input::birthdate_limit;
use crate::operations;
use crate::operations::card_payins::CardPayin;
use crate::store::Secret;
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/card-payins` (PIN-3)
pub(super) async fn create(caller: Caller, creation: Creation) -> AnswerResult {
    let mut born = None;
    let received = creation.read(|fields| read_payin(fields, &mut born));
    let portal_url = caller.app.public_portal_url.clone();
    let requested = caller.create(
        received.limited(birthdate_limit("/payer/birthdate", born)),
        |scope, ids| Ok(scope.account_of(ids.id(0)?, ids.id(1)?)?),
        move |scope, account, payin| {
            let token = Secret::fresh();
            let order = operations::card_payins::request(scope, &account, payin, &token)?;
            let created = views::card_payin_created(&order, &portal_url, token.reveal());
            Ok(JsonAnswer::created(created))
        },
    );
    requested.await
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

/// Reads an absolute web address (PIN-3).
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
