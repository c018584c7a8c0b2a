//! Trouble with the browser.

use std::{path::PathBuf, process::ExitStatus, time::Duration};

/// Advice where there is no browser.
pub const INSTALL: &str = "install chromium so that it is on the PATH (Debian: chromium)";

/// Trouble with the browser.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// No browser is installed.
    #[error("there is no browser; {INSTALL}")]
    NotInstalled,
    /// The browser cannot be run.
    #[error("the browser cannot be started: {0}")]
    Start(#[from] std::io::Error),
    /// The browser says nothing.
    #[error("the browser does not answer; run again")]
    Silent,
    /// The browser ended instead of opening a window.
    #[error("the browser {} has ended ({status}); start it by hand to see why", program.display())]
    Ended {
        /// The path of the browser.
        program: PathBuf,
        /// The end of its process.
        status: ExitStatus,
    },
    /// A command does not end.
    #[error("the browser has not carried out {method} within {} seconds", limit.as_secs())]
    Slow {
        /// The name of the command.
        method: String,
        /// The longest time that it may take.
        limit: Duration,
    },
    /// The browser refuses a command.
    #[error("the browser refused the command: {0}")]
    Refusal(String),
    /// The page lacks a button.
    #[error("the page {page} has no {wanted}")]
    Missing {
        /// The address of the page.
        page: String,
        /// The thing that was looked for.
        wanted: String,
    },
    /// Another element stays in front of a button.
    #[error("{0} cannot be pressed: it is not seen, or another element is in front of it")]
    Covered(String),
    /// The next page never comes.
    #[error("{0} leads to no other page")]
    Nowhere(String),
}

impl BrowserError {
    /// True if the browser found no way to the server, or lost it. `ERR_ABORTED` says that there is no page to show.
    pub(super) fn is_of_network(&self) -> bool {
        matches!(self, Self::Refusal(trouble)
            if trouble.contains("net::ERR_") && !trouble.contains("net::ERR_ABORTED"))
    }
}
