//! Deliveries of a merchant's events.

use serde_json::{Value, json};

use super::access::Operator;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::query::ListUrl;
use crate::operations;
use crate::store::Delivery;

/// `GET M/deliveries`
pub(super) async fn list(operator: Operator, url: ListUrl) -> AnswerResult {
    let query = url.deliveries();
    let found = operator.read(move |scope, _| {
        let (filters, request) = query?;
        Ok(scope.deliveries(&filters, request)?)
    });
    let page = found.await?;
    Ok(JsonAnswer::ok(url.listed("deliveries", &page, view)))
}

/// `GET M/deliveries/{deliveryId}`
pub(super) async fn show(operator: Operator) -> AnswerResult {
    let found = operator.read(move |scope, ids| Ok(scope.delivery(ids.id(1)?)?));
    Ok(JsonAnswer::ok(view(&found.await?)))
}

/// `POST M/deliveries/{deliveryId}/resend` (HOOK-12)
pub(super) async fn resend(operator: Operator) -> AnswerResult {
    let fresh =
        operator.write(move |scope, ids| Ok(operations::deliveries::resend(scope, ids.id(1)?)?));
    Ok(JsonAnswer::accepted(view(&fresh.await?)))
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
