//! The caller of the API: reading, writing and creating as the merchant of the token.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::app::App;
use crate::auth::{Claims, bearer};
use crate::domain::id::MerchantId;
use crate::domain::refusal::Refusal;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::creation::Received;
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::operations::idempotency::{keep_answer, kept_answer};
use crate::store::Scope;

/// A caller with a genuine token, and the ids of the path.
///
/// The token is checked before the body (AUTH-2, ERR-1); its key and its lifetime are checked in
/// the transaction.
pub(super) struct Caller {
    /// The state of the sandbox.
    pub(super) app: Arc<App>,
    claims: Claims,
    ids: PathIds,
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let claims = bearer(parts).and_then(|token| app.signer.verify(token));
        let claims = claims.ok_or(Refusal::Unauthenticated)?;
        let ids = PathIds::from_request_parts(parts, app).await?;
        Ok(Self { app: Arc::clone(app), claims, ids })
    }
}

impl Caller {
    /// Reads the merchant's data.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Scope<'_>, &PathIds) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let ids = self.ids.clone();
        self.app.read_as(self.claims, move |scope| work(scope, &ids)).await
    }

    /// Changes the merchant's data.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Scope<'_>, &PathIds) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let ids = self.ids.clone();
        self.app.write_as(self.claims, move |scope| work(scope, &ids)).await
    }

    /// The merchant of the token.
    pub(super) const fn merchant(&self) -> MerchantId {
        self.claims.merchant
    }

    /// Checks the path before the body is received (ERR-1) and counts the request (RATE-1).
    ///
    /// `create_checked` goes on with the body.
    pub(super) async fn check(
        &self,
        check: impl FnOnce(&Scope<'_>, &PathIds) -> Result<(), Problem> + Send + 'static,
    ) -> Result<(), Problem> {
        self.read(check).await
    }

    /// Creates a resource, once for each idempotency key (IDEM-1).
    ///
    /// `find` reads the resources that the path names, which are refused before the faults of the
    /// body (ERR-1). `create` makes the change, which is committed together with the answer that is
    /// kept for a repeated request.
    pub(super) async fn create<F, T: Send + 'static>(
        &self,
        received: Received<T>,
        find: impl FnOnce(&Scope<'_>, &PathIds) -> Result<F, Problem> + Send + 'static,
        create: impl FnOnce(&Scope<'_>, F, T) -> AnswerResult + Send + 'static,
    ) -> AnswerResult {
        self.write(move |scope, ids| create_once(scope, received, find(scope, ids)?, create)).await
    }

    /// Creates a resource like `create`, for a request that `check` has counted.
    pub(super) async fn create_checked<F, T: Send + 'static>(
        &self,
        received: Received<T>,
        find: impl FnOnce(&Scope<'_>, &PathIds) -> Result<F, Problem> + Send + 'static,
        create: impl FnOnce(&Scope<'_>, F, T) -> AnswerResult + Send + 'static,
    ) -> AnswerResult {
        let ids = self.ids.clone();
        let work =
            move |scope: &Scope<'_>| create_once(scope, received, find(scope, &ids)?, create);
        self.app.write_counted_as(self.claims, work).await
    }
}

/// Creates a resource, unless the same request has created it before (IDEM-1).
fn create_once<F, T>(
    scope: &Scope<'_>,
    received: Received<T>,
    found: F,
    create: impl FnOnce(&Scope<'_>, F, T) -> AnswerResult,
) -> AnswerResult {
    let (request, input) = received.checked(scope.now)?;
    let Some(request) = request else { return create(scope, found, input) };
    if let Some(kept) = kept_answer(scope, &request)? {
        return Ok(JsonAnswer::replayed(kept));
    }
    let answer = create(scope, found, input)?;
    keep_answer(scope, &request, &answer.to_kept())?;
    Ok(answer)
}
