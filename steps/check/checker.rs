//! The check of a suite without a target: every mistake that its files show.

use std::{path::Path, rc::Rc};

use conformance_harness::{
    schema::Description,
    suite::{FeatureMistake, SuiteFiles, lint},
};

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
    check_files(files, description, |_| true)
}

/// The mistakes in those feature files that are wanted.
#[must_use]
pub fn check_files(
    files: &SuiteFiles,
    description: &Description,
    is_wanted: impl Fn(&Path) -> bool,
) -> Vec<FeatureMistake> {
    let mut mistakes = MistakeList::new(files);
    let messages = Messages { description };
    let documents = documents::files(files.root.as_deref());
    let companies = kinds::companies(files.root.as_deref());
    for case in files.suite.cases.iter().filter(|case| is_wanted(&case.path)) {
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
    let mut others = files.mistakes.clone();
    others.extend(lint(files, &CAPABILITIES, &WITHOUT_RULES, step_mistake));
    let mut sorted = mistakes.into_sorted(others);
    sorted.retain(|mistake| is_wanted(&mistake.path));
    sorted
}
