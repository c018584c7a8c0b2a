//! Looks at every page of the Portal for obstacles that keep people from using it.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::{
    browser::Appearance,
    verdict::{Fault, Nonconformance},
};
use serde_json::Value;

use crate::portal::browser::{Pages, pages::of_page, walk::Walk};

/// Returns the results of one look at a page: obstacles, the numbers of hostile texts, links.
const LOOK: &str = concat!(
    include_str!("accessibility.js"),
    include_str!("hostile.js"),
    include_str!("links.js"),
    "return { obstacles: obstacles(), hostile: hostileTexts(), links: links() };",
);

/// A desk and a telephone, in both colour schemes.
const APPEARANCES: [Appearance; 4] = [
    Appearance { width_px: 1440, is_dark: false },
    Appearance { width_px: 1440, is_dark: true },
    Appearance { width_px: 360, is_dark: false },
    Appearance { width_px: 360, is_dark: true },
];

/// The order of the looks at a page, as places in `APPEARANCES`. From one to the next only the width or only the colours
/// change; every second page is looked at in the opposite order, so that it begins as the page before it ended.
const LOOKS: [usize; 4] = [3, 1, 0, 2];

/// The Portal has more kinds of page than this; a walk that sees fewer has gone astray.
const FEWEST_PAGES: usize = 5;

impl Pages {
    /// Looks at the pages of these addresses and every page that can be reached from the first one, small and large,
    /// light and dark. So many `strangers` have written something hostile, which must stand on one of the pages.
    ///
    /// # Errors
    /// If something keeps people from using one.
    pub(crate) async fn inspect(
        &self,
        addresses: Vec<String>,
        strangers: usize,
    ) -> Result<(), Fault> {
        let mut walk = Walk::new(addresses);
        let mut obstacles = Vec::new();
        let mut missing: BTreeSet<u64> = (1..).take(strangers).collect();
        while let Some(path) = walk.advance() {
            self.open(&path).await?;
            for (appearance, seen) in self.look_around(walk.pages).await? {
                walk.follow(texts(&seen["links"]));
                for number in list(&seen["hostile"]).filter_map(Value::as_u64) {
                    missing.remove(&number);
                }
                let Appearance { width_px, is_dark } = appearance;
                let scheme = if is_dark { "dark" } else { "light" };
                obstacles.extend(texts(&seen["obstacles"]).map(|sentence| {
                    format!("{path} at {width_px} px in {scheme} colours: {sentence}")
                }));
            }
        }
        let pages = walk.pages;
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

    /// Looks at the open page in every appearance; `pages` counts it and those before it.
    async fn look_around(&self, pages: usize) -> Result<Vec<(Appearance, Value)>, Fault> {
        let mut looks = LOOKS;
        if pages.is_multiple_of(2) {
            looks.reverse();
        }
        let mut seen = BTreeMap::new();
        for place in looks {
            self.tab.look(APPEARANCES[place]).await.map_err(of_page)?;
            seen.insert(place, self.tab.run(LOOK, Vec::new()).await.map_err(of_page)?);
        }
        Ok(seen.into_iter().map(|(place, seen)| (APPEARANCES[place], seen)).collect())
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn texts(value: &Value) -> impl Iterator<Item = String> {
    list(value).filter_map(Value::as_str).map(str::to_owned)
}
