//! A real browser for pages that people use: Chromium, driven through chromedriver, started when it is first needed.

mod driver;
mod tab;
#[cfg(test)]
mod tests;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use fantoccini::Client;
use tokio::{
    sync::{Mutex as Turn, Semaphore},
    time::timeout,
};

use driver::Driver;
pub use tab::{Appearance, Entry, Tab};

/// More windows would only share the same cores.
const WINDOWS: usize = 2;

/// An empty page is there at once; what takes longer is a window that hangs.
const FORGET_LIMIT: Duration = Duration::from_secs(5);

/// Names under which distributions install the browser.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// What to do where there is no browser.
pub const INSTALL: &str = "install chromium and chromedriver so that both are on the PATH \
                           (Debian: chromium, chromium-driver)";

/// Trouble with the browser.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// It is not there.
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
    /// The browser does not do what it was told.
    #[error("the browser refuses: {0}")]
    Command(#[from] Box<fantoccini::error::CmdError>),
    /// The page has no such thing.
    #[error("the page {page} has no {wanted}")]
    Missing {
        /// Where.
        page: String,
        /// What was looked for.
        wanted: String,
    },
    /// The next page never comes.
    #[error("{0} leads nowhere")]
    Nowhere(String),
}

impl From<fantoccini::error::CmdError> for BrowserError {
    fn from(error: fantoccini::error::CmdError) -> Self {
        Self::Command(Box::new(error))
    }
}

/// Where the programs are.
#[derive(Clone, Debug)]
struct Installed {
    chromedriver: PathBuf,
    chromium: PathBuf,
}

impl Installed {
    fn find() -> Option<Self> {
        let paths = std::env::var_os("PATH")?;
        let on_path = |name: &str| {
            let places = std::env::split_paths(&paths).map(|folder| folder.join(name));
            places.into_iter().find(|place| is_program(place))
        };
        Some(Self {
            chromedriver: on_path("chromedriver")?,
            chromium: CHROMIUM.iter().find_map(|name| on_path(name))?,
        })
    }
}

fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Whether a browser is installed.
#[must_use]
pub fn is_installed() -> bool {
    Installed::find().is_some()
}

/// One browser for a run: a few windows that scenarios use in turns.
#[derive(Debug)]
pub struct Browser {
    installed: Option<Installed>,
    turns: Arc<Semaphore>,
    driver: Turn<Option<Driver>>,
    idle: Idle,
}

/// Windows that nobody uses right now.
type Idle = Arc<Mutex<Vec<Client>>>;

impl Default for Browser {
    fn default() -> Self {
        Self::of(Installed::find())
    }
}

impl Browser {
    fn of(installed: Option<Installed>) -> Self {
        let turns = Arc::new(Semaphore::new(WINDOWS));
        Self { installed, turns, driver: Turn::default(), idle: Idle::default() }
    }

    /// Waits for a window and gives it, without anything that another scenario has left in it.
    ///
    /// # Errors
    /// When there is no browser, or it does not start.
    pub async fn window(&self) -> Result<Tab, BrowserError> {
        let turns = self.turns.clone();
        let turn = turns.acquire_owned().await.map_err(|_| BrowserError::Silent)?;
        while let Some(client) = self.kept() {
            // One that does not obey any more, since it has crashed while it was idle, is given up.
            if let Ok(Ok(())) = timeout(FORGET_LIMIT, tab::forget(&client)).await {
                return Ok(Tab::new(client, self.idle.clone(), turn));
            }
        }
        let client = self.open().await?;
        Ok(Tab::new(client, self.idle.clone(), turn))
    }

    fn kept(&self) -> Option<Client> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// Opens a window, of a chromedriver that is started when there is none, or none any more.
    async fn open(&self) -> Result<Client, BrowserError> {
        let mut slot = self.driver.lock().await;
        if slot.as_mut().is_none_or(Driver::has_ended) {
            let installed = self.installed.clone().ok_or(BrowserError::NotInstalled)?;
            *slot = Some(Driver::start(installed).await?);
        }
        match slot.as_ref() {
            Some(driver) => driver.open().await,
            None => Err(BrowserError::Silent),
        }
    }

    /// Closes every window and ends the browser, if it was ever started.
    pub async fn close(&self) {
        let idle = {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *idle)
        };
        for client in idle {
            // Whatever does not close ends with the driver.
            let _ = client.close().await;
        }
        if let Some(mut driver) = self.driver.lock().await.take() {
            driver.end().await;
        }
    }
}
