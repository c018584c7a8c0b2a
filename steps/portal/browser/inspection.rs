//! Walks through every page of the Portal and looks for what keeps people from using it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use conformance_harness::{
    browser::Appearance,
    verdict::{Fault, Nonconformance},
};

use crate::portal::browser::{Pages, pages::of_page};

const ACCESSIBILITY: &str = include_str!("accessibility.js");

/// A telephone and a desk, in both colour schemes.
const APPEARANCES: [Appearance; 4] = [
    Appearance { width_px: 1440, is_dark: false },
    Appearance { width_px: 1440, is_dark: true },
    Appearance { width_px: 360, is_dark: false },
    Appearance { width_px: 360, is_dark: true },
];

/// Where the addresses on a page lead, within the Portal; what is only to be saved is no page.
const LINKS: &str = "
    const links = [...document.querySelectorAll('a[href]')].filter((link) => !link.download);
    const own = links.map((link) => new URL(link.href)).filter((url) => url.origin === location.origin);
    return [...new Set(own.map((url) => url.pathname + url.search))];";

/// The numbers of the hostile texts that stand on the page as text. What was sent to the merchant stands there as JSON, which
/// proves nothing of the page that the text is for.
const STRANGERS: &str = r#"
    const numbers = new Set();
    const look = (text) => {
        if (text.trimStart().startsWith("{")) return;
        for (const [, number] of text.matchAll(/<\w+[ /]data-stranger='(\d+)'/g)) numbers.add(Number(number));
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) look(texts.currentNode.data);
    for (const control of document.querySelectorAll("input, textarea")) look(control.value);
    return [...numbers];"#;

/// Pages that differ in an id only are alike; of each kind so many are looked at.
const OF_A_KIND: usize = 4;

/// Documents are what somebody uploaded.
const NO_PAGES: [&str; 1] = ["/documents/"];

/// The Portal has fewer kinds of page than a walk may see; fewer than these and the walk has gone astray.
const FEWEST_PAGES: usize = 5;

/// An address without what makes it one of many.
fn kind_of(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let is_id = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> =
        path.split('/').map(|part| if is_id(part) { "{}" } else { part }).collect();
    let keys: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{}?{}", parts.join("/"), keys.into_iter().collect::<Vec<_>>().join("&"))
}

impl Pages {
    /// Looks at the pages of these addresses and every page that can be reached from the first one, small and large,
    /// light and dark. So many `strangers` have written something hostile, which must stand on one of the pages.
    ///
    /// # Errors
    /// When something keeps people from using one.
    pub(crate) async fn inspect(
        &self,
        addresses: Vec<String>,
        strangers: usize,
    ) -> Result<(), Fault> {
        let mut known: BTreeSet<String> = addresses.iter().cloned().collect();
        let mut waiting = VecDeque::from(addresses);
        waiting.push_front("/".to_owned());
        known.insert("/".to_owned());
        let mut of_kind: BTreeMap<String, usize> = BTreeMap::new();
        let mut obstacles = Vec::new();
        let mut missing: BTreeSet<usize> = (1..=strangers).collect();
        let mut pages = 0;
        while let Some(path) = waiting.pop_front() {
            let seen = of_kind.entry(kind_of(&path)).or_default();
            *seen += 1;
            if *seen > OF_A_KIND {
                continue;
            }
            self.open(&path).await?;
            pages += 1;
            for link in self.links().await? {
                let is_page = !NO_PAGES.iter().any(|part| link.contains(part));
                if is_page && known.insert(link.clone()) {
                    waiting.push_back(link);
                }
            }
            for number in self.strangers().await? {
                missing.remove(&number);
            }
            self.look_around(&path, &mut obstacles).await?;
        }
        if pages < FEWEST_PAGES {
            return Err(Fault::error(format!("only {pages} pages could be reached")));
        }
        if obstacles.is_empty() && !missing.is_empty() {
            return Err(Fault::error(format!(
                "of {strangers} hostile texts, counted as the scenario writes them, these stand on no page, so that nothing \
                 was tried with them: {missing:?}"
            )));
        }
        if obstacles.is_empty() {
            return Ok(());
        }
        let what = "not everybody can use the Portal";
        let wanted = format!("no obstacle on any of {pages} pages");
        Err(Nonconformance::new(what, wanted, obstacles.join("\n")).into())
    }

    async fn links(&self) -> Result<Vec<String>, Fault> {
        let links = self.tab.run(LINKS, Vec::new()).await.map_err(of_page)?;
        let links = links.as_array().into_iter().flatten();
        Ok(links.filter_map(|link| link.as_str().map(str::to_owned)).collect())
    }

    async fn strangers(&self) -> Result<Vec<usize>, Fault> {
        let numbers = self.tab.run(STRANGERS, Vec::new()).await.map_err(of_page)?;
        serde_json::from_value(numbers).map_err(Fault::error)
    }

    async fn look_around(&self, path: &str, obstacles: &mut Vec<String>) -> Result<(), Fault> {
        for appearance in APPEARANCES {
            self.tab.look(appearance).await.map_err(of_page)?;
            let found = self.tab.run(ACCESSIBILITY, Vec::new()).await.map_err(of_page)?;
            let Appearance { width_px, is_dark } = appearance;
            let scheme = if is_dark { "dark" } else { "light" };
            let found = found.as_array().into_iter().flatten();
            obstacles.extend(found.filter_map(|one| one.as_str()).map(|sentence| {
                format!("{path} at {width_px} px in {scheme} colours: {sentence}")
            }));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_differ_in_an_id_are_of_a_kind() {
        let one = kind_of("/orders/5ada78ed-288f-43b5-b98c-890369e04fe3?done=settled");
        assert_eq!(one, "/orders/{}?done");
    }
}
