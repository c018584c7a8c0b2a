//! A window of the browser: a page with cookies of its own, and the commands that are given to it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
// Their commands are sent in the order in which they stand.
use futures::{join, try_join};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{
    BrowserError,
    connection::{COMMAND_LIMIT, DevToolsConnection},
};

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

/// The script that gives the time at which the page began.
pub(crate) const BORN: &str = "return performance.timeOrigin;";

/// The script that ends after the tasks of the page that wait already.
const AFTER_TASKS: &str = "return new Promise((resolve) => setTimeout(resolve));";

/// The trouble of an answer that refuses without content.
const NO_CONTENT: &str = "net::ERR_HTTP_RESPONSE_CODE_FAILURE";

/// Upper bound for the page to which a click leads.
const LOADING_LIMIT: Duration = Duration::from_secs(10);

/// Pause between two polls for a loaded page.
const LOADING_PAUSE: Duration = Duration::from_millis(2);

/// The height of every window in CSS pixels.
const HEIGHT_PX: u32 = 900;

/// A window that was opened for this run. The browser closes it with its last copy.
#[derive(Clone, Debug)]
pub(super) struct Window {
    context: Arc<WindowContext>,
    /// The id of the page's frame.
    frame: String,
    /// The id under which commands reach the page.
    session: String,
}

/// The part of the browser that belongs to one window alone, its cookies above all.
#[derive(Debug)]
struct WindowContext {
    connection: DevToolsConnection,
    id: String,
}

impl Drop for WindowContext {
    /// Closes the window, without waiting for it: a page that hangs may take its time.
    fn drop(&mut self) {
        let kept = json!({ "browserContextId": self.id });
        drop(self.connection.send(None, "Target.disposeBrowserContext", &kept));
    }
}

impl Window {
    /// Opens a window of a browser.
    pub(super) async fn open(connection: DevToolsConnection) -> Result<Self, BrowserError> {
        let kept = json!({ "disposeOnDetach": true });
        let kept = connection.tell(None, "Target.createBrowserContext", kept).await?;
        let id = text_of(&kept, "browserContextId");
        let context = Arc::new(WindowContext { connection: connection.clone(), id });
        let page = json!({ "url": "about:blank", "browserContextId": context.id });
        let page = connection.tell(None, "Target.createTarget", page).await?;
        // A page has the id of its frame.
        let frame = text_of(&page, "targetId");
        let reached = json!({ "targetId": frame, "flatten": true });
        let reached = connection.tell(None, "Target.attachToTarget", reached).await?;
        let window = Self { context, frame, session: text_of(&reached, "sessionId") };
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

    /// Leads the window to another page, and gives the time at which the page before it began; none if the page stays, as for
    /// another place of it.
    pub(super) async fn navigate(&self, address: &str) -> Result<Option<f64>, BrowserError> {
        let born = self.run(BORN, Vec::new());
        let led = self.tell("Page.navigate", json!({ "url": address }));
        // A page that hangs does not tell when it began, and can be left as well.
        let (born, led) = join!(born, led);
        let led = led?;
        match led["errorText"].as_str() {
            // The page is the browser's own, since the answer has no content. It has the answer's status.
            Some(NO_CONTENT) | None => {}
            Some(trouble) => {
                return Err(BrowserError::Refusal(format!("{address}: {trouble}")));
            }
        }
        let is_new = led["loaderId"].is_string();
        Ok(born.ok().and_then(|born| born.as_f64()).filter(|_| is_new))
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
        self.run_within(COMMAND_LIMIT, script, arguments).await
    }

    /// Runs a script that may work up to a limit.
    pub(super) async fn run_within(
        &self,
        limit: Duration,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, BrowserError> {
        let arguments = Value::from(arguments);
        let parameters = json!({
            "expression": format!("(function () {{ {script}\n}}).apply(null, {arguments})"),
            "awaitPromise": true, "returnByValue": true,
        });
        let session = Some(self.session.as_str());
        let evaluate = "Runtime.evaluate";
        let mut answer =
            self.context.connection.tell_within(limit, session, evaluate, parameters).await?;
        let trouble = &answer["exceptionDetails"];
        if !trouble.is_null() {
            let said = trouble["exception"]["description"].as_str();
            let said = said.or(trouble["text"].as_str()).unwrap_or_default();
            return Err(BrowserError::Refusal(format!("the script fails: {said}")));
        }
        Ok(answer["result"]["value"].take())
    }

    /// Presses the mouse's button at a point of the page, lets it go, and waits while the page that this leads to is loaded.
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
        )?;
        // A form is sent by a task that follows the click. A page that is left meanwhile gives no answer.
        let _ = self.run(AFTER_TASKS, Vec::new()).await;
        let begun = Instant::now();
        while self.context.connection.is_loading(&self.frame) && begun.elapsed() < LOADING_LIMIT {
            sleep(LOADING_PAUSE).await;
        }
        Ok(())
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

    /// Gives a command to the page, and its answer.
    pub(super) async fn tell(&self, name: &str, parameters: Value) -> Result<Value, BrowserError> {
        self.context.connection.tell(Some(&self.session), name, parameters).await
    }
}

fn text_of(answer: &Value, member: &str) -> String {
    answer[member].as_str().unwrap_or_default().to_owned()
}
