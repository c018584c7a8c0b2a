//! Logging in: an API key becomes a token.

use axum::extract::State;
use serde_json::json;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::app::AppState;
use crate::domain::refusal::Refusal;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::problem::Problem;

/// `POST /api/v1/auth/login`
pub(super) async fn login(State(app): AppState, body: JsonBody) -> Outcome {
    let (code, key) = body.read(|f| f.string("api_code").zip(f.string("api_key")))?;
    let hash: [u8; 32] = Sha256::digest(key.as_bytes()).into();
    let admitted = app.store.read::<_, Problem>(move |tx| {
        let Some((scope, keys)) = tx.login_candidates(&code)? else { return Ok(None) };
        let mut matching = None;
        for (id, known) in keys {
            if bool::from(known.ct_eq(&hash)) {
                matching = Some(id);
            }
        }
        Ok(matching.map(|key| (scope.id(), key, scope.now)))
    });
    // An unknown code and a wrong key are answered alike.
    let (merchant, key, now) = admitted.await?.ok_or(Refusal::InvalidCredentials)?;
    let token = app.signer.issue(merchant, key, now).ok_or(Problem::Internal)?;
    Ok(Answer::ok(json!({"token": token})).with_credentials())
}
