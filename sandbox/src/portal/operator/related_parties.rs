//! The related parties of a company.

use super::access::Operator;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::input::read_related_party;
use crate::operations;
use crate::views;

/// `POST M/kyb-sessions/{sessionId}/related-parties` (KYB-11)
pub(super) async fn declare(operator: Operator, body: JsonBody) -> AnswerResult {
    let profile = body.read(read_related_party);
    let portal_url = operator.app.public_portal_url.clone();
    let declared = operator.write(move |scope, ids| {
        let session = scope.kyb_session(ids.id(1)?)?;
        Ok(operations::related_parties::declare(scope, &session, profile?, &portal_url)?)
    });
    Ok(JsonAnswer::created(views::related_party(&declared.await?, &operator.app.public_portal_url)))
}

/// `POST M/related-parties/{relatedPartyId}/kyc-sessions`
pub(super) async fn renew_session(operator: Operator) -> AnswerResult {
    let portal_url = operator.app.public_portal_url.clone();
    let renewed = operator.write(move |scope, ids| {
        let party = scope.related_party(ids.id(1)?)?;
        Ok(operations::related_parties::renew_session(scope, party, &portal_url)?)
    });
    Ok(JsonAnswer::created(views::related_party(&renewed.await?, &operator.app.public_portal_url)))
}
