//! The level of a user, as compliance sets it.

use axum::extract::State;
use serde_json::json;

use super::access::Operator;
use crate::app::AppState;
use crate::domain::refusal::FieldCode;
use crate::domain::user::Level;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::path::PathIds;
use crate::operations;

/// `PUT M/users/{userId}/level`
pub(super) async fn set_level(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let level = body.read(|fields| {
        fields.parsed("level", FieldCode::UnknownValue, "must be LIGHT or REGULAR", |text| {
            Level::ALL.into_iter().find(|level| level.code() == text)
        })
    });
    let set = app.write_for(ids.merchant(0), move |scope| {
        let user = scope.user(ids.id(1)?)?;
        Ok(operations::users::set_level(scope, user.id, level?)?)
    });
    let user = set.await?;
    Ok(Answer::ok(json!({"id": user.id, "level": user.level.code()})))
}
