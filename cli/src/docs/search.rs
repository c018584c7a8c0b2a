//! The words of the site for its search, as a script: a page that is opened from a file may load a script, and no data.

use std::collections::BTreeMap;

use conformance_harness::suite::{Case, FeatureFile};
use gherkin::{Scenario, Step};
use serde_json::{Value, json};

use super::{
    plan::{SiteFeature, SitePlan, address, id_of},
    run_verdicts::RunVerdicts,
};

/// The script: the pages with their titles, and an entry for each feature, rule and scenario.
pub(super) fn search_script(plan: &SitePlan, run: Option<&RunVerdicts>) -> String {
    let (mut pages, mut entries) = (Vec::new(), Vec::new());
    for (number, (section, feature)) in plan.features().enumerate() {
        pages.push(json!([address(&feature.page), feature.title, section.title]));
        entries.push(json!(["", feature.title, number, "", description(feature)]));
        let reader = EntryReader::new(feature, number, run);
        let written = &feature.file.feature;
        entries.extend(written.scenarios.iter().map(|scenario| reader.scenario(scenario)));
        for rule in &written.rules {
            let id = id_of(&rule.name);
            let sentence = rule.name.trim().strip_prefix(id).unwrap_or_default().trim();
            let about = rule.description.as_deref().unwrap_or_default();
            entries.push(json!([id, sentence, number, "", squeezed(about)]));
            entries.extend(rule.scenarios.iter().map(|scenario| reader.scenario(scenario)));
        }
    }
    format!("var conformSite = {};\n", json!({"pages": pages, "entries": entries}))
}

fn description(feature: &SiteFeature) -> String {
    squeezed(feature.file.feature.description.as_deref().unwrap_or_default())
}

/// A text with one space between its words.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The reader of the scenarios of one feature.
struct EntryReader<'a> {
    file: &'a FeatureFile,
    /// The number of the page.
    page: usize,
    run: Option<&'a RunVerdicts>,
    /// The cases by the lines of their scenarios.
    cases: BTreeMap<usize, Vec<&'a Case>>,
}

impl<'a> EntryReader<'a> {
    fn new(feature: &'a SiteFeature, page: usize, run: Option<&'a RunVerdicts>) -> Self {
        let mut cases: BTreeMap<usize, Vec<&Case>> = BTreeMap::new();
        for case in feature.cases.iter().map(AsRef::as_ref) {
            cases.entry(*case.lines.start()).or_default().push(case);
        }
        Self { file: &feature.file, page, run, cases }
    }

    /// The entry of a scenario: id, title, page, verdict, and the words of steps and rows.
    fn scenario(&self, scenario: &Scenario) -> Value {
        let cases = self.cases.get(&scenario.position.line).map(Vec::as_slice).unwrap_or_default();
        let id = cases.first().map_or("", |case| case.scenario_id());
        let verdict = self.run.map(|run| run.tally(cases.iter().copied()).worst.words);
        let steps = scenario.steps.iter().map(|step| self.step(step));
        let examples = scenario.examples.iter();
        let examples = examples.map(|one| self.cells(one.position.line));
        let words: Vec<String> = steps.chain(examples).collect();
        json!([id, scenario.name.trim(), self.page, verdict.unwrap_or_default(), words.join(" ")])
    }

    fn step(&self, step: &Step) -> String {
        let line = step.position.line;
        let text = self.file.texts.get(&line).map_or("", |text| text.content.as_str());
        squeezed(&format!("{} {} {text} {}", step.keyword, step.value, self.cells(line)))
    }

    /// The cells of the table below a line.
    fn cells(&self, line: usize) -> String {
        let cells = self.file.tables.get(&line).into_iter().flat_map(BTreeMap::values).flatten();
        cells.map(|cell| cell.value.as_str()).collect::<Vec<_>>().join(" ")
    }
}
