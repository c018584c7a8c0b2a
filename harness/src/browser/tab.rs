//! A window of the browser while one scenario uses it: opens pages, fills in forms, presses buttons, looks.

use std::{
    sync::PoisonError,
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

/// A window in use; when this is dropped, the next scenario gets it.
#[derive(Debug)]
pub struct Tab {
    client: Client,
    idle: Idle,
    _turn: OwnedSemaphorePermit,
}

impl Tab {
    pub(super) fn new(client: Client, idle: Idle, turn: OwnedSemaphorePermit) -> Self {
        Self { client, idle, _turn: turn }
    }

    /// Leaves nothing of what was done before.
    pub(super) async fn forget(&self) -> Result<(), BrowserError> {
        self.tell("Network.clearBrowserCookies", json!({})).await?;
        Ok(self.client.goto("about:blank").await?)
    }

    /// Opens an address and gives the answer's status.
    ///
    /// # Errors
    /// When the page does not come.
    pub async fn open(&self, address: &str) -> Result<u16, BrowserError> {
        self.client.goto(address).await?;
        self.arrive(None, address).await
    }

    /// Where the window is.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn address(&self) -> Result<String, BrowserError> {
        Ok(self.client.current_url().await?.into())
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
        let before = self.run(ARRIVAL, Vec::new()).await?["born"].as_f64();
        let found = self.client.find(Locator::Css(selector)).await;
        let button = match found {
            Ok(button) => button,
            Err(error) if error.is_no_such_element() => return Err(self.missing(selector).await),
            Err(error) => return Err(error.into()),
        };
        button.click().await?;
        self.arrive(before, selector).await
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
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Looks at pages so from now on.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn look(&self, appearance: Appearance) -> Result<(), BrowserError> {
        let scheme = if appearance.is_dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.tell("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
        let metrics = json!({
            "width": appearance.width_px, "height": 900, "deviceScaleFactor": 1, "mobile": false,
        });
        self.tell("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// A picture of what is in the window, as PNG.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn picture(&self) -> Result<Vec<u8>, BrowserError> {
        Ok(self.client.screenshot().await?)
    }

    async fn missing(&self, wanted: &str) -> BrowserError {
        let page = self.address().await.unwrap_or_default();
        BrowserError::Missing { page, wanted: wanted.to_owned() }
    }

    /// A command of Chromium's own protocol.
    async fn tell(&self, command: &'static str, parameters: Value) -> Result<Value, BrowserError> {
        Ok(self.client.issue_cmd(Chromium { command, parameters }).await?)
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(self.client.clone());
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
