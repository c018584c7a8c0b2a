//! Trouble with the browser.

/// Advice where there is no browser.
pub const INSTALL: &str = "install chromium and chromedriver so that both are on the PATH \
                           (Debian: chromium, chromium-driver)";

/// Trouble with the browser.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// No browser is installed.
    #[error("there is no browser; {INSTALL}")]
    NotInstalled,
    /// chromedriver cannot be run.
    #[error("chromedriver cannot be started: {0}")]
    Start(#[from] std::io::Error),
    /// chromedriver ended, or said nothing, before it listened.
    #[error("chromedriver does not listen")]
    Silent,
    /// No window opens.
    #[error("the browser opens no window: {0}")]
    Window(#[from] Box<fantoccini::error::NewSessionError>),
    /// The browser refuses a command.
    #[error("the browser refuses: {0}")]
    Command(#[from] Box<fantoccini::error::CmdError>),
    /// The page lacks a button.
    #[error("the page {page} has no {wanted}")]
    Missing {
        /// The address of the page.
        page: String,
        /// The thing that was looked for.
        wanted: String,
    },
    /// The next page never comes.
    #[error("{0} leads nowhere")]
    Nowhere(String),
}

impl BrowserError {
    /// True if the browser found no way to the server, or lost it.
    pub(super) fn is_of_network(&self) -> bool {
        matches!(self, Self::Command(error) if error.to_string().contains("net::ERR_"))
    }
}

impl From<fantoccini::error::CmdError> for BrowserError {
    fn from(error: fantoccini::error::CmdError) -> Self {
        Self::Command(Box::new(error))
    }
}
