//! The operator's key: whoever has it may do everything in the Portal.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::api::token::bearer;
use crate::app::App;
use crate::domain::refusal::Refusal;
use crate::http::problem::Problem;

/// The hash of the operator's key.
pub(crate) struct OperatorKey([u8; 32]);

impl OperatorKey {
    /// The key, of which only the hash is kept.
    pub(crate) fn new(key: &str) -> Self {
        Self(Sha256::digest(key.as_bytes()).into())
    }
}

/// Proof that the caller has the operator's key.
pub(super) struct Operator;

impl FromRequestParts<Arc<App>> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let given = bearer(parts).map(OperatorKey::new).ok_or(Refusal::Unauthenticated)?;
        if bool::from(given.0.ct_eq(&app.operator_key.0)) {
            return Ok(Self);
        }
        Err(Refusal::Unauthenticated.into())
    }
}
