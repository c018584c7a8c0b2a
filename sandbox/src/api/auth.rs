//! Logging in: an API key is exchanged for a token.

use axum::extract::State;
use serde_json::json;

use crate::app::AppState;
use crate::auth::log_in;
use crate::domain::refusal::Refusal;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::problem::Problem;

/// `POST /api/v1/auth/login` (AUTH-1, AUTH-3)
pub(super) async fn login(State(app): AppState, body: JsonBody) -> AnswerResult {
    let (code, key) = body.read(|f| f.string("api_code").zip(f.string("api_key")))?;
    let login = app.store.read(move |tx| log_in(tx, &code, &key)).await?;
    // An unknown code and a wrong key are answered alike.
    let login = login.ok_or(Refusal::InvalidCredentials)?;
    let token = app.signer.issue(login.merchant, login.key, login.now).ok_or(Problem::Internal)?;
    Ok(JsonAnswer::ok(json!({"token": token})).with_credentials())
}
