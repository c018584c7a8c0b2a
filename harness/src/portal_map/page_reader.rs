//! Looks at the open page and acts on single elements of it, through Chromium's own protocol.

use serde_json::{Value, json};

use super::seen_page::{FACTS, PageFacts, SeenPage};
use crate::browser::{BrowserError, Tab};

/// Gives an element to the command that presses it.
const GIVE: &str = "return window[Symbol.for('conform.pressed')];";

const MARK: &str = "function () {
    window[Symbol.for('conform.pressed')] = this.nodeType === Node.TEXT_NODE ? this.parentElement : this;
}";

/// A page in a tab of the browser.
#[derive(Debug)]
pub(super) struct PageReader<'a> {
    pub(super) tab: &'a Tab,
}

impl PageReader<'_> {
    /// Opens an address and gives the facts of its page.
    pub(super) async fn open(&self, address: &str) -> Result<PageFacts, BrowserError> {
        let facts = self.tab.open_and_ask(address, FACTS).await?;
        Ok(serde_json::from_value(facts).unwrap_or_default())
    }

    /// The facts of the page; between two pages there is nothing that could answer, and that is an error.
    pub(super) async fn facts(&self) -> Result<PageFacts, BrowserError> {
        let facts = self.tab.ask(FACTS).await?;
        Ok(serde_json::from_value(facts).unwrap_or_default())
    }

    /// Looks at the page, of which these facts may be known already.
    pub(super) async fn look(&self, known: Option<PageFacts>) -> Result<SeenPage, BrowserError> {
        let facts = match known {
            Some(facts) => facts,
            None => self.facts().await?,
        };
        let tree = self.tab.tell("Accessibility.getFullAXTree", json!({})).await?;
        Ok(SeenPage::of(facts, &tree))
    }

    /// Runs a function with an element as `this`; none if the element is not in the page any more.
    pub(super) async fn call(
        &self,
        backend: i64,
        function: &str,
        argument: &Value,
    ) -> Result<Option<Value>, BrowserError> {
        let Some(object) = self.object(backend).await else { return Ok(None) };
        let parameters = json!({
            "objectId": object, "functionDeclaration": function, "arguments": [{ "value": argument }],
            "returnByValue": true, "awaitPromise": true,
        });
        let answer = self.tab.tell("Runtime.callFunctionOn", parameters).await?;
        if answer.get("exceptionDetails").is_some() {
            // The page may have changed under the function; the caller looks again.
            return Ok(None);
        }
        Ok(Some(answer["result"]["value"].clone()))
    }

    async fn object(&self, backend: i64) -> Option<String> {
        let resolved = self.tab.tell("DOM.resolveNode", json!({ "backendNodeId": backend })).await;
        resolved.ok()?["object"]["objectId"].as_str().map(str::to_owned)
    }

    /// Presses an element as a person would; false if that was not possible now.
    pub(super) async fn press(&self, backend: i64) -> Result<bool, BrowserError> {
        match self.call(backend, MARK, &Value::Null).await? {
            Some(_) => self.tab.press_given(GIVE).await,
            None => Ok(false),
        }
    }

    /// Gives a file to a field for files; false if the field is not in the page any more.
    pub(super) async fn upload(&self, backend: i64, file: &str) -> Result<bool, BrowserError> {
        if self.object(backend).await.is_none() {
            return Ok(false);
        }
        let parameters = json!({ "files": [file], "backendNodeId": backend });
        self.tab.tell("DOM.setFileInputFiles", parameters).await.map(|_| true)
    }
}
