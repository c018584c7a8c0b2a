//! The way to a page by the menu, and the content of the page that is open.

use conformance_harness::verdict::{Fault, Nonconformance};
use serde_json::{Value, json};

use crate::portal::browser::{Pages, pages::of_page};

/// The address behind an entry of the menu; the first argument is its heading, the second its name.
const MENU_ENTRY: &str = "
    const text = (one) => one.textContent.trim();
    const headings = [...document.querySelectorAll('nav h2')];
    const lists = headings.filter((one) => text(one) === arguments[0])
        .map((one) => one.nextElementSibling);
    const links = lists.flatMap((list) => [...list.querySelectorAll('a[href]')]);
    return links.find((one) => text(one) === arguments[1])?.getAttribute('href') ?? null";

const WORDS: &str = "return document.querySelector('main')?.innerText ?? ''";

const BUTTONS: &str = "
    return [...document.querySelectorAll('main button')].map((one) => one.textContent.trim())";

/// Each group of boxes with its name and the values of its boxes.
const GROUPS: &str = "
    return [...document.querySelectorAll('main fieldset')].map((group) => [
        group.querySelector('legend')?.textContent.trim() ?? '',
        [...group.querySelectorAll('input[name=events]')].map((box) => box.value)])";

impl Pages {
    /// Opens the page to which an entry of the menu leads, as in `Developers > Funds Simulator`.
    ///
    /// # Errors
    /// If the menu has no such entry, or its page is not there.
    pub(crate) async fn open_in_menu(&self, entry: &str) -> Result<(), Fault> {
        let malformed =
            || Fault::error(format!("{entry:?} is no entry of a menu; write \"Heading > Name\""));
        let (heading, name) = entry.split_once(" > ").ok_or_else(malformed)?;
        self.open("/").await?;
        let arguments = vec![json!(heading), json!(name)];
        let found = self.tab().run(MENU_ENTRY, arguments).await.map_err(of_page)?;
        let missing = || Nonconformance::new("the menu has no such entry", entry, "not there");
        self.open(found.as_str().ok_or_else(missing)?).await
    }

    /// The visible text of the open page.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub(crate) async fn words(&self) -> Result<String, Fault> {
        let words = self.tab().run(WORDS, Vec::new()).await.map_err(of_page)?;
        Ok(words.as_str().unwrap_or_default().to_owned())
    }

    /// The labels of the buttons on the open page.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub(crate) async fn buttons(&self) -> Result<Vec<String>, Fault> {
        let labels = self.tab().run(BUTTONS, Vec::new()).await.map_err(of_page)?;
        Ok(texts(&labels))
    }

    /// The categories of events on the open page, each with its event types.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub(crate) async fn events_by_category(&self) -> Result<Vec<(String, Vec<String>)>, Fault> {
        let groups = self.tab().run(GROUPS, Vec::new()).await.map_err(of_page)?;
        let of_group = |group: &Value| {
            let name = group[0].as_str().unwrap_or_default().to_owned();
            (name, texts(&group[1]))
        };
        Ok(groups.as_array().into_iter().flatten().map(of_group).collect())
    }
}

/// The texts of a list.
fn texts(list: &Value) -> Vec<String> {
    let all = list.as_array().into_iter().flatten();
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}
