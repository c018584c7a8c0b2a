//! The open windows of a run, and the chromedriver that opens more of them.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::Mutex as Turn, time::timeout};

use super::{
    BrowserError,
    driver::Driver,
    installation::{Installation, Program},
    window::Window,
};

/// A window that works does what it is told in milliseconds; one that takes longer hangs.
pub(super) const FORGET_LIMIT: Duration = Duration::from_secs(5);

/// Windows that nobody uses right now, and the driver for new ones.
#[derive(Debug)]
pub(super) struct Windows {
    installation: Option<Installation>,
    pub(super) driver: Turn<Option<Driver>>,
    idle: Mutex<Vec<(Program, Window)>>,
}

impl Windows {
    /// The windows of these programs; none is open yet.
    pub(super) fn of(installation: Option<Installation>) -> Self {
        Self { installation, driver: Turn::default(), idle: Mutex::default() }
    }

    /// The program that opens windows for pages.
    pub(super) fn program(&self) -> Result<Program, BrowserError> {
        self.installation.as_ref().map(Installation::program).ok_or(BrowserError::NotInstalled)
    }

    /// Gives a window of a program, without anything that another scenario has left in it.
    pub(super) async fn take(&self, program: Program) -> Result<Window, BrowserError> {
        while let Some(window) = self.kept(program) {
            // A window that has crashed while it was idle does not obey any more, and is given up.
            if let Ok(Ok(())) = timeout(FORGET_LIMIT, window.forget()).await {
                return Ok(window);
            }
        }
        let window = self.open(program).await?;
        window.forget().await?;
        Ok(window)
    }

    /// Keeps a window for the next scenario.
    pub(super) fn keep(&self, program: Program, window: Window) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((program, window));
    }

    fn kept(&self, program: Program) -> Option<Window> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let place = idle.iter().rposition(|(of, _)| *of == program)?;
        Some(idle.swap_remove(place).1)
    }

    /// Opens a window, of a chromedriver that is started when there is none, or none any more.
    async fn open(&self, program: Program) -> Result<Window, BrowserError> {
        let installation = self.installation.as_ref().ok_or(BrowserError::NotInstalled)?;
        let mut slot = self.driver.lock().await;
        if slot.as_mut().is_none_or(Driver::has_ended) {
            *slot = Some(Driver::start(&installation.chromedriver).await?);
        }
        match slot.as_ref() {
            Some(driver) => driver.open(installation.path(program)).await,
            None => Err(BrowserError::Silent),
        }
    }

    /// Closes every window that is not in use and ends chromedriver, if it was ever started.
    pub(super) async fn close(&self) {
        let idle = {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *idle)
        };
        for (_, window) in idle {
            window.close().await;
        }
        if let Some(mut driver) = self.driver.lock().await.take() {
            driver.end().await;
        }
    }
}
