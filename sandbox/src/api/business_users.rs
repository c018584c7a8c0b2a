//! Companies.

use axum::extract::State;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::token::Claims;
use super::views;
use crate::app::AppState;
use crate::domain::business::{CONSTITUTION_TYPES, INDUSTRY_TYPES, OTHER};
use crate::domain::clock::Moment;
use crate::domain::profile::has_begun;
use crate::domain::refusal::{FieldCode, FieldError};
use crate::domain::user::UserKind;
use crate::http::answer::{Answer, Outcome};
use crate::http::creation::{Creation, with_fault};
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::http::query::ListUrl;
use crate::http::record::Record;
use crate::operations;
use crate::store::Scope;

/// `POST /api/v1/account/business-user`, also spelled `business-users`
pub(super) async fn create(State(app): AppState, claims: Claims, creation: Creation) -> Outcome {
    let mut founded = None;
    let (attempt, profile) = creation.read(|fields| read_profile(fields, &mut founded));
    let prepare = move |scope: &Scope<'_>| check_founding(profile, founded, scope.now);
    let created = app.create_as(claims, attempt, prepare, |scope, profile| {
        Ok(Answer::created(views::user(&operations::users::create(
            scope,
            UserKind::Business,
            profile,
        )?)))
    });
    created.await
}

/// `GET /api/v1/account/business-user`, also spelled `business-users`
pub(super) async fn list(State(app): AppState, claims: Claims, url: ListUrl) -> Outcome {
    let request = url.page();
    let found = app.read_as(claims, move |scope| {
        let request = request?;
        Ok((request, scope.users(UserKind::Business, request)?))
    });
    let (request, page) = found.await?;
    Ok(Answer::ok(json!({
        "users": page.items.iter().map(views::user).collect::<Vec<_>>(),
        "pagination": url.pagination(request, &page),
    })))
}

/// `GET /api/v1/account/business-user/{uid}`, also spelled `business-users`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let user = app.read_as(claims, move |scope| Ok(scope.business(ids.id(0)?)?)).await?;
    Ok(Answer::ok(views::user(&user)))
}

/// Adds the one fault that only the merchant's clock can show.
fn check_founding(
    profile: Result<Map<String, Value>, Problem>,
    founded: Option<Date>,
    now: Moment,
) -> Result<Map<String, Value>, Problem> {
    if founded.is_none_or(|founded| has_begun(founded, now)) {
        return profile;
    }
    let place = "/company/incorporation/date";
    let fault = FieldError::new(place, FieldCode::OutOfRange, "must not be in the future");
    Err(with_fault(profile.err(), fault))
}

/// Checks every field, and keeps what was sent under the documented names.
///
/// Whether a company can have been `founded` on that day already depends on the clock.
pub(crate) fn read_profile(
    fields: &Fields<'_>,
    founded: &mut Option<Date>,
) -> Option<Map<String, Value>> {
    let mut profile = Record::of(fields);
    profile.object("businessActivity", |activity| {
        keep_trade(activity);
        keep_figures(activity);
    });
    profile.object("company", |company| {
        company.texts(&["legalName", "taxId"]);
        company.object("addresses", |addresses| {
            addresses.object("registered", keep_address);
            addresses.optional_object("operational", keep_address);
        });
        company.object("incorporation", |incorporation| {
            keep_code(incorporation, "constitutionType", CONSTITUTION_TYPES);
            incorporation.countries(&["country"]);
            incorporation.date("date", founded);
        });
        company.object("contact", |contact| {
            contact.email("email");
            contact.phone("phone");
        });
    });
    profile.finish()
}

/// Keeps a code and, beside it, what it is if it is none of the list.
fn keep_code(record: &mut Record<'_>, name: &str, known: &[&str]) {
    let code = record.fields.code(name, known);
    record.keep(name, code);
    record.texts_if(code.map(|code| code == OTHER), &[&format!("{name}Other")]);
}

fn keep_trade(activity: &mut Record<'_>) {
    activity.texts(&["businessNature"]);
    activity.optional_texts(&["businessType", "businessTypeOther"]);
    keep_code(activity, "industryType", INDUSTRY_TYPES);
    activity.texts(&["revenueModel"]);
}

fn keep_figures(activity: &mut Record<'_>) {
    activity.optional_object("companySize", |size| {
        for name in ["branchesInCountry", "branchesOutsideCountry", "totalEmployees"] {
            let count = size.fields.optional(name, Fields::count);
            size.keep(name, count.map(Value::from));
        }
    });
    activity.optional_object("existingProviders", |providers| {
        providers.optional_lists(&["banks", "psps"]);
    });
    activity.optional_texts(&["expectedMonthlyVolume"]);
    activity.optional_object("fundsFlow", |flow| {
        flow.optional_objects("inwardsPayments", keep_payments);
        flow.optional_objects("outwardsPayments", keep_payments);
    });
    activity.optional_object("msbRelationship", |relationship| {
        relationship.optional_texts(&["purposeOfTransactions", "targetClients"]);
    });
    activity.optional_lists(&["productsAndServices"]);
    activity.optional_objects("revenueBreakdown", |part| {
        keep_percentage(part);
        part.texts(&["productOrService"]);
    });
}

fn keep_payments(payments: &mut Record<'_>) {
    payments.countries(&["country"]);
    keep_percentage(payments);
    payments.texts(&["productSector"]);
}

fn keep_percentage(record: &mut Record<'_>) {
    record.keep("percentage", record.fields.percentage("percentage").cloned());
}

fn keep_address(address: &mut Record<'_>) {
    address.texts(&["line1", "city"]);
    address.countries(&["country"]);
    address.texts(&["postalCode", "province"]);
}
