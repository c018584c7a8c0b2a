//! Declaring the people behind a company.

use axum::extract::State;
use serde_json::{Map, Value};

use super::operator::Operator;
use crate::api::kyb_views;
use crate::app::AppState;
use crate::domain::related_party::ROLE_TYPES;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::fields::{FieldErrors, Fields};
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::http::record::Record;
use crate::operations;

/// `POST M/kyb-sessions/{sessionId}/related-parties`
pub(super) async fn declare(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let profile = body.read(read_profile);
    let portal_url = app.public_portal_url.clone();
    let declared = app.write_for(ids.merchant(0), move |scope| {
        let session = scope.kyb_session(ids.id(1)?)?;
        Ok(operations::related_parties::declare(scope, &session, profile?, &portal_url)?)
    });
    Ok(Answer::created(kyb_views::related_party(&declared.await?, &app.public_portal_url)))
}

/// `POST M/related-parties/{relatedPartyId}/kyc-sessions`
pub(super) async fn renew_session(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let portal_url = app.public_portal_url.clone();
    let renewed = app.write_for(ids.merchant(0), move |scope| {
        let party = scope.related_party(ids.id(1)?)?;
        Ok(operations::related_parties::renew_session(scope, party, &portal_url)?)
    });
    Ok(Answer::created(kyb_views::related_party(&renewed.await?, &app.public_portal_url)))
}

/// The person that `value` describes, as the body of a declaration would.
pub(super) fn person_of(value: &Value) -> Result<Map<String, Value>, Problem> {
    let errors = FieldErrors::default();
    let person = read_profile(&Fields::root(value, &errors));
    Ok(errors.finish(person)?)
}

/// What is said about a person behind a company.
pub(crate) fn read_profile(fields: &Fields<'_>) -> Option<Map<String, Value>> {
    let mut person = Record::of(fields);
    person.keep("roleType", fields.code("roleType", ROLE_TYPES));
    person.texts(&["firstName", "lastName"]);
    person.email("email");
    person.optional_phone("phoneNumber");
    person.countries(&["nationality"]);
    let share = fields.optional("ownershipPercentage", Fields::percentage);
    person.keep("ownershipPercentage", share.map(|share| share.cloned().unwrap_or(Value::Null)));
    person.object("residentialAddress", |address| {
        address.texts(&["addressLine1", "city", "provinceState", "postalCode"]);
        address.countries(&["country"]);
    });
    person.finish()
}
