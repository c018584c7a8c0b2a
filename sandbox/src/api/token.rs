//! The token of a request.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::app::App;
pub(super) use crate::auth::Claims;
use crate::auth::bearer;
use crate::domain::refusal::Refusal;
use crate::http::problem::Problem;

/// Reads the token of the request; without a valid one it is refused (AUTH-2).
impl FromRequestParts<Arc<App>> for Claims {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let claims = bearer(parts).and_then(|token| app.signer.verify(token));
        Ok(claims.ok_or(Refusal::Unauthenticated)?)
    }
}
