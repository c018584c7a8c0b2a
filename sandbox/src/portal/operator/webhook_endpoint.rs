//! The webhook endpoint of a merchant, its events and its webhook secret.

use serde_json::{Value, json};

use super::access::Operator;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::input::read_webhook_endpoint;
use crate::operations;
use crate::store::Endpoint;

/// `PUT M/webhook-endpoint` (HOOK-1, HOOK-5)
pub(super) async fn register(operator: Operator, body: JsonBody) -> AnswerResult {
    let input = body.read(read_webhook_endpoint);
    let secret = operations::webhook_endpoints::fresh_secret();
    let registered = operator.write(move |scope, _| {
        let (url, events) = input?;
        Ok(operations::webhook_endpoints::register(scope, url, events, &secret)?)
    });
    let (endpoint, secret) = registered.await?;
    let mut view = view(&endpoint);
    view["secret"] = secret.into();
    Ok(JsonAnswer::ok(view).with_credentials())
}

/// `GET M/webhook-endpoint`
pub(super) async fn show(operator: Operator) -> AnswerResult {
    let endpoint = operator.read(|scope, _| Ok(scope.endpoint()?)).await?;
    Ok(JsonAnswer::ok(view(&endpoint)))
}

/// `DELETE M/webhook-endpoint`
pub(super) async fn remove(operator: Operator) -> AnswerResult {
    operator.write(|scope, _| Ok(operations::webhook_endpoints::remove(scope)?)).await?;
    Ok(JsonAnswer::no_content())
}

/// `GET M/webhook-endpoint/secret`
pub(super) async fn secret(operator: Operator) -> AnswerResult {
    let secret =
        operator.read(|scope, _| Ok(operations::webhook_endpoints::secret(scope)?)).await?;
    Ok(JsonAnswer::ok(json!({"secret": secret})).with_credentials())
}

/// `POST M/webhook-endpoint/secret/rotate`
pub(super) async fn rotate(operator: Operator) -> AnswerResult {
    let secret = operations::webhook_endpoints::fresh_secret();
    let rotated = operator.write(move |scope, _| {
        operations::webhook_endpoints::rotate_secret(scope, &secret)?;
        Ok(secret)
    });
    Ok(JsonAnswer::ok(json!({"secret": rotated.await?})).with_credentials())
}

fn view(endpoint: &Endpoint) -> Value {
    json!({
        "url": endpoint.url,
        "events": endpoint.events.iter().map(|kind| kind.code()).collect::<Vec<_>>(),
        "createdAt": endpoint.created_at,
    })
}
