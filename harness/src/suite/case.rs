//! The content of the feature files: rules, and cases ready to run.

use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
    rc::Rc,
};

use super::{
    CaseStep,
    tags::{DECIDED, NEEDS, NOT_OBSERVABLE, SHOULD, SOURCE, SOURCES},
};
use crate::layer::Layer;

/// A requirement, as a feature file states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The id it opens with.
    pub id: String,
    /// The requirement, stated as a fact.
    pub sentence: String,
    /// Its own tags, without `@`.
    pub tags: Vec<String>,
    /// The description below the rule's line.
    pub description: Option<String>,
    /// The file it stands in, relative to the suite's folder.
    pub path: PathBuf,
    /// Its line there.
    pub line: usize,
}

impl Rule {
    /// True if a breach is only a warning.
    #[must_use]
    pub fn is_should(&self) -> bool {
        self.tags.iter().any(|tag| tag == SHOULD)
    }

    /// The letters of its sources; `D` is what this project decided.
    #[must_use]
    pub fn sources(&self) -> String {
        let stated = |source: &&str| self.tags.iter().any(|tag| tag == *source);
        let letters = SOURCES.iter().copied().filter(|source| stated(source));
        let letters: String = letters.filter_map(|source| source.strip_prefix(SOURCE)).collect();
        if stated(&DECIDED) { letters + "D" } else { letters }
    }

    /// The two parts of its id, by which rules stand in order.
    #[must_use]
    pub fn family_and_number(&self) -> (&str, usize) {
        let (family, number) = self.id.rsplit_once('-').unwrap_or((&self.id, ""));
        (family, number.parse().unwrap_or_default())
    }

    /// The layer on which the rule stands.
    #[must_use]
    pub fn layer(&self) -> Layer {
        layer_of(&self.tags).unwrap_or(Layer::Guides)
    }

    /// True if the rule is tagged as not observable.
    #[must_use]
    pub fn is_not_observable(&self) -> bool {
        self.tags.iter().any(|tag| tag == NOT_OBSERVABLE)
    }
}

/// The most general layer that tags name; none if they name no source.
fn layer_of(tags: &[String]) -> Option<Layer> {
    if tags.iter().any(|tag| tag == DECIDED) {
        return Some(Layer::Decided);
    }
    let sources = tags.iter().filter_map(|tag| tag.strip_prefix(SOURCE));
    sources.filter_map(Layer::of_source).min()
}

/// One scenario, or one row of an outline, ready to run.
#[derive(Clone, Debug)]
pub struct Case {
    /// The scenario's id tag; rows of an outline carry `#` and their number.
    pub id: String,
    /// The scenario's name.
    pub name: String,
    /// The rule it stands under; journeys stand under none.
    pub rule: Option<Rc<Rule>>,
    /// The feature's name.
    pub feature: String,
    /// The file it stands in, relative to the suite's folder.
    pub path: PathBuf,
    /// The line of the scenario, or of the outline's row.
    pub line: usize,
    /// The lines from the scenario's first to its last.
    pub lines: std::ops::RangeInclusive<usize>,
    /// All tags that apply, of feature, rule and scenario, without `@`.
    pub tags: Vec<String>,
    /// The layer on which the scenario stands: that of its own source tags, else that of its rule.
    pub layer: Layer,
    /// The steps of the backgrounds and of the scenario.
    pub steps: Vec<CaseStep>,
}

impl Case {
    /// The capabilities a target must claim.
    pub fn needs(&self) -> impl Iterator<Item = &str> {
        self.tags.iter().filter_map(|tag| tag.strip_prefix(NEEDS))
    }

    /// True if the scenario uses pages in a browser.
    #[must_use]
    pub fn needs_browser(&self) -> bool {
        self.needs().any(|need| need == "browser")
    }

    /// The scenario's `file:line`, which editors can open.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.path.display(), self.line)
    }

    /// The id of its rule, or its own when it stands under none.
    #[must_use]
    pub fn rule_id(&self) -> &str {
        self.rule.as_ref().map_or(self.id.as_str(), |rule| rule.id.as_str())
    }

    /// The scenario's id without an outline row's number.
    #[must_use]
    pub fn scenario_id(&self) -> &str {
        scenario_of(&self.id)
    }
}

/// The id of a scenario in the id of a case: without the number of an outline's row.
#[must_use]
pub fn scenario_of(case: &str) -> &str {
    case.split('#').next().unwrap_or(case)
}

/// The cases by their ids.
#[must_use]
pub fn cases_by_id(cases: &[Rc<Case>]) -> HashMap<&str, &Rc<Case>> {
    cases.iter().map(|case| (case.id.as_str(), case)).collect()
}

/// The layer of a scenario with these tags of its own.
pub(super) fn layer_of_case(own_tags: &[String], rule: Option<&Rule>) -> Layer {
    layer_of(own_tags).or_else(|| rule.map(Rule::layer)).unwrap_or(Layer::Guides)
}

/// The whole suite: all rules and cases of the feature files.
#[derive(Clone, Debug, Default)]
pub struct Suite {
    /// The rules, in the order of the files.
    pub rules: Vec<Rc<Rule>>,
    /// The scenarios, in the order of the files.
    pub cases: Vec<Rc<Case>>,
    /// A digest of the files' texts: equal for equal suites.
    pub digest: String,
}

impl Suite {
    /// Gives each case the capabilities that its steps need, beside those that its tags name.
    pub fn add_needs<'n>(&mut self, need: impl Fn(&gherkin::Step) -> Option<&'n str>) {
        for case in &mut self.cases {
            let needs: BTreeSet<&str> = case.steps.iter().filter_map(|step| need(step)).collect();
            let tags = needs.into_iter().map(|need| format!("{NEEDS}{need}"));
            let missing: Vec<String> = tags.filter(|tag| !case.tags.contains(tag)).collect();
            if !missing.is_empty() {
                Rc::make_mut(case).tags.extend(missing);
            }
        }
    }

    /// The ids of all scenarios and of all rows of outlines.
    #[must_use]
    pub fn scenarios(&self) -> BTreeSet<String> {
        let ids = self.cases.iter().flat_map(|case| [case.scenario_id(), &case.id]);
        ids.map(str::to_owned).collect()
    }
}
