//! Lenses: a press runs a scenario, a rule or a file.

use gherkin::Feature;
use lsp_types::{CodeLens, Command, Url};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    places,
    session::{EditorText, Session},
};

/// The command that ends what a lens runs.
pub(super) const STOP: &str = "conform.stop";

/// The command of a lens.
pub(super) const RUN: &str = "conform.run";

/// The scenarios that a lens runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RunOrder {
    pub(super) uri: Url,
    /// The line of a scenario; without one, the whole file runs.
    #[serde(default)]
    pub(super) line: Option<usize>,
    /// True if all scenarios of the rule at the line run.
    #[serde(default)]
    pub(super) whole_rule: bool,
}

impl Session {
    /// The lenses of an open text; none while it cannot be read.
    pub(super) fn lenses(&self, address: &Url) -> Option<Vec<CodeLens>> {
        let open = self.text(address)?;
        let feature = &open.file()?.feature;
        let order = |line, whole_rule| RunOrder { uri: address.clone(), line, whole_rule };
        let mut lenses = vec![lens(feature.position.line, "Run the file", &order(None, false))];
        for rule in &feature.rules {
            if let Some(first) = rule.scenarios.first() {
                let order = order(Some(first.position.line), true);
                lenses.push(lens(rule.position.line, "Run the rule", &order));
            }
        }
        lenses.extend(lines(feature).map(|line| {
            let title = match self.verdict(open, line) {
                Some(verdict) => format!("Run again ({verdict})"),
                None => "Run".to_owned(),
            };
            lens(line, &title, &order(Some(line), false))
        }));
        Some(lenses)
    }

    /// The last verdict on the scenario in a line: that of its first row that did not pass, if it is an outline.
    fn verdict(&self, open: &EditorText, line: usize) -> Option<&str> {
        let cases = open.read().suite.cases.iter().filter(|case| case.lines.contains(&line));
        let judged = cases.filter_map(|case| self.judged.get(&case.id));
        let mut verdicts: Vec<&str> = judged.map(|judged| judged.verdict.as_str()).collect();
        verdicts.sort_by_key(|verdict| *verdict == "passed");
        verdicts.first().copied()
    }
}

/// The lines of all scenarios.
fn lines(feature: &Feature) -> impl Iterator<Item = usize> {
    let in_rules = feature.rules.iter().flat_map(|rule| &rule.scenarios);
    feature.scenarios.iter().chain(in_rules).map(|scenario| scenario.position.line)
}

fn lens(line: usize, title: &str, order: &RunOrder) -> CodeLens {
    let command = Command {
        title: title.to_owned(),
        command: RUN.to_owned(),
        arguments: Some(vec![json!(order)]),
    };
    CodeLens { range: places::line_start(line), command: Some(command), data: None }
}
