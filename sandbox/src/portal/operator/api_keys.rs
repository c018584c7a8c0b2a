//! API keys of a merchant.

use serde_json::{Value, json};

use super::access::Operator;
use crate::auth::fresh_key;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::fields::Fields;
use crate::store::{ApiKey, Merchant};

/// `POST M/api-keys`
pub(super) async fn create(operator: Operator, body: JsonBody) -> AnswerResult {
    let input = body.read_optional(read_label);
    let (key, keep) = fresh_key();
    let created = operator.write(move |scope, _| {
        let label = input?;
        Ok((scope.merchant()?, scope.add_api_key(&keep(label))?))
    });
    let (merchant, created) = created.await?;
    Ok(JsonAnswer::created(shown_once(&created, &merchant, key)).with_credentials())
}

/// Reads the label of a new key.
#[expect(clippy::option_option, reason = "as a field that may be missing is read everywhere")]
pub(super) fn read_label(fields: &Fields<'_>) -> Option<Option<String>> {
    fields.optional("label", Fields::string)
}

/// `GET M/api-keys`
pub(super) async fn list(operator: Operator) -> AnswerResult {
    let found = operator.read(|scope, _| Ok((scope.merchant()?, scope.api_keys()?)));
    let (merchant, keys) = found.await?;
    let keys = keys.iter().map(|key| view(key, &merchant)).collect::<Vec<_>>();
    Ok(JsonAnswer::ok(json!({"apiKeys": keys})))
}

/// `DELETE M/api-keys/{keyId}` (AUTH-6)
pub(super) async fn revoke(operator: Operator) -> AnswerResult {
    let revoked = operator.write(move |scope, ids| Ok(scope.revoke_api_key(ids.id(1)?)?));
    revoked.await?;
    Ok(JsonAnswer::no_content())
}

/// A new key with its secret, which no other answer shows (AUTH-5).
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
