//! The decisions of compliance on KYC sessions.

use super::access::Operator;
use crate::domain::refusal::FieldCode;
use crate::domain::session::{CHECK_TYPES, Check, MAX_REASONS, Reason};
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::fields::Fields;
use crate::operations;
use crate::views;

/// `POST M/kyc-sessions/{sessionId}/approve` (KYC-2)
pub(super) async fn approve(operator: Operator) -> AnswerResult {
    let decided =
        operator.write(move |scope, ids| Ok(operations::kyc::approve(scope, ids.id(1)?)?));
    Ok(JsonAnswer::ok(views::kyc_session(&decided.await?, &operator.app.public_portal_url)))
}

/// `POST M/kyc-sessions/{sessionId}/reject` (KYC-3)
pub(super) async fn reject(operator: Operator, body: JsonBody) -> AnswerResult {
    let input = body.read_optional(|f| f.optional("checks", |f, name| read_checks(f, name)));
    let decided = operator.write(move |scope, ids| {
        let session = scope.session(ids.id(1)?)?;
        let refused = input?.unwrap_or_else(|| vec![Check::default_refusal()]);
        Ok(operations::kyc::reject(scope, session.id, &refused)?)
    });
    Ok(JsonAnswer::ok(views::kyc_session(&decided.await?, &operator.app.public_portal_url)))
}

/// `POST M/kyc-sessions/{sessionId}/review` (KYC-4)
pub(super) async fn review(operator: Operator) -> AnswerResult {
    let decided = operator.write(move |scope, ids| Ok(operations::kyc::review(scope, ids.id(1)?)?));
    Ok(JsonAnswer::ok(views::kyc_session(&decided.await?, &operator.app.public_portal_url)))
}

fn read_checks(fields: &Fields<'_>, name: &str) -> Option<Vec<Check>> {
    let checks = fields.objects(name, CHECK_TYPES.len())?;
    let mut named = vec![];
    let read = checks.iter().map(|check| {
        let mut check_type = check.code("type", &CHECK_TYPES);
        if check_type.is_some() && named.contains(&check_type) {
            check_type = check.fault("type", FieldCode::NotAllowed, "is named twice");
        }
        named.push(check_type);
        let reasons = check.objects("reasons", MAX_REASONS);
        let reasons = reasons.and_then(|reasons| {
            reasons.iter().map(read_reason).collect::<Vec<_>>().into_iter().collect()
        });
        Some(Check { check_type: check_type?.to_owned(), reasons: reasons? })
    });
    // All checks are read before the first fault ends the reading, so that every fault is listed.
    read.collect::<Vec<_>>().into_iter().collect()
}

fn read_reason(reason: &Fields<'_>) -> Option<Reason> {
    let (found_by, code) = (reason.string("type"), reason.string("code"));
    let (message, category) = (reason.string("message"), reason.string("category"));
    Some(Reason { found_by: found_by?, code: code?, message: message?, category: category? })
}
