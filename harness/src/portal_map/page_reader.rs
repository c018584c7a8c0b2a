//! Looks at the open page and acts on single elements of it, through Chromium's own protocol.

use futures::join;
use serde_json::{Value, json};

use super::seen_page::{FACTS, PageFacts, SeenPage};
use crate::browser::{BORN, BrowserError, PRESS_POINT, Tab};

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

    /// Looks at the page, of which these facts may be known already. If another page has come meanwhile, it counts as not loaded.
    pub(super) async fn look(&self, known: Option<PageFacts>) -> Result<SeenPage, BrowserError> {
        let facts = async {
            match known {
                Some(facts) => Ok(facts),
                None => self.facts().await,
            }
        };
        let tree = self.tab.tell("Accessibility.getFullAXTree", json!({}));
        // Each is waited for to its end, also if another one fails: the page may just be replaced.
        let (facts, tree, born) = join!(facts, tree, self.tab.ask(BORN));
        let (mut facts, tree, born) = (facts?, tree?, born?);
        facts.loaded &= born.as_f64().is_some_and(|born| born.total_cmp(&facts.born).is_eq());
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
        match self.call(backend, PRESS_POINT, &Value::Null).await? {
            Some(point) if !point.is_null() => self.tab.press_at(&point).await.map(|()| true),
            _ => Ok(false),
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
