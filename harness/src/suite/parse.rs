//! Reads the text of a feature file. The own mistakes are told before the parser sees it, for its words help nobody.

use std::{collections::BTreeSet, path::Path};

use gherkin::{Feature, GherkinEnv, Step, StepType};

use super::{
    FeatureMistake,
    feature_file::keywords,
    keywords::{BlockKind, block},
    outline::Shortened,
    scan::scan,
    structure::structure,
};

/// A feature, and the rows of its outlines.
///
/// # Errors
/// The mistakes because of which the text cannot be read.
pub(super) fn parse(text: &str, path: &Path) -> Result<(Feature, Shortened), Vec<FeatureMistake>> {
    let found = scan(path, text);
    if !found.is_empty() {
        return Err(found);
    }
    let structure = structure(path, text);
    if !structure.mistakes.is_empty() {
        return Err(structure.mistakes);
    }
    // The parser wants the last line ended; the shortened text has that.
    let shortened = Shortened::of(text, &structure.roles);
    let parsed = Feature::parse(&shortened.text, GherkinEnv::default());
    let in_line = |line: usize, reason: &str, remedy: &str| {
        let words = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        vec![FeatureMistake::in_line(path, line, reason, remedy).in_words(words)]
    };
    let mut feature = parsed.map_err(|error| {
        let line = place(&error.to_string()).map_or(1, |line| shortened.line(line));
        in_line(line, "this line, or the one above it, is not Gherkin", NOT_GHERKIN)
    })?;
    shortened.restore(&mut feature);
    for steps in steps_of(&mut feature) {
        go_on(steps);
    }
    if let Some(line) = first_left_out(&structure.keywords, &feature) {
        let words = text.lines().nth(line - 1).unwrap_or_default().trim();
        let remedy = match block(words) {
            Some((BlockKind::Rule, _)) => "write the tags of this rule above it",
            _ => "write # before the description to keep it as a comment",
        };
        return Err(in_line(
            line,
            "this line is read as a part of the description above it",
            remedy,
        ));
    }
    Ok((feature, shortened))
}

/// The remedy of a line that only the parser refuses.
const NOT_GHERKIN: &str =
    "a line begins with a keyword, such as Scenario: or Given, or with @, #, | or \"\"\"";

/// The line in the parser's text `Error at LINE:COL: {...}`; its fields are private.
fn place(text: &str) -> Option<usize> {
    text.strip_prefix("Error at ")?.split(':').next()?.parse().ok()
}

/// The first line with a keyword that the parser did not take for one.
fn first_left_out(lines: &BTreeSet<usize>, feature: &Feature) -> Option<usize> {
    let parsed = keywords(feature);
    lines.difference(&parsed).next().copied()
}

/// The steps of each background and scenario.
fn steps_of(feature: &mut Feature) -> impl Iterator<Item = &mut Vec<Step>> {
    let Feature { background, scenarios, rules, .. } = feature;
    let in_rules = rules.iter_mut().flat_map(|rule| {
        let background = rule.background.iter_mut().map(|found| &mut found.steps);
        background.chain(rule.scenarios.iter_mut().map(|scenario| &mut scenario.steps))
    });
    let own = background.iter_mut().map(|found| &mut found.steps);
    own.chain(scenarios.iter_mut().map(|scenario| &mut scenario.steps)).chain(in_rules)
}

/// Lets `*` go on with the step before it, as And does. The parser takes it for Given.
fn go_on(steps: &mut [Step]) {
    let mut last = StepType::Given;
    for step in steps {
        match step.keyword.trim() {
            "*" | "And" | "But" => step.ty = last,
            _ => last = step.ty,
        }
    }
}
