//! The webhook endpoint of a merchant, its events and its secret.

use axum::extract::State;
use serde_json::{Value, json};

use super::operator::Operator;
use crate::app::AppState;
use crate::domain::event::EventType;
use crate::domain::refusal::FieldCode;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::http::web_address::{MAX_WEB_ADDRESS, is_web_address};
use crate::operations;
use crate::store::Endpoint;

/// `PUT M/webhook-endpoint`
pub(super) async fn register(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body.read(read_registration);
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

/// Where deliveries go, and of which events.
pub(super) fn read_registration(fields: &Fields<'_>) -> Option<(String, Vec<EventType>)> {
    let url = fields.text_within("url", MAX_WEB_ADDRESS).and_then(|text| {
        let reason = "must be a valid https:// URL with a host and without credentials";
        let valid = is_web_address(text, &["https"]).then(|| text.to_owned());
        valid.or_else(|| fields.fault("url", FieldCode::InvalidFormat, reason))
    });
    url.zip(read_events(fields))
}

fn read_events(fields: &Fields<'_>) -> Option<Vec<EventType>> {
    let mut events = Some(vec![]);
    for (index, item) in fields.list("events", EventType::ALL.len())?.iter().enumerate() {
        let place = format!("events/{index}");
        let known = match item.as_str() {
            Some(code) => EventType::parse(code).or_else(|| {
                fields.fault_inside(&place, FieldCode::UnknownValue, "is no event type")
            }),
            None => fields.fault_inside(&place, FieldCode::WrongType, "must be a string"),
        };
        match (&mut events, known) {
            (Some(events), Some(known)) if !events.contains(&known) => events.push(known),
            (Some(_), Some(_)) => {}
            _ => events = None,
        }
    }
    events
}

fn view(endpoint: &Endpoint) -> Value {
    json!({
        "url": endpoint.url,
        "events": endpoint.events.iter().map(|kind| kind.code()).collect::<Vec<_>>(),
        "createdAt": endpoint.created_at,
    })
}
