//! Looks at every page of the Portal for obstacles that keep people from using it.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::{
    browser::{Appearance, Axe, AxeRules},
    verdict::{Fault, Nonconformance},
};
use serde_json::Value;

use crate::portal::browser::{Pages, pages::of_page, walk::Walk};

/// Returns the results of the first look at a page: obstacles, the numbers of hostile texts, links.
const FIRST_LOOK: &str = concat!(
    include_str!("obstacles.js"),
    include_str!("hostile.js"),
    include_str!("links.js"),
    "return { obstacles: obstacles(), hostile: hostileTexts(), links: links() };",
);

/// Returns the obstacles of a further look: texts and links are the same in every appearance.
const FURTHER_LOOK: &str =
    concat!(include_str!("obstacles.js"), "return { obstacles: obstacles() };");

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

/// The looks at which axe-core judges the first page of each kind, with its rules there: the telephone shows the same elements as
/// the desk, in dark colours.
const AXE_LOOKS: [(usize, AxeRules); 2] = [(0, AxeRules::All), (3, AxeRules::Contrast)];

/// The look and the rules for further pages of a kind, whose colours are the same.
const AXE_LOOKS_AGAIN: [(usize, AxeRules); 1] = [(0, AxeRules::AllButContrast)];

/// A page that no Portal has: the answer is a page, too.
const UNKNOWN_PAGE: &str = "/no-such-page";

/// The Portal has more kinds of page than this; a walk that sees fewer has gone astray.
const FEWEST_PAGES: usize = 5;

impl Pages {
    /// Looks at the pages of these addresses and every page that can be reached from the first one, small and large,
    /// light and dark, and the page for an address that is not there. So many `strangers` have written something hostile, which
    /// must stand on one of the pages.
    ///
    /// # Errors
    /// If something keeps people from using one.
    pub(crate) async fn inspect(
        &self,
        addresses: Vec<String>,
        strangers: usize,
        axe: Option<&Axe>,
    ) -> Result<(), Fault> {
        let mut walk = Walk::new(addresses);
        let mut obstacles = Vec::new();
        let mut missing: BTreeSet<u64> = (1..).take(strangers).collect();
        // Pages with hostile text are of the same kinds as the others, which are judged without it.
        let axe = axe.filter(|_| strangers == 0);
        while let Some((path, is_first)) = walk.advance() {
            self.open(&path).await?;
            let looks = self.look_around(walk.pages, axe, is_first).await?;
            for seen in looks.values() {
                walk.follow(texts(&seen["links"]));
                for number in list(&seen["hostile"]).filter_map(Value::as_u64) {
                    missing.remove(&number);
                }
            }
            obstacles.extend(obstacles_of(&path, &looks));
        }
        let unknown = format!("{}{UNKNOWN_PAGE}", self.portal_url());
        self.tab().open(&unknown).await.map_err(of_page)?;
        let looks = self.look_around(walk.pages, axe, true).await?;
        obstacles.extend(obstacles_of(UNKNOWN_PAGE, &looks));
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

    /// Looks at the open page in every appearance, and gives each look by its place in `APPEARANCES`; `pages` counts the page
    /// and those before it; `is_first` of the pages of its kind.
    async fn look_around(
        &self,
        pages: usize,
        axe: Option<&Axe>,
        is_first: bool,
    ) -> Result<BTreeMap<usize, Value>, Fault> {
        let mut looks = LOOKS;
        if pages.is_multiple_of(2) {
            looks.reverse();
        }
        let axe_looks = if is_first { &AXE_LOOKS[..] } else { &AXE_LOOKS_AGAIN[..] };
        let mut seen = BTreeMap::new();
        for place in looks {
            self.tab().look(APPEARANCES[place]).await.map_err(of_page)?;
            let script = if seen.is_empty() { FIRST_LOOK } else { FURTHER_LOOK };
            let mut look = self.tab().run(script, Vec::new()).await.map_err(of_page)?;
            let rules = axe_looks.iter().find(|(at, _)| *at == place);
            if let (Some(axe), Some((_, rules))) = (axe, rules) {
                let found = axe.violations(self.tab(), *rules).await.map_err(of_page)?;
                look["violations"] = found.into();
            }
            seen.insert(place, look);
        }
        Ok(seen)
    }
}

/// The obstacles that the looks at a page have found, one sentence each.
fn obstacles_of(path: &str, looks: &BTreeMap<usize, Value>) -> Vec<String> {
    let sentences = |(place, look): (&usize, &Value)| {
        let Appearance { width_px, is_dark } = APPEARANCES[*place];
        let scheme = if is_dark { "dark" } else { "light" };
        let found = texts(&look["obstacles"]).chain(texts(&look["violations"]));
        found
            .map(|sentence| format!("{path} at {width_px} px in {scheme} colours: {sentence}"))
            .collect::<Vec<_>>()
    };
    looks.iter().flat_map(sentences).collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn texts(value: &Value) -> impl Iterator<Item = String> {
    list(value).filter_map(Value::as_str).map(str::to_owned)
}
