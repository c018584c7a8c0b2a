//! The state that the handlers of both listeners share.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;
use tokio::sync::{broadcast, watch};

use crate::auth::{Claims, OperatorKey, SignInGate, Signer, admit};
use crate::control::{Limiter, OpenPages};
use crate::domain::id::MerchantId;
use crate::domain::idempotency::Attempt;
use crate::domain::refusal::Refusal;
use crate::http::answer::{Answer, Outcome};
use crate::http::problem::Problem;
use crate::http::upload_slots::UploadSlots;
use crate::operations;
use crate::store::{self, Scope, Store, Tx};
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
    pub(crate) changes: broadcast::Sender<MerchantId>,
    /// Becomes true when the connections of open pages must end.
    pub(crate) stopping: watch::Receiver<bool>,
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

    /// Checks the path of a request before its body is received, if the request is admitted; it
    /// counts for the rate limit. `create_checked_as` goes on with the body.
    pub(crate) async fn check_as(
        &self,
        claims: Claims,
        check: impl FnOnce(&Scope<'_>) -> Result<(), Problem> + Send + 'static,
    ) -> Result<(), Problem> {
        self.read_as(claims, check).await
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

    /// Creates a resource of the merchant that `claims` name, once for each idempotency key
    /// (IDEM-1).
    ///
    /// `prepare` finds the resources of the path and checks the fields. `create` makes the change,
    /// which is committed together with the answer that is kept for a repeated request.
    pub(crate) async fn create_as<T>(
        &self,
        claims: Claims,
        attempt: Option<Attempt>,
        prepare: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
        create: impl FnOnce(&Scope<'_>, T) -> Outcome + Send + 'static,
    ) -> Outcome {
        self.write_as(claims, move |scope| create_once(scope, attempt, prepare, create)).await
    }

    /// Creates a resource like `create_as`, for a request that `check_as` has counted.
    pub(crate) async fn create_checked_as<T>(
        &self,
        claims: Claims,
        attempt: Option<Attempt>,
        prepare: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
        create: impl FnOnce(&Scope<'_>, T) -> Outcome + Send + 'static,
    ) -> Outcome {
        let create = move |tx: &Tx<'_>| create_once(&admit(tx, claims)?, attempt, prepare, create);
        self.store.write(create).await
    }

    /// Reads the data of one merchant for the operator.
    pub(crate) async fn read_for<T: Send + 'static>(
        &self,
        merchant: Result<MerchantId, Refusal>,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let merchant = merchant?;
        self.store.read(move |tx| work(&tx.merchant(merchant)?)).await
    }

    /// Writes the data of one merchant for the operator.
    pub(crate) async fn write_for<T: Send + 'static>(
        &self,
        merchant: Result<MerchantId, Refusal>,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let merchant = merchant?;
        self.store.write(move |tx| work(&tx.merchant(merchant)?)).await
    }
}

/// Creates a resource, unless the same attempt has created it before.
fn create_once<T>(
    scope: &Scope<'_>,
    attempt: Option<Attempt>,
    prepare: impl FnOnce(&Scope<'_>) -> Result<T, Problem>,
    create: impl FnOnce(&Scope<'_>, T) -> Outcome,
) -> Outcome {
    let input = prepare(scope)?;
    let Some(attempt) = attempt else { return create(scope, input) };
    if let Some(kept) = operations::idempotency::kept_answer(scope, &attempt)? {
        return Ok(Answer::replayed(kept));
    }
    let answer = create(scope, input)?;
    operations::idempotency::keep_answer(scope, &attempt, &answer.to_kept())?;
    Ok(answer)
}

/// `GET /health`: healthy unless the last change found no space on the disk. Then it tries a small
/// change, so that it is healthy again once there is space.
pub(crate) async fn health(State(app): AppState) -> Outcome {
    if app.store.is_disk_full() {
        app.store.write(|tx| Ok::<_, Problem>(tx.try_space()?)).await?;
    }
    Ok(Answer::ok(json!({"status": "ok"})))
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

impl store::Fault for Problem {
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
