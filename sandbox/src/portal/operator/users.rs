//! The level of a user, which compliance sets.

use serde_json::json;

use super::access::Operator;
use crate::domain::refusal::FieldCode;
use crate::domain::user::Level;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::operations;

/// `PUT M/users/{userId}/level` (KYC-8)
pub(super) async fn set_level(operator: Operator, body: JsonBody) -> AnswerResult {
    let level = body.read(|fields| {
        fields.parsed("level", FieldCode::UnknownValue, "must be LIGHT or REGULAR", |text| {
            Level::ALL.into_iter().find(|level| level.code() == text)
        })
    });
    let set = operator.write(move |scope, ids| {
        let user = scope.user(ids.id(1)?)?;
        Ok(operations::users::set_level(scope, user.id, level?)?)
    });
    let user = set.await?;
    Ok(JsonAnswer::ok(json!({"id": user.id, "level": user.level.code()})))
}
