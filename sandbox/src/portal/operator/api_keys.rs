//! API keys of a merchant.

use axum::extract::State;
use serde_json::{Value, json};

use super::access::Operator;
use crate::app::AppState;
use crate::auth::fresh_key;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::store::{ApiKey, Merchant};

/// `POST M/api-keys`
pub(super) async fn create(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body.read_optional(read_label);
    let (key, keep) = fresh_key();
    let created = app.write_for(ids.merchant(0), move |scope| {
        let label = input?;
        Ok((scope.merchant()?, scope.add_api_key(&keep(label))?))
    });
    let (merchant, created) = created.await?;
    Ok(Answer::created(shown_once(&created, &merchant, key)).with_credentials())
}

/// What a new key is to be called.
#[expect(clippy::option_option, reason = "as a field that may be missing is read everywhere")]
pub(super) fn read_label(fields: &Fields<'_>) -> Option<Option<String>> {
    fields.optional("label", Fields::string)
}

/// `GET M/api-keys`
pub(super) async fn list(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let found = app.read_for(ids.merchant(0), |scope| Ok((scope.merchant()?, scope.api_keys()?)));
    let (merchant, keys) = found.await?;
    let keys = keys.iter().map(|key| view(key, &merchant)).collect::<Vec<_>>();
    Ok(Answer::ok(json!({"apiKeys": keys})))
}

/// `DELETE M/api-keys/{keyId}`
pub(super) async fn revoke(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let revoked =
        app.write_for(ids.merchant(0), move |scope| Ok(scope.revoke_api_key(ids.id(1)?)?));
    revoked.await?;
    Ok(Answer::no_content())
}

/// A new key with its secret, which no other answer shows.
pub(super) fn shown_once(kept: &ApiKey, merchant: &Merchant, key: String) -> Value {
    let mut view = view(kept, merchant);
    view["apiKey"] = key.into();
    view
}

fn view(key: &ApiKey, merchant: &Merchant) -> Value {
    json!({
        "id": key.id,
        "label": key.label,
        "apiCode": merchant.api_code,
        "hint": key.hint,
        "createdAt": key.created_at,
        "revokedAt": key.revoked_at,
    })
}
