//! Deliveries of a merchant's events.

use axum::extract::State;
use serde_json::{Value, json};

use super::access::Operator;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::path::PathIds;
use crate::http::query::ListUrl;
use crate::operations;
use crate::store::Delivery;

/// `GET M/deliveries`
pub(super) async fn list(State(app): AppState, _: Operator, ids: PathIds, url: ListUrl) -> Outcome {
    let query = url.deliveries();
    let found = app.read_for(ids.merchant(0), move |scope| {
        let (filters, request) = query?;
        Ok(scope.deliveries(&filters, request)?)
    });
    let page = found.await?;
    Ok(Answer::ok(url.listed("deliveries", &page, view)))
}

/// `GET M/deliveries/{deliveryId}`
pub(super) async fn show(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let found = app.read_for(ids.merchant(0), move |scope| Ok(scope.delivery(ids.id(1)?)?));
    Ok(Answer::ok(view(&found.await?)))
}

/// `POST M/deliveries/{deliveryId}/resend`
pub(super) async fn resend(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let fresh = app.write_for(ids.merchant(0), move |scope| {
        Ok(operations::deliveries::resend(scope, ids.id(1)?)?)
    });
    Ok(Answer::accepted(view(&fresh.await?)))
}

fn view(delivery: &Delivery) -> Value {
    let attempts = delivery.attempts.iter().map(|attempt| {
        let report = &attempt.report;
        json!({
            "number": report.number,
            "startedAt": report.started_at,
            "finishedAt": attempt.finished_at,
            "status": report.status,
            "error": report.error,
            "signature": report.signature,
            "responseBody": attempt.response_body,
        })
    });
    json!({
        "id": delivery.id,
        "eventId": delivery.event_id,
        "eventType": delivery.event_type,
        "resourceId": delivery.resource_id,
        "url": delivery.url,
        "state": delivery.state,
        "nextAttemptAt": delivery.next_attempt_at,
        "createdAt": delivery.created_at,
        "body": delivery.body,
        "attempts": attempts.collect::<Vec<_>>(),
    })
}
