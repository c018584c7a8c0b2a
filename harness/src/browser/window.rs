//! A window of the browser: a page with cookies of its own, and the commands that are given to it.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use tokio::try_join;

use super::{BrowserError, connection::DevToolsConnection};

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

/// A window that was opened for this run.
#[derive(Clone, Debug)]
pub(super) struct Window {
    connection: DevToolsConnection,
    /// The id under which the browser keeps what belongs to this window alone, its cookies above all.
    context: String,
    /// The id under which commands reach the page.
    session: String,
}

impl Window {
    /// Opens a window of a browser.
    pub(super) async fn open(connection: DevToolsConnection) -> Result<Self, BrowserError> {
        let kept = json!({ "disposeOnDetach": true });
        let kept = connection.tell(None, "Target.createBrowserContext", kept).await?;
        let context = text_of(&kept, "browserContextId");
        let page = json!({ "url": "about:blank", "browserContextId": context });
        let page = connection.tell(None, "Target.createTarget", page).await?;
        let reached = json!({ "targetId": text_of(&page, "targetId"), "flatten": true });
        let reached = connection.tell(None, "Target.attachToTarget", reached).await?;
        let window = Self { connection, context, session: text_of(&reached, "sessionId") };
        try_join!(
            window.tell("Page.enable", json!({})),
            // Every window behaves as the one in front does.
            window.tell("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })),
        )?;
        Ok(window)
    }

    /// Makes the window as good as new: without cookies, in the standard appearance.
    ///
    /// The page stays until the next one is opened: an empty page in between would cost a new process each time.
    pub(super) async fn forget(&self) -> Result<(), BrowserError> {
        try_join!(
            self.tell("Network.clearBrowserCookies", json!({})),
            self.colour(STANDARD.is_dark),
            self.resize(STANDARD.width_px),
        )
        .map(drop)
    }

    /// Takes over the cookies of another window for the page that is open there.
    pub(super) async fn take_cookies(&self, other: &Self) -> Result<(), BrowserError> {
        let kept = other.tell("Network.getCookies", json!({})).await?;
        self.tell("Network.setCookies", json!({ "cookies": kept["cookies"] })).await.map(drop)
    }

    /// Leads the window to another page.
    pub(super) async fn navigate(&self, address: &str) -> Result<(), BrowserError> {
        let led = self.tell("Page.navigate", json!({ "url": address })).await?;
        match led["errorText"].as_str() {
            Some(trouble) => Err(BrowserError::Refusal(format!("{address}: {trouble}"))),
            None => Ok(()),
        }
    }

    /// The address of the page.
    pub(super) async fn address(&self) -> Result<String, BrowserError> {
        let about = self.tell("Target.getTargetInfo", json!({})).await?;
        Ok(text_of(&about["targetInfo"], "url"))
    }

    /// Runs a script in the page and gives what it returns.
    pub(super) async fn run(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, BrowserError> {
        let arguments = Value::from(arguments);
        let parameters = json!({
            "expression": format!("(function () {{ {script}\n}}).apply(null, {arguments})"),
            "awaitPromise": true, "returnByValue": true,
        });
        let mut answer = self.tell("Runtime.evaluate", parameters).await?;
        let trouble = &answer["exceptionDetails"];
        if !trouble.is_null() {
            let said = trouble["exception"]["description"].as_str();
            let said = said.or(trouble["text"].as_str()).unwrap_or_default();
            return Err(BrowserError::Refusal(format!("the script fails: {said}")));
        }
        Ok(answer["result"]["value"].take())
    }

    /// Presses the mouse's button at a point of the page, and lets it go.
    pub(super) async fn press(&self, point: &Value) -> Result<(), BrowserError> {
        let mouse = |kind: &str, button: &str| {
            let (x, y) = (&point["x"], &point["y"]);
            let event = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": 1 });
            self.tell("Input.dispatchMouseEvent", event)
        };
        try_join!(
            mouse("mouseMoved", "none"),
            mouse("mousePressed", "left"),
            mouse("mouseReleased", "left"),
        )
        .map(drop)
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
        let taken = self.tell("Page.captureScreenshot", json!({ "format": "png" })).await?;
        let picture = BASE64_STANDARD.decode(text_of(&taken, "data"));
        picture.map_err(|_| BrowserError::Refusal("the picture is not in Base64".to_owned()))
    }

    /// Closes the window, without waiting for it: a page that hangs may take its time.
    pub(super) fn close(&self) {
        let kept = json!({ "browserContextId": self.context });
        drop(self.connection.send(None, "Target.disposeBrowserContext", &kept));
    }

    /// Gives a command to the page, and its answer.
    pub(super) async fn tell(&self, name: &str, parameters: Value) -> Result<Value, BrowserError> {
        self.connection.tell(Some(&self.session), name, parameters).await
    }
}

fn text_of(answer: &Value, member: &str) -> String {
    answer[member].as_str().unwrap_or_default().to_owned()
}
