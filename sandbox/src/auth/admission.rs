//! Admission of a request whose token is genuine.

use super::token::Claims;
use crate::domain::refusal::Refusal;
use crate::store::{Result, Scope, Tx};

/// Opens the data of the merchant that `claims` name, while their key and lifetime are valid.
///
/// The check is part of the request's own transaction, so that a revoked key stops working at once
/// (AUTH-4, AUTH-6).
pub(crate) fn admit<'a>(tx: &'a Tx<'_>, claims: Claims) -> Result<Scope<'a>> {
    if !tx.has_valid_key(claims.merchant, claims.key)? {
        return Err(Refusal::Unauthenticated.into());
    }
    let scope = tx.merchant(claims.merchant)?;
    if claims.is_expired(scope.now) {
        return Err(Refusal::TokenExpired.into());
    }
    Ok(scope)
}
