//! A window of the browser: a session of chromedriver, and the commands that are given to it.

use fantoccini::{
    Client, ClientBuilder,
    error::{CmdError, ErrorStatus},
    wd::Capabilities,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::{BrowserError, command::Command};

/// The look of pages that a person has of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The width of the window in CSS pixels.
    pub width_px: u32,
    /// True if the person prefers dark colours.
    pub is_dark: bool,
}

/// The appearance of pages in a window that is new to a scenario.
pub(super) const STANDARD: Appearance = Appearance { width_px: 1440, is_dark: false };

/// The height of every window in CSS pixels.
const HEIGHT_PX: u32 = 900;

/// A session of chromedriver.
#[derive(Clone, Debug)]
pub(super) struct Window {
    client: Client,
}

impl Window {
    /// Opens a window of the chromedriver that listens at `address`.
    pub(super) async fn open(
        address: &str,
        capabilities: Capabilities,
    ) -> Result<Self, BrowserError> {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        Ok(Self { client: builder.connect(address).await.map_err(Box::new)? })
    }

    /// Makes the window as good as new: without cookies, in the standard appearance.
    ///
    /// The page stays until the next one is opened: an empty page in between would cost a new process each time.
    pub(super) async fn forget(&self) -> Result<(), BrowserError> {
        self.tell("Network.clearBrowserCookies", json!({})).await?;
        self.colour(STANDARD.is_dark).await?;
        self.resize(STANDARD.width_px).await
    }

    /// Takes over the cookies of another window for the page that is open there.
    pub(super) async fn take_cookies(&self, other: &Self) -> Result<(), BrowserError> {
        let kept = other.tell("Network.getCookies", json!({})).await?;
        self.tell("Network.setCookies", json!({ "cookies": kept["cookies"] })).await.map(drop)
    }

    /// Leads the window to another page.
    pub(super) async fn navigate(&self, address: &str) -> Result<(), BrowserError> {
        self.client.issue_cmd(Command::navigate(address)).await?;
        Ok(())
    }

    /// The address of the page.
    pub(super) async fn address(&self) -> Result<String, BrowserError> {
        Ok(self.client.current_url().await?.into())
    }

    /// Runs a script in the page and gives what it returns.
    pub(super) async fn run(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, BrowserError> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Runs a script that gives an element; none if the element has left the page meanwhile.
    pub(super) async fn find(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Option<Value>, BrowserError> {
        match self.client.execute(script, arguments).await {
            Err(error) if is_not_now(&error) => Ok(None),
            found => Ok(Some(found?)),
        }
    }

    /// Presses an element; false if it is not in the page any more, cannot be seen, or another one is in front of it.
    pub(super) async fn click(&self, element: &str) -> Result<bool, BrowserError> {
        match self.client.issue_cmd(Command::click(element)).await {
            Err(error) if is_not_now(&error) => Ok(false),
            pressed => Ok(pressed.map(|_| true)?),
        }
    }

    /// Sets the colour scheme that the person prefers.
    pub(super) async fn colour(&self, is_dark: bool) -> Result<(), BrowserError> {
        let scheme = if is_dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.tell("Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
    }

    /// Sets the width of the window.
    pub(super) async fn resize(&self, width_px: u32) -> Result<(), BrowserError> {
        let metrics = json!({
            "width": width_px, "height": HEIGHT_PX, "deviceScaleFactor": 1, "mobile": false,
        });
        self.tell("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// A picture of the page, as PNG.
    pub(super) async fn picture(&self) -> Result<Vec<u8>, BrowserError> {
        Ok(self.client.screenshot().await?)
    }

    /// Closes the window.
    pub(super) async fn close(self) {
        // A window that does not close ends with the driver.
        let _ = self.client.close().await;
    }

    /// Gives a command of Chromium's own protocol, and its answer.
    pub(super) async fn tell(&self, name: &str, parameters: Value) -> Result<Value, BrowserError> {
        Ok(self.client.issue_cmd(Command::of_chromium(name, &parameters)).await?)
    }
}

/// True if an element cannot be pressed at this moment.
fn is_not_now(error: &CmdError) -> bool {
    let CmdError::Standard(answer) = error else { return false };
    matches!(
        answer.error,
        ErrorStatus::StaleElementReference
            | ErrorStatus::NoSuchElement
            | ErrorStatus::ElementClickIntercepted
            | ErrorStatus::ElementNotInteractable
    )
}
