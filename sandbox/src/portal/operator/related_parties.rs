//! Declaring the people behind a company.

use axum::extract::State;

use super::access::Operator;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::path::PathIds;
use crate::input::read_related_party;
use crate::operations;
use crate::views;

/// `POST M/kyb-sessions/{sessionId}/related-parties`
pub(super) async fn declare(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let profile = body.read(read_related_party);
    let portal_url = app.public_portal_url.clone();
    let declared = app.write_for(ids.merchant(0), move |scope| {
        let session = scope.kyb_session(ids.id(1)?)?;
        Ok(operations::related_parties::declare(scope, &session, profile?, &portal_url)?)
    });
    Ok(Answer::created(views::related_party(&declared.await?, &app.public_portal_url)))
}

/// `POST M/related-parties/{relatedPartyId}/kyc-sessions`
pub(super) async fn renew_session(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let portal_url = app.public_portal_url.clone();
    let renewed = app.write_for(ids.merchant(0), move |scope| {
        let party = scope.related_party(ids.id(1)?)?;
        Ok(operations::related_parties::renew_session(scope, party, &portal_url)?)
    });
    Ok(Answer::created(views::related_party(&renewed.await?, &app.public_portal_url)))
}
