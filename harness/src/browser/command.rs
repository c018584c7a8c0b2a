//! Commands to chromedriver that the client library does not have, or sends with more round trips than they need.

use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::{Method, Url};
use serde_json::{Value, json};

/// A command of one window: the end of its address, and its body.
#[derive(Debug)]
pub(super) struct Command {
    path: String,
    body: Value,
}

impl Command {
    /// A command of Chromium's own protocol.
    pub(super) fn of_chromium(name: &str, parameters: &Value) -> Self {
        let body = json!({ "cmd": name, "params": parameters });
        Self { path: "goog/cdp/execute".to_owned(), body }
    }

    /// Leads to another page.
    pub(super) fn navigate(address: &str) -> Self {
        Self { path: "url".to_owned(), body: json!({ "url": address }) }
    }

    /// Presses an element of the page.
    pub(super) fn click(element: &str) -> Self {
        Self { path: format!("element/{element}/click"), body: json!({}) }
    }
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(
        &self,
        base_url: &Url,
        session_id: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
