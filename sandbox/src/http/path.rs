//! Identifiers in the path; a malformed one is answered like an unknown one.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use super::problem::Problem;
use crate::domain::id::{Id, MerchantId};
use crate::domain::refusal::Refusal;

/// The parameters of the path, read in order.
#[derive(Clone)]
pub(crate) struct PathIds(Vec<String>);

impl PathIds {
    /// Parameter `index` as the id of a `T`.
    pub(crate) fn id<T>(&self, index: usize) -> Result<Id<T>, Refusal> {
        Id::parse(self.text(index)).ok_or(Refusal::NotFound("resource"))
    }

    /// Parameter `index` as text; empty if it is not valid UTF-8.
    pub(crate) fn text(&self, index: usize) -> &str {
        self.0.get(index).map_or("", String::as_str)
    }

    /// Parameter `index` as the number of a merchant.
    pub(crate) fn merchant(&self, index: usize) -> Result<MerchantId, Refusal> {
        let text = self.text(index);
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits);
        number.map(MerchantId).ok_or(Refusal::NotFound("merchant"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PathIds {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        // A path that is not UTF-8 has no ids; the refusal follows after the caller was
        // authenticated.
        let Ok(params) = RawPathParams::from_request_parts(parts, state).await else {
            return Ok(Self(vec![]));
        };
        Ok(Self(params.iter().map(|(_, value)| value.to_owned()).collect()))
    }
}
