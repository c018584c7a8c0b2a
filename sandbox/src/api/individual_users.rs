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
use crate::http::answer::{Answer, Outcome};
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::http::query::ListUrl;
use crate::store::Scope;

/// `POST /api/v1/account/individual-users`
pub(super) async fn create(State(app): AppState, claims: Claims, creation: Creation) -> Outcome {
    let mut born = None;
    let (attempt, profile) = creation.read(|fields| read_profile(fields, &mut born));
    let prepare =
        move |scope: &Scope<'_>| person::check_birthdate(profile, "/birthdate", born, scope.now);
    let created = app.create_as(claims, attempt, prepare, |scope, profile| {
        Ok(Answer::created(views::user(&scope.create_user(profile)?)))
    });
    created.await
}

/// `GET /api/v1/account/individual-users`
pub(super) async fn list(State(app): AppState, claims: Claims, url: ListUrl) -> Outcome {
    let request = url.page();
    let found = app.read_as(claims, move |scope| {
        let request = request?;
        Ok((request, scope.users(request)?))
    });
    let (request, page) = found.await?;
    Ok(Answer::ok(json!({
        "users": page.items.iter().map(views::user).collect::<Vec<_>>(),
        "pagination": url.pagination(request, &page),
    })))
}

/// `GET /api/v1/account/individual-users/{uid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let user = app.read_as(claims, move |scope| Ok(scope.user(ids.id(0)?)?)).await?;
    Ok(Answer::ok(views::user(&user)))
}

/// Checks every field, and keeps what was sent under the documented names.
///
/// Whether somebody can be `born` on that day already depends on the clock and is left open.
fn read_profile(fields: &Fields<'_>, born: &mut Option<Date>) -> Option<Map<String, Value>> {
    let mut profile = Profile { fields, kept: Some(Map::new()) };
    profile.keep_person(born);
    profile.keep_address();
    profile.keep_livelihood();
    profile.keep_exposure();
    profile.kept
}

struct Profile<'a> {
    fields: &'a Fields<'a>,
    /// None as soon as a field is at fault.
    kept: Option<Map<String, Value>>,
}

impl Profile<'_> {
    fn keep(&mut self, name: &str, value: Option<impl Into<Value>>) {
        match (&mut self.kept, value) {
            (Some(kept), Some(value)) => drop(kept.insert(name.to_owned(), value.into())),
            _ => self.kept = None,
        }
    }

    fn keep_texts(&mut self, names: &[&str]) {
        for name in names {
            self.keep(name, self.fields.text(name));
        }
    }

    fn keep_optional_texts(&mut self, names: &[&str]) {
        for name in names {
            let text = self.fields.optional(name, Fields::text);
            self.keep(name, text.map(Value::from));
        }
    }

    fn keep_person(&mut self, born: &mut Option<Date>) {
        let f = self.fields;
        self.keep_texts(&["name", "surname"]);
        self.keep("email", person::email(f, "email"));
        self.keep("phoneNumber", person::phone_number(f, "phoneNumber"));
        self.keep("phoneNumberCountry", f.country("phoneNumberCountry"));
        *born = person::birthdate(f, "birthdate");
        self.keep("birthdate", born.and_then(|_| f.string("birthdate")));
        self.keep("birthCountry", f.country("birthCountry"));
        self.keep("nationality", f.country("nationality"));
        self.keep("documentType", f.code("documentType", DOCUMENT_TYPES));
        self.keep_texts(&["documentNumber"]);
    }

    fn keep_address(&mut self) {
        self.keep_texts(&["address"]);
        self.keep_optional_texts(&["addressLine2"]);
        self.keep_texts(&["city", "province", "postalCode"]);
        self.keep("country", self.fields.country("country"));
    }

    fn keep_livelihood(&mut self) {
        let f = self.fields;
        let unknown = "must be a slug of the activities catalogue";
        self.keep(
            "activity",
            f.parsed("activity", FieldCode::UnknownValue, unknown, |slug| {
                activity::find(slug).map(|activity| activity.slug)
            }),
        );
        self.keep("employmentStatus", f.code("employmentStatus", EMPLOYMENT_STATUSES));
        self.keep_texts(&["professionalSector"]);
        self.keep("sourceOfFunds", f.code("sourceOfFunds", SOURCES_OF_FUNDS));
        let quantities =
            ["estimatedAnnualIncome", "estimatedAnnualTransactionVolume", "estimatedNetWorth"];
        for name in quantities {
            self.keep(name, f.quantity(name).cloned());
        }
        let accepted = f.boolean("termsAndConditionsAccepted").and_then(|accepted| {
            let detail = "must be accepted";
            let name = "termsAndConditionsAccepted";
            if accepted { Some(true) } else { f.fault(name, FieldCode::NotAllowed, detail) }
        });
        self.keep("termsAndConditionsAccepted", accepted);
    }

    /// Politically exposed persons say which office it is.
    fn keep_exposure(&mut self) {
        let associate = self.fields.boolean("hasPepCloseAssociate");
        self.keep("hasPepCloseAssociate", associate);
        self.keep_if(associate, &["pepAssociateName", "pepAssociatePosition"]);
        self.keep_country_if(associate, "pepAssociateCountry");
        let office = self.fields.boolean("isPublicOffice");
        self.keep("isPublicOffice", office);
        self.keep_if(office, &["publicOfficePosition"]);
        self.keep_country_if(office, "publicOfficeCountry");
    }

    fn keep_if(&mut self, condition: Option<bool>, names: &[&str]) {
        if condition == Some(true) {
            self.keep_texts(names);
        } else {
            self.keep_optional_texts(names);
        }
    }

    fn keep_country_if(&mut self, condition: Option<bool>, name: &str) {
        if condition == Some(true) {
            self.keep(name, self.fields.country(name));
        } else {
            let country = self.fields.optional(name, Fields::country);
            self.keep(name, country.map(Value::from));
        }
    }
}
