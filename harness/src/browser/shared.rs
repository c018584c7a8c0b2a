//! The browser of a run, shared by its scenarios.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::{BrowserError, Tab, installation::Installation, windows::Windows};

/// The number of scenarios that use a window at the same time. Two keep two cores busy; on them a run with three or four
/// takes as long.
pub(crate) const WINDOWS: usize = 2;

/// One browser for a run: a few windows that scenarios use in turns.
#[derive(Debug)]
pub struct Browser {
    turns: Arc<Semaphore>,
    pub(super) windows: Arc<Windows>,
}

impl Default for Browser {
    fn default() -> Self {
        Self::of(Installation::find())
    }
}

impl Browser {
    /// A browser of these programs.
    pub(super) fn of(installation: Option<Installation>) -> Self {
        let turns = Arc::new(Semaphore::new(WINDOWS));
        Self { turns, windows: Arc::new(Windows::of(installation)) }
    }

    /// Waits for a window and gives it, without anything that another scenario has left in it.
    ///
    /// # Errors
    /// If there is no browser, or it does not start.
    pub async fn window(&self) -> Result<Tab, BrowserError> {
        let turns = self.turns.clone();
        let turn = turns.acquire_owned().await.map_err(|_| BrowserError::Silent)?;
        Tab::open_in(self.windows.clone(), self.windows.program()?, Arc::new(turn)).await
    }

    /// Closes every window and ends the browser, if it was ever started.
    pub async fn close(&self) {
        self.windows.close().await;
    }
}
