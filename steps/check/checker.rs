//! The check of a suite without a target: every mistake that its files show.

use std::{collections::BTreeSet, rc::Rc};

use conformance_harness::{
    schema::Description,
    suite::{FeatureFile, FeatureMistake, SuiteFiles, lint},
};
use gherkin::Scenario;

use super::{
    ahead::ExpectedAnswer,
    context::{KnownThings, ScenarioCheck},
    documents, kinds,
    messages::Messages,
    mistakes::MistakeList,
    phrase_index::UsedPhrase,
    undefined::step_mistake,
};
use crate::language::vocabulary::CAPABILITIES;

/// The folders whose scenarios stand under no rule.
const WITHOUT_RULES: [&str; 2] = ["features/journeys", "features/portal"];

/// Every mistake in feature files that can be found without a target, in the order of files and lines.
#[must_use]
pub fn check(files: &SuiteFiles, description: &Description) -> Vec<FeatureMistake> {
    let mut mistakes = MistakeList::new(files);
    let messages = Messages { description };
    let documents = documents::files(files.root.as_deref());
    let companies = kinds::companies(files.root.as_deref());
    for case in &files.suite.cases {
        let used: Vec<Option<Rc<UsedPhrase>>> =
            case.steps.iter().map(|step| UsedPhrase::of(step)).collect();
        let mut check = ScenarioCheck {
            messages: &messages,
            mistakes: &mut mistakes,
            known: KnownThings::default(),
            answered: Vec::new(),
            expected: ExpectedAnswer::default(),
            documents: documents.as_ref(),
            companies: companies.as_ref(),
        };
        // A step that is not understood may have brought the people about whom later steps speak.
        check.check(case, &used, used.iter().all(Option::is_some));
    }
    for (path, file) in &files.files {
        for (line, column) in unused_columns(file) {
            let reason = format!("nobody reads the column {column:?}");
            let remedy = format!("write <{column}> in a step, or take the column away");
            mistakes.in_line(path, line, &column, (reason, remedy));
        }
    }
    let mut others = files.mistakes.clone();
    others.extend(lint(files, &CAPABILITIES, &WITHOUT_RULES, step_mistake));
    mistakes.into_sorted(others)
}

/// The columns of Examples that no step uses, each with the line of the header.
fn unused_columns(file: &FeatureFile) -> Vec<(usize, String)> {
    let feature = &file.feature;
    let scenarios = feature.scenarios.iter();
    let all = scenarios.chain(feature.rules.iter().flat_map(|rule| &rule.scenarios));
    let mut unused = BTreeSet::new();
    for scenario in all {
        for examples in &scenario.examples {
            let header = file.tables.get(&examples.position.line);
            let header = header.and_then(|rows| rows.iter().next());
            let Some((line, cells)) = header else { continue };
            let names = cells.iter().map(|cell| cell.value.clone());
            unused.extend(names.filter(|name| !uses(scenario, name)).map(|name| (*line, name)));
        }
    }
    unused.into_iter().collect()
}

fn uses(scenario: &Scenario, column: &str) -> bool {
    let wanted = format!("<{column}>");
    let in_steps = scenario.steps.iter().any(|step| {
        let cells = step.table.iter().flat_map(|table| table.rows.iter().flatten());
        let mut texts = std::iter::once(&step.value).chain(&step.docstring).chain(cells);
        texts.any(|text| text.contains(&wanted))
    });
    in_steps || scenario.name.contains(&wanted)
}
