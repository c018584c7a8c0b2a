//! The open windows of a run, and the browsers that open more of them.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::Mutex as Turn, time::timeout};

use super::{
    BrowserError,
    installation::{Installation, Program},
    process::BrowserProcess,
    window::Window,
};

/// A window that works does what it is told in milliseconds; one that takes longer hangs.
pub(super) const FORGET_LIMIT: Duration = Duration::from_secs(5);

/// Windows that nobody uses right now, and the browsers for new ones.
#[derive(Debug)]
pub(super) struct Windows {
    installation: Option<Installation>,
    pub(super) processes: Turn<Vec<(Program, BrowserProcess)>>,
    idle: Mutex<Vec<(Program, Window)>>,
}

impl Windows {
    /// The windows of these programs; none is open yet.
    pub(super) fn of(installation: Option<Installation>) -> Self {
        Self { installation, processes: Turn::default(), idle: Mutex::default() }
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

    /// Opens a window, of a browser that is started when there is none, or none any more.
    async fn open(&self, program: Program) -> Result<Window, BrowserError> {
        let installation = self.installation.as_ref().ok_or(BrowserError::NotInstalled)?;
        let mut processes = self.processes.lock().await;
        processes.retain_mut(|(_, process)| !process.has_ended());
        let place = processes.iter().position(|(of, _)| *of == program);
        let mut process = match place {
            Some(place) => processes.swap_remove(place).1,
            None => BrowserProcess::start(installation.path(program))?,
        };
        // A browser that opens no window is of no use to others, and ends here.
        let opened = process.open().await?;
        processes.push((program, process));
        Ok(opened)
    }

    /// Forgets the idle windows and ends the browsers, if they were ever started.
    pub(super) async fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        for (_, mut process) in std::mem::take(&mut *self.processes.lock().await) {
            process.end().await;
        }
    }
}
