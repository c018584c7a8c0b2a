//! A window of the browser while one scenario uses it: opens pages, presses elements, runs scripts, looks.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;

use super::{
    BrowserError,
    installation::Program,
    window::{Appearance, STANDARD, Window},
    windows::Windows,
};

/// A page of a target on this machine is there in milliseconds; this bounds one that never comes, also on a machine that does
/// much else.
const ARRIVAL_LIMIT: Duration = Duration::from_secs(30);

/// The number of times a page is asked for before the network is to blame.
const OPEN_ATTEMPTS: usize = 3;

/// The time between two of these attempts.
const OPEN_PAUSE: Duration = Duration::from_millis(300);

/// Pause between two polls.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// Waits until the page is loaded. If its `timeOrigin` is the argument, it is still the old page: then gives null after 100 ms,
/// and also for an empty page, which the browser may show between two pages.
const ARRIVAL: &str = "
    const isThere = location.protocol !== 'about:' && performance.timeOrigin !== arguments[0];
    if (!isThere) return new Promise((resolve) => setTimeout(resolve, 100));
    const isLoaded = document.readyState === 'complete'
        || new Promise((resolve) => addEventListener('load', resolve));
    return Promise.resolve(isLoaded).then(() => {";

/// The end of an arrival: what the page says about its answer.
const STATUS: &str = "
    const [entry] = performance.getEntriesByType('navigation');
    return { status: entry?.responseStatus ?? 0 };";

/// The page's time origin, and the click point of the element that a selector finds, if it can be clicked now.
const BUTTON: &str = concat!(
    "const button = document.querySelector(arguments[0]);
     return button && { born: performance.timeOrigin, point: (",
    include_str!("press_point.js"),
    ").call(button) };",
);

/// A function that gives the point at which an element, its `this`, is pressed; null if it cannot be pressed now.
pub(crate) const PRESS_POINT: &str = include_str!("press_point.js");

/// A window in use; when this is dropped, the next scenario gets it, unless something in it went wrong.
#[derive(Debug)]
pub struct Tab {
    window: Window,
    program: Program,
    windows: Arc<Windows>,
    appearance: Mutex<Appearance>,
    /// The number of commands that run, or were given up before their end.
    unended: AtomicUsize,
    /// Something went wrong that must not.
    has_failed: AtomicBool,
    turn: Arc<OwnedSemaphorePermit>,
}

impl Tab {
    /// Opens a tab in a window of a program.
    pub(super) async fn open_in(
        windows: Arc<Windows>,
        program: Program,
        turn: Arc<OwnedSemaphorePermit>,
    ) -> Result<Self, BrowserError> {
        let window = windows.take(program).await?;
        let appearance = Mutex::new(STANDARD);
        let (unended, has_failed) = (AtomicUsize::default(), AtomicBool::default());
        Ok(Self { window, program, windows, appearance, unended, has_failed, turn })
    }

    /// A tab of the same person that can show documents; none if this one can.
    ///
    /// # Errors
    /// If the browser opens no window.
    pub async fn for_documents(&self) -> Result<Option<Self>, BrowserError> {
        if self.program == Program::Chromium {
            return Ok(None);
        }
        let other =
            Self::open_in(self.windows.clone(), Program::Chromium, self.turn.clone()).await?;
        other.watched(other.window.take_cookies(&self.window)).await?;
        Ok(Some(other))
    }

    /// Does something in the window. If it fails, or is given up before its end, the window is of no use to others.
    async fn watched<T>(
        &self,
        doing: impl Future<Output = Result<T, BrowserError>>,
    ) -> Result<T, BrowserError> {
        let done = self.tolerated(doing).await;
        self.has_failed.fetch_or(done.is_err(), Ordering::Relaxed);
        done
    }

    /// Does something in the window that may fail without harm; the window is of no use only if it is given up before its end.
    async fn tolerated<T>(
        &self,
        doing: impl Future<Output = Result<T, BrowserError>>,
    ) -> Result<T, BrowserError> {
        self.unended.fetch_add(1, Ordering::Relaxed);
        let done = doing.await;
        self.unended.fetch_sub(1, Ordering::Relaxed);
        done
    }

    /// Opens an address and gives the answer's status. To ask for a page again does no harm, so a browser that loses its
    /// connection asks again. It does so when a network of containers comes or goes on this machine.
    ///
    /// # Errors
    /// If the page does not come.
    pub async fn open(&self, address: &str) -> Result<u16, BrowserError> {
        Ok(status_of(&self.open_and_ask(address, STATUS).await?))
    }

    /// Opens an address and gives the answer of a script in its page.
    ///
    /// # Errors
    /// If the page does not come.
    pub(crate) async fn open_and_ask(
        &self,
        address: &str,
        script: &str,
    ) -> Result<Value, BrowserError> {
        self.watched(async {
            let mut attempts = 1;
            let before = loop {
                match self.window.navigate(address).await {
                    Err(error) if attempts < OPEN_ATTEMPTS && error.is_of_network() => {}
                    led => break led?,
                }
                attempts += 1;
                tokio::time::sleep(OPEN_PAUSE).await;
            };
            self.arrive(before, address, script).await
        })
        .await
    }

    /// The address of the page.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn address(&self) -> Result<String, BrowserError> {
        self.watched(self.window.address()).await
    }

    /// Presses the point of the page that [`PRESS_POINT`] has given.
    ///
    /// # Errors
    /// If the browser does not carry it out.
    pub(crate) async fn press_at(&self, point: &Value) -> Result<(), BrowserError> {
        self.watched(self.window.press(point)).await
    }

    /// Gives a command of Chromium's own protocol. A refusal says something about the page, not about the window.
    ///
    /// # Errors
    /// If the browser refuses.
    pub(crate) async fn tell(&self, name: &str, parameters: Value) -> Result<Value, BrowserError> {
        self.tolerated(self.window.tell(name, parameters)).await
    }

    /// Runs a script that may fail, since the page may just be replaced by another one.
    ///
    /// # Errors
    /// If the script throws, or there is no page.
    pub(crate) async fn ask(&self, script: &str) -> Result<Value, BrowserError> {
        self.tolerated(self.window.run(script, Vec::new())).await
    }

    /// Presses a button or link that leads to another page, waits for that page and gives its status.
    ///
    /// # Errors
    /// If there is nothing to press, or it leads to no other page.
    pub async fn press(&self, selector: &str) -> Result<u16, BrowserError> {
        self.watched(async {
            let begun = Instant::now();
            loop {
                let found = self.window.run(BUTTON, vec![json!(selector)]).await?;
                if found.is_null() {
                    return Err(self.missing(selector).await);
                }
                if !found["point"].is_null() {
                    self.window.press(&found["point"]).await?;
                    let born = found["born"].as_f64();
                    return Ok(status_of(&self.arrive(born, selector, STATUS).await?));
                }
                if begun.elapsed() > ARRIVAL_LIMIT {
                    return Err(BrowserError::Covered(selector.to_owned()));
                }
                tokio::time::sleep(POLL_INTERVAL).await;
            }
        })
        .await
    }

    /// Waits for a page that is not the one of `before`, and gives the answer of a script there.
    async fn arrive(
        &self,
        before: Option<f64>,
        by: &str,
        script: &str,
    ) -> Result<Value, BrowserError> {
        let script = format!("{ARRIVAL} {script}\n}});");
        let begun = Instant::now();
        loop {
            match self.window.run(&script, vec![json!(before)]).await {
                Ok(seen) if !seen.is_null() => return Ok(seen),
                Err(BrowserError::Silent) => return Err(BrowserError::Silent),
                // Between two pages there is nothing that could answer.
                Ok(_) | Err(_) => {}
            }
            if begun.elapsed() > ARRIVAL_LIMIT {
                return Err(BrowserError::Nowhere(by.to_owned()));
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// Runs a script in the page and gives what it returns.
    ///
    /// # Errors
    /// If the script throws.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value, BrowserError> {
        self.watched(self.window.run(script, arguments)).await
    }

    /// Runs a script that may work longer than a command, up to a limit.
    ///
    /// # Errors
    /// If the script throws.
    pub(crate) async fn run_within(
        &self,
        limit: Duration,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, BrowserError> {
        self.watched(self.window.run_within(limit, script, arguments)).await
    }

    /// Shows this page and those that follow in an appearance.
    ///
    /// # Errors
    /// If the browser cannot.
    pub async fn look(&self, appearance: Appearance) -> Result<(), BrowserError> {
        let before = *self.appearance.lock().unwrap_or_else(PoisonError::into_inner);
        self.watched(async {
            if before.is_dark != appearance.is_dark {
                self.window.colour(appearance.is_dark).await?;
            }
            if before.width_px != appearance.width_px {
                self.window.resize(appearance.width_px).await?;
            }
            Ok(())
        })
        .await?;
        *self.appearance.lock().unwrap_or_else(PoisonError::into_inner) = appearance;
        Ok(())
    }

    /// A picture of the page, as PNG.
    ///
    /// # Errors
    /// If the browser cannot.
    pub async fn picture(&self) -> Result<Vec<u8>, BrowserError> {
        self.watched(self.window.picture()).await
    }

    async fn missing(&self, wanted: &str) -> BrowserError {
        let page = self.address().await.unwrap_or_default();
        BrowserError::Missing { page, wanted: wanted.to_owned() }
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let has_ended = self.unended.load(Ordering::Relaxed) == 0;
        if has_ended && !self.has_failed.load(Ordering::Relaxed) {
            self.windows.keep(self.program, self.window.clone());
        }
    }
}

/// The status of the answer that a page came with; 0 if it is not known.
fn status_of(arrival: &Value) -> u16 {
    arrival["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or_default()
}
