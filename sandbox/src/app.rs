//! What the handlers of both listeners share.

use std::sync::Arc;

use tokio::sync::{Semaphore, broadcast, watch};

use crate::api::token::{Claims, Signer};
use crate::control::Limiter;
use crate::domain::id::MerchantId;
use crate::domain::idempotency::Attempt;
use crate::domain::refusal::Refusal;
use crate::http::answer::{Answer, Outcome};
use crate::http::problem::Problem;
use crate::portal::{OperatorKey, SignInGate};
use crate::store::{self, Scope, Store, Tx};
use crate::webhooks::Dispatcher;

/// The parts of a running sandbox.
pub(crate) struct App {
    /// Everything that lasts.
    pub(crate) store: Arc<Store>,
    /// Makes and checks tokens.
    pub(crate) signer: Signer,
    /// Lets the operator in.
    pub(crate) operator_key: OperatorKey,
    /// Delivers webhooks.
    pub(crate) dispatcher: Dispatcher,
    /// Counts the requests of merchants that have a rate limit.
    pub(crate) limiter: Arc<Limiter>,
    /// Bounds how many uploaded files are in memory.
    pub(crate) upload_slots: Arc<Semaphore>,
    /// Checks passwords, and slows down whoever guesses.
    pub(crate) sign_in: SignInGate,
    /// Tells pages whose data has changed.
    pub(crate) changes: broadcast::Sender<MerchantId>,
    /// Becomes true when pages that are watched must end.
    pub(crate) stopping: watch::Receiver<bool>,
    /// Where people reach the Portal from outside, without a slash at the end.
    pub(crate) public_portal_url: String,
}

/// The state of the routers.
pub(crate) type AppState = axum::extract::State<Arc<App>>;

impl App {
    /// Reads as the merchant that `claims` name, if it may.
    pub(crate) async fn read_as<T: Send + 'static>(
        &self,
        claims: Claims,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let limiter = Arc::clone(&self.limiter);
        self.store.read(move |tx| work(&admit(tx, claims, &limiter)?)).await
    }

    /// Writes as the merchant that `claims` name, if it may.
    pub(crate) async fn write_as<T: Send + 'static>(
        &self,
        claims: Claims,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let limiter = Arc::clone(&self.limiter);
        self.store.write(move |tx| work(&admit(tx, claims, &limiter)?)).await
    }

    /// Creates as the merchant that `claims` name, only once for each idempotency key.
    ///
    /// `prepare` finds what the path names and judges the fields; `create` has the effect, which is
    /// committed together with the answer to be repeated.
    pub(crate) async fn create_as<T>(
        &self,
        claims: Claims,
        attempt: Option<Attempt>,
        prepare: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
        create: impl FnOnce(&Scope<'_>, T) -> Outcome + Send + 'static,
    ) -> Outcome {
        let created = self.write_as(claims, move |scope| {
            let input = prepare(scope)?;
            let Some(attempt) = attempt else { return create(scope, input) };
            if let Some(kept) = scope.kept_answer(&attempt)? {
                return Ok(Answer::replayed(kept));
            }
            let answer = create(scope, input)?;
            scope.keep_answer(&attempt, &answer.to_kept())?;
            Ok(answer)
        });
        created.await
    }

    /// Reads for the operator, who looks at one merchant.
    pub(crate) async fn read_for<T: Send + 'static>(
        &self,
        merchant: Result<MerchantId, Refusal>,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let merchant = merchant?;
        self.store.read(move |tx| work(&tx.merchant(merchant)?)).await
    }

    /// Writes for the operator, who acts on one merchant.
    pub(crate) async fn write_for<T: Send + 'static>(
        &self,
        merchant: Result<MerchantId, Refusal>,
        work: impl FnOnce(&Scope<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let merchant = merchant?;
        self.store.write(move |tx| work(&tx.merchant(merchant)?)).await
    }
}

/// Keys and tokens are checked in the transaction itself, so that a revocation counts at once.
fn admit<'a>(tx: &'a Tx<'_>, claims: Claims, limiter: &Limiter) -> Result<Scope<'a>, Problem> {
    let scope = tx.admit(claims.merchant, claims.key)?;
    if claims.is_expired(scope.now) {
        return Err(Refusal::TokenExpired.into());
    }
    limiter.count(scope.id(), scope.rate_limit()?, scope.now)?;
    Ok(scope)
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refusal) => Self::Refused(refusal),
            other => {
                tracing::error!(error = %other, "a request could not be carried out");
                Self::Internal
            }
        }
    }
}
