//! The state that the handlers of both listeners share.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;
use tokio::sync::watch;

use crate::auth::{Claims, OperatorKey, SignInGate, Signer, admit};
use crate::control::{Limiter, OpenPages};
use crate::domain::id::MerchantId;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::problem::Problem;
use crate::http::upload_slots::UploadSlots;
use crate::store::{self, ChangeNews, Scope, Store, Tx};
use crate::webhooks::Dispatcher;

/// The parts of a running sandbox.
pub(crate) struct App {
    /// The data.
    pub(crate) store: Arc<Store>,
    /// Signs and verifies tokens.
    pub(crate) signer: Signer,
    /// The key of the operator.
    pub(crate) operator_key: OperatorKey,
    /// The dispatcher of webhooks.
    pub(crate) dispatcher: Dispatcher,
    /// Counts the requests of merchants that have a rate limit.
    pub(crate) limiter: Arc<Limiter>,
    /// Permits for uploads; they bound the number of uploaded files in memory.
    pub(crate) upload_slots: UploadSlots,
    /// The open page streams of each person.
    pub(crate) open_pages: OpenPages,
    /// Checks passwords.
    pub(crate) sign_in: SignInGate,
    /// Sends the merchants whose data has changed to open pages.
    pub(crate) changes: ChangeNews,
    /// Becomes true when the connections of open pages must end.
    pub(crate) stopping: watch::Receiver<bool>,
    /// The address of the payments API, without a slash at the end.
    pub(crate) api_url: String,
    /// The public address of the Portal, without a slash at the end.
    pub(crate) public_portal_url: String,
}

/// The state of the routers.
pub(crate) type AppState = State<Arc<App>>;

impl App {
    /// Reads the data of the merchant that `claims` name, if the request is admitted.
    pub(crate) async fn read_as<T: Send + 'static>(
        &self,
        claims: Claims,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let limiter = Arc::clone(&self.limiter);
        self.store.read(move |tx| work(&admit_within_rate(tx, claims, &limiter)?)).await
    }

    /// Writes the data of the merchant that `claims` name, if the request is admitted.
    pub(crate) async fn write_as<T: Send + 'static>(
        &self,
        claims: Claims,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let limiter = Arc::clone(&self.limiter);
        self.store.write(move |tx| work(&admit_within_rate(tx, claims, &limiter)?)).await
    }

    /// Writes like `write_as`, for a request that was counted before.
    pub(crate) async fn write_counted_as<T: Send + 'static>(
        &self,
        claims: Claims,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.store.write(move |tx| work(&admit(tx, claims)?)).await
    }

    /// Reads the data of one merchant for the Portal.
    pub(crate) async fn read_for<T: Send + 'static>(
        &self,
        merchant: MerchantId,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.store.read(move |tx| work(&tx.merchant(merchant)?)).await
    }

    /// Writes the data of one merchant for the Portal.
    pub(crate) async fn write_for<T: Send + 'static>(
        &self,
        merchant: MerchantId,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.store.write(move |tx| work(&tx.merchant(merchant)?)).await
    }
}

/// `GET /health`: healthy unless the last change found no space on the disk. Then it tries a small
/// change, so that it is healthy again once there is space.
pub(crate) async fn health(State(app): AppState) -> AnswerResult {
    if app.store.is_disk_full() {
        app.store.write(|tx| Ok::<_, Problem>(tx.try_space()?)).await?;
    }
    Ok(JsonAnswer::ok(json!({"status": "ok"})))
}

/// Admits a request with a token, and counts it (RATE-1).
fn admit_within_rate<'a>(
    tx: &'a Tx<'_>,
    claims: Claims,
    limiter: &Limiter,
) -> Result<Scope<'a>, Problem> {
    let scope = admit(tx, claims)?;
    limiter.count(scope.id(), scope.rate_limit()?, scope.now)?;
    Ok(scope)
}

impl store::TransactionError for Problem {
    fn is_full_disk(&self) -> bool {
        matches!(self, Self::FullDisk)
    }
}

/// Turns an error of the store into an answer; only refusals are shown to the caller (ERR-4).
impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refusal) => Self::Refused(refusal),
            store::Error::FullDisk => {
                tracing::error!("the disk is full");
                Self::FullDisk
            }
            other => {
                tracing::error!(error = %other, "a request could not be carried out");
                Self::Internal
            }
        }
    }
}
