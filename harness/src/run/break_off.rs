//! The request to end a run before all of its scenarios are judged.

use std::sync::Arc;

use tokio::sync::watch;

/// A request to break off a run, with its cause; clones share it.
#[derive(Clone, Debug, Default)]
pub struct BreakOff(Arc<watch::Sender<Option<String>>>);

impl BreakOff {
    /// Requests the end of the run; the first cause is the one that counts.
    pub fn because(&self, cause: impl Into<String>) {
        self.0.send_if_modified(|kept| {
            let is_first = kept.is_none();
            kept.get_or_insert_with(|| cause.into());
            is_first
        });
    }

    /// The cause of the request, if there was one.
    #[must_use]
    pub fn cause(&self) -> Option<String> {
        self.0.borrow().clone()
    }

    /// Waits for the request and gives its cause.
    pub async fn requested(&self) -> String {
        let mut requests = self.0.subscribe();
        match requests.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(cause)) => cause.clone(),
            _ => std::future::pending().await,
        }
    }
}
