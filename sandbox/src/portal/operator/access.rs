//! The operator: a caller who has the operator's key may do everything in the Portal.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::app::App;
use crate::auth::bearer;
use crate::domain::refusal::Refusal;
use crate::http::problem::Problem;

/// Proof that the caller has the operator's key.
pub(super) struct Operator;

impl FromRequestParts<Arc<App>> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let is_operator = bearer(parts).is_some_and(|given| app.operator_key.matches(given));
        if is_operator { Ok(Self) } else { Err(Refusal::Unauthenticated.into()) }
    }
}
