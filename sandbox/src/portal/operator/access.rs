//! The operator: a caller with the operator's key, who may do everything in the Portal.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::app::App;
use crate::auth::bearer;
use crate::domain::refusal::Refusal;
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::store::Scope;

/// A caller with the operator's key, and the ids of the path, of which the first is the merchant's.
pub(super) struct Operator {
    /// The state of the sandbox.
    pub(super) app: Arc<App>,
    ids: PathIds,
}

impl FromRequestParts<Arc<App>> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        if !bearer(parts).is_some_and(|given| app.operator_key.matches(given)) {
            return Err(Refusal::Unauthenticated.into());
        }
        let ids = PathIds::from_request_parts(parts, app).await?;
        Ok(Self { app: Arc::clone(app), ids })
    }
}

impl Operator {
    /// Reads the data of the merchant.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Scope<'_>, &PathIds) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (merchant, ids) = (self.ids.merchant(0)?, self.ids.clone());
        self.app.read_for(merchant, move |scope| work(scope, &ids)).await
    }

    /// Changes the data of the merchant.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Scope<'_>, &PathIds) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (merchant, ids) = (self.ids.merchant(0)?, self.ids.clone());
        self.app.write_for(merchant, move |scope| work(scope, &ids)).await
    }
}
