//! Natural persons.

use axum::extract::State;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::token::Claims;
use super::{person, views};
use crate::app::AppState;
use crate::domain::activity;
use crate::domain::profile::{DOCUMENT_TYPES, EMPLOYMENT_STATUSES, SOURCES_OF_FUNDS};
use crate::domain::refusal::FieldCode;
use crate::domain::user::UserKind;
use crate::http::answer::{Answer, Outcome};
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::http::query::ListUrl;
use crate::http::record::Record;
use crate::operations;
use crate::store::Scope;

/// `POST /api/v1/account/individual-users`
pub(super) async fn create(State(app): AppState, claims: Claims, creation: Creation) -> Outcome {
    let mut born = None;
    let (attempt, profile) = creation.read(|fields| read_profile(fields, &mut born));
    let prepare =
        move |scope: &Scope<'_>| person::check_birthdate(profile, "/birthdate", born, scope.now);
    let created = app.create_as(claims, attempt, prepare, |scope, profile| {
        Ok(Answer::created(views::user(&operations::users::create(
            scope,
            UserKind::Individual,
            profile,
        )?)))
    });
    created.await
}

/// `GET /api/v1/account/individual-users`
pub(super) async fn list(State(app): AppState, claims: Claims, url: ListUrl) -> Outcome {
    let request = url.page();
    let found = app.read_as(claims, move |scope| {
        let request = request?;
        Ok((request, scope.users(UserKind::Individual, request)?))
    });
    let (request, page) = found.await?;
    Ok(Answer::ok(json!({
        "users": page.items.iter().map(views::user).collect::<Vec<_>>(),
        "pagination": url.pagination(request, &page),
    })))
}

/// `GET /api/v1/account/individual-users/{uid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let user = app.read_as(claims, move |scope| Ok(scope.individual(ids.id(0)?)?)).await?;
    Ok(Answer::ok(views::user(&user)))
}

/// Checks every field, and keeps what was sent under the documented names.
///
/// Whether somebody can be `born` on that day already depends on the clock and is left open.
pub(crate) fn read_profile(
    fields: &Fields<'_>,
    born: &mut Option<Date>,
) -> Option<Map<String, Value>> {
    let mut profile = Record::of(fields);
    keep_person(&mut profile, born);
    keep_address(&mut profile);
    keep_livelihood(&mut profile);
    keep_exposure(&mut profile);
    profile.finish()
}

fn keep_person(profile: &mut Record<'_>, born: &mut Option<Date>) {
    let f = profile.fields;
    profile.texts(&["name", "surname"]);
    profile.email("email");
    profile.phone("phoneNumber");
    profile.countries(&["phoneNumberCountry"]);
    profile.date("birthdate", born);
    profile.countries(&["birthCountry", "nationality"]);
    profile.keep("documentType", f.code("documentType", DOCUMENT_TYPES));
    profile.texts(&["documentNumber"]);
}

fn keep_address(profile: &mut Record<'_>) {
    profile.texts(&["address"]);
    profile.optional_texts(&["addressLine2"]);
    profile.texts(&["city", "province", "postalCode"]);
    profile.countries(&["country"]);
}

fn keep_livelihood(profile: &mut Record<'_>) {
    let f = profile.fields;
    let unknown = "must be a slug of the activities catalogue";
    profile.keep(
        "activity",
        f.parsed("activity", FieldCode::UnknownValue, unknown, |slug| {
            activity::find(slug).map(|activity| activity.slug)
        }),
    );
    profile.keep("employmentStatus", f.code("employmentStatus", EMPLOYMENT_STATUSES));
    profile.texts(&["professionalSector"]);
    profile.keep("sourceOfFunds", f.code("sourceOfFunds", SOURCES_OF_FUNDS));
    let quantities =
        ["estimatedAnnualIncome", "estimatedAnnualTransactionVolume", "estimatedNetWorth"];
    for name in quantities {
        profile.keep(name, f.quantity(name).cloned());
    }
    let accepted = f.boolean("termsAndConditionsAccepted").and_then(|accepted| {
        let detail = "must be accepted";
        let name = "termsAndConditionsAccepted";
        if accepted { Some(true) } else { f.fault(name, FieldCode::NotAllowed, detail) }
    });
    profile.keep("termsAndConditionsAccepted", accepted);
}

/// Politically exposed persons say which office it is.
fn keep_exposure(profile: &mut Record<'_>) {
    let associate = profile.fields.boolean("hasPepCloseAssociate");
    profile.keep("hasPepCloseAssociate", associate);
    profile.texts_if(associate, &["pepAssociateName", "pepAssociatePosition"]);
    keep_country_if(profile, associate, "pepAssociateCountry");
    let office = profile.fields.boolean("isPublicOffice");
    profile.keep("isPublicOffice", office);
    profile.texts_if(office, &["publicOfficePosition"]);
    keep_country_if(profile, office, "publicOfficeCountry");
}

fn keep_country_if(profile: &mut Record<'_>, condition: Option<bool>, name: &str) {
    if condition == Some(true) {
        profile.countries(&[name]);
    } else {
        let country = profile.fields.optional(name, Fields::country);
        profile.keep(name, country.map(Value::from));
    }
}
