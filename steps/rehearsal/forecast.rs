//! The forecast of a run with a person: how many requests it asks for, and what each rule costs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    rc::Rc,
};

use conformance_harness::{quote::counted, suite::Case, target::Target};

use super::cost::{asked_at, kept};
use crate::{
    language::PersonName,
    preparation::{CastFile, members_to_verify},
};

/// The batches of the preparation: people and the endpoint first, then the money of an account that needs one of them.
const PREPARING: usize = 2;

/// The requests that a run will ask a person for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestForecast {
    /// Those that prepare what scenarios share.
    pub preparation: usize,
    /// Those that scenarios are about, by rule.
    pub rules: BTreeMap<String, usize>,
    /// The number of batches, if all scenarios run side by side.
    pub batches: usize,
}

impl RequestForecast {
    /// The forecast for these cases; `jobs` of them run at the same time.
    #[must_use]
    pub fn of(target: &Target, cases: &[Rc<Case>], file: &CastFile, jobs: usize) -> Self {
        let asked = asked_at(target, cases);
        let mut rules: BTreeMap<String, usize> = BTreeMap::new();
        for one in asked.iter().filter(|one| !one.needs.work.is_empty()) {
            *rules.entry(one.rule.to_owned()).or_default() += one.needs.work.len();
        }
        let shared: BTreeSet<_> = asked.iter().flat_map(|one| one.needs.shared()).collect();
        let missing = shared.difference(&kept(file, &asked)).count();
        let names = asked.iter().flat_map(|one| &one.needs.cast).map(PersonName::first);
        let preparation = missing + members_to_verify(names, file, jobs);
        let longest = asked.iter().map(|one| one.needs.work.len()).max().unwrap_or_default();
        let batches = longest + if preparation > 0 { PREPARING } else { 0 };
        Self { preparation, rules, batches }
    }

    /// The number of all requests.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.preparation + self.rules.values().sum::<usize>()
    }

    /// The forecast as text.
    #[must_use]
    pub fn told(&self) -> String {
        let acts = self.rules.values().sum::<usize>();
        let mut text = format!(
            "a person will be asked for about {} in about {}: {} to prepare what later runs use again, and {acts} that \
             scenarios are about",
            counted(self.requests(), "request"),
            counted(self.batches, "batch"),
            self.preparation,
        );
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|(_, requests)| std::cmp::Reverse(**requests));
        let rules: Vec<String> =
            rules.iter().map(|(rule, requests)| format!("{rule} {requests}")).collect();
        if !rules.is_empty() {
            let _ = write!(text, "\nrequests by rule: {}", rules.join(", "));
        }
        text
    }
}
