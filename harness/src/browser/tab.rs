//! A window of the browser while one scenario uses it: opens pages, fills in forms, presses buttons, looks.

use std::{
    sync::{
        PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use fantoccini::{Client, Locator, wd::WebDriverCompatibleCommand};
use reqwest::{Method, Url};
use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;

use super::{BrowserError, Idle};

/// A page of a target on this machine is there in milliseconds; this bounds one that never comes.
const ARRIVAL_LIMIT: Duration = Duration::from_secs(10);

/// Only paces the asking.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// Whether the page is there, and which one it is.
const ARRIVAL: &str = "
    const [entry] = performance.getEntriesByType('navigation');
    return {
        loaded: document.readyState === 'complete',
        born: performance.timeOrigin,
        status: entry?.responseStatus ?? 0,
        address: location.href,
    };";

const FILL: &str = include_str!("fill.js");

/// What is done with a control of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A text typed, or a value chosen.
    Text(String),
    /// Of several boxes of one name these ticked and no others.
    Ticks(Vec<String>),
}

impl<T: Into<String>> From<T> for Entry {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

/// How a page is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The width of the window in CSS pixels.
    pub width_px: u32,
    /// Whether the person prefers dark colours.
    pub is_dark: bool,
}

/// A window in use; when this is dropped, the next scenario gets it, unless something in it went wrong.
#[derive(Debug)]
pub struct Tab {
    client: Client,
    idle: Idle,
    /// Whatever was begun here has ended, and ended well.
    is_sound: AtomicBool,
    _turn: OwnedSemaphorePermit,
}

/// Leaves nothing in a window of what was done there before.
pub(super) async fn forget(client: &Client) -> Result<(), BrowserError> {
    tell(client, "Network.clearBrowserCookies", json!({})).await?;
    tell(client, "Emulation.setEmulatedMedia", json!({ "features": [] })).await?;
    tell(client, "Emulation.clearDeviceMetricsOverride", json!({})).await?;
    Ok(client.goto("about:blank").await?)
}

/// A command of Chromium's own protocol.
async fn tell(
    client: &Client,
    command: &'static str,
    parameters: Value,
) -> Result<Value, BrowserError> {
    Ok(client.issue_cmd(Chromium { command, parameters }).await?)
}

impl Tab {
    pub(super) fn new(client: Client, idle: Idle, turn: OwnedSemaphorePermit) -> Self {
        Self { client, idle, is_sound: AtomicBool::new(true), _turn: turn }
    }

    /// Does it. Whoever stops waiting for it, or hears that it failed, leaves a window that is of no use to others.
    async fn watched<T>(
        &self,
        doing: impl Future<Output = Result<T, BrowserError>>,
    ) -> Result<T, BrowserError> {
        let was_sound = self.is_sound.swap(false, Ordering::Relaxed);
        let done = doing.await;
        self.is_sound.store(was_sound && done.is_ok(), Ordering::Relaxed);
        done
    }

    /// Opens an address and gives the answer's status.
    ///
    /// # Errors
    /// When the page does not come.
    pub async fn open(&self, address: &str) -> Result<u16, BrowserError> {
        self.watched(async {
            self.client.goto(address).await?;
            self.arrive(None, address).await
        })
        .await
    }

    /// Where the window is.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn address(&self) -> Result<String, BrowserError> {
        self.watched(async { Ok(self.client.current_url().await?.into()) }).await
    }

    /// Fills in a form as a person would who sees it: a control that cannot be seen is none. What the browser itself would
    /// object to comes back, by the name of the control.
    ///
    /// # Errors
    /// When the page has no such form or control.
    pub async fn fill(
        &self,
        form: &str,
        entries: &[(&str, Entry)],
    ) -> Result<Vec<(String, String)>, BrowserError> {
        let entries: Vec<Value> = entries
            .iter()
            .map(|(name, entry)| match entry {
                Entry::Text(text) => json!([name, text]),
                Entry::Ticks(ticks) => json!([name, ticks]),
            })
            .collect();
        let said = self.run(FILL, vec![json!(form), json!(entries)]).await?;
        if let Some(wanted) = said.get("missing").and_then(Value::as_str) {
            return Err(self.missing(wanted).await);
        }
        let objections = said.get("objections").and_then(Value::as_array).into_iter().flatten();
        let text = |pair: &Value, at: usize| pair[at].as_str().unwrap_or_default().to_owned();
        Ok(objections.map(|pair| (text(pair, 0), text(pair, 1))).collect())
    }

    /// Presses what leads to another page, waits until that is there and gives its status.
    ///
    /// # Errors
    /// When there is nothing to press, or it leads nowhere.
    pub async fn press(&self, selector: &str) -> Result<u16, BrowserError> {
        self.watched(async {
            let before = self.run(ARRIVAL, Vec::new()).await?["born"].as_f64();
            loop {
                let found = self.client.find(Locator::Css(selector)).await;
                let button = match found {
                    Ok(button) => button,
                    Err(error) if error.is_no_such_element() => {
                        return Err(self.missing(selector).await);
                    }
                    Err(error) => return Err(error.into()),
                };
                match button.click().await {
                    // A page that is alive has put another in its place meanwhile.
                    Err(error) if error.is_stale_element_reference() => {}
                    pressed => break pressed?,
                }
            }
            self.arrive(before, selector).await
        })
        .await
    }

    /// Waits for a page that is not the one of `before`.
    async fn arrive(&self, before: Option<f64>, by: &str) -> Result<u16, BrowserError> {
        let begun = Instant::now();
        let mut pace = tokio::time::interval(POLL_INTERVAL);
        loop {
            pace.tick().await;
            // Between two pages there is nothing that could answer.
            if let Ok(seen) = self.client.execute(ARRIVAL, Vec::new()).await
                && seen["loaded"] == true
                && (before.is_none() || seen["born"].as_f64() != before)
            {
                let status = seen["status"].as_u64().and_then(|status| u16::try_from(status).ok());
                return Ok(status.unwrap_or_default());
            }
            if begun.elapsed() > ARRIVAL_LIMIT {
                return Err(BrowserError::Nowhere(by.to_owned()));
            }
        }
    }

    /// Runs a script in the page and gives what it returns.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value, BrowserError> {
        self.watched(async { Ok(self.client.execute(script, arguments).await?) }).await
    }

    /// Looks at pages so from now on.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn look(&self, appearance: Appearance) -> Result<(), BrowserError> {
        let scheme = if appearance.is_dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let metrics = json!({
            "width": appearance.width_px, "height": 900, "deviceScaleFactor": 1, "mobile": false,
        });
        self.watched(async {
            let features = json!({ "features": features });
            tell(&self.client, "Emulation.setEmulatedMedia", features).await?;
            tell(&self.client, "Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
        })
        .await
    }

    /// A picture of what is in the window, as PNG.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn picture(&self) -> Result<Vec<u8>, BrowserError> {
        self.watched(async { Ok(self.client.screenshot().await?) }).await
    }

    async fn missing(&self, wanted: &str) -> BrowserError {
        let page = self.address().await.unwrap_or_default();
        BrowserError::Missing { page, wanted: wanted.to_owned() }
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        // A window that nobody keeps is closed.
        if self.is_sound.load(Ordering::Relaxed) {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(self.client.clone());
        }
    }
}

#[derive(Debug)]
struct Chromium {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Chromium {
    fn endpoint(
        &self,
        base_url: &Url,
        session_id: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base_url.join(&format!("session/{}/goog/cdp/execute", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}
