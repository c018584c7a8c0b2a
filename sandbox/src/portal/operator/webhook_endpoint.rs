//! The webhook endpoint of a merchant, its events and its secret.

use axum::extract::State;
use serde_json::{Value, json};

use super::access::Operator;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::path::PathIds;
use crate::input::read_webhook_endpoint;
use crate::operations;
use crate::store::Endpoint;

/// `PUT M/webhook-endpoint`
pub(super) async fn register(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body.read(read_webhook_endpoint);
    let secret = operations::webhook_endpoints::fresh_secret();
    let registered = app.write_for(ids.merchant(0), move |scope| {
        let (url, events) = input?;
        Ok(operations::webhook_endpoints::register(scope, url, events, &secret)?)
    });
    let (endpoint, secret) = registered.await?;
    let mut view = view(&endpoint);
    view["secret"] = secret.into();
    Ok(Answer::ok(view).with_credentials())
}

/// `GET M/webhook-endpoint`
pub(super) async fn show(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let endpoint = app.read_for(ids.merchant(0), |scope| Ok(scope.endpoint()?)).await?;
    Ok(Answer::ok(view(&endpoint)))
}

/// `DELETE M/webhook-endpoint`
pub(super) async fn remove(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    app.write_for(ids.merchant(0), |scope| Ok(operations::webhook_endpoints::remove(scope)?))
        .await?;
    Ok(Answer::no_content())
}

/// `GET M/webhook-endpoint/secret`
pub(super) async fn secret(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let secret = app
        .read_for(ids.merchant(0), |scope| Ok(operations::webhook_endpoints::secret(scope)?))
        .await?;
    Ok(Answer::ok(json!({"secret": secret})).with_credentials())
}

/// `POST M/webhook-endpoint/secret/rotate`
pub(super) async fn rotate(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let secret = operations::webhook_endpoints::fresh_secret();
    let rotated = app.write_for(ids.merchant(0), move |scope| {
        operations::webhook_endpoints::rotate_secret(scope, &secret)?;
        Ok(secret)
    });
    Ok(Answer::ok(json!({"secret": rotated.await?})).with_credentials())
}

fn view(endpoint: &Endpoint) -> Value {
    json!({
        "url": endpoint.url,
        "events": endpoint.events.iter().map(|kind| kind.code()).collect::<Vec<_>>(),
        "createdAt": endpoint.created_at,
    })
}
