//! Identifiers in the path: what is not one names nothing.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use super::problem::Problem;
use crate::domain::id::{Id, MerchantId};
use crate::domain::refusal::Refusal;

/// The parameters of the path, read in order.
pub(crate) struct PathIds(Vec<String>);

impl PathIds {
    /// Parameter `index` as the id of a `T`.
    pub(crate) fn id<T>(&self, index: usize) -> Result<Id<T>, Refusal> {
        Id::parse(self.text(index)).ok_or(Refusal::NotFound("resource"))
    }

    /// Parameter `index` as it is; empty when it cannot be read.
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
        // What is not UTF-8 is no id either; it is refused after the caller was admitted.
        let Ok(params) = RawPathParams::from_request_parts(parts, state).await else {
            return Ok(Self(vec![]));
        };
        Ok(Self(params.iter().map(|(_, value)| value.to_owned()).collect()))
    }
}
