//! Finds the mistakes in feature files before the first request.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

use super::{
    DECIDED, FeatureMistake, NEEDS, NOT_OBSERVABLE, SHOULD, SOURCES, Suite,
    line_mistake::{LineMistake, PlacedMistake},
    load::SuiteFiles,
    tags::{is_id, without_zeros},
};

/// A mistake in the words of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepMistake {
    /// The mistaken part of the step; empty if it is the whole step.
    pub part: String,
    /// The reason why it is a mistake.
    pub reason: String,
    /// The way to correct it.
    pub remedy: String,
}

/// A reason and a remedy.
type Words = (String, String);

/// Every mistake in tags, ids, rules and steps that can be seen without a target. `find` gives the mistake of a step.
///
/// Scenarios in the folders `without_rules` stand under no rule.
pub fn lint(
    files: &SuiteFiles,
    capabilities: &[&str],
    without_rules: &[&str],
    find: impl Fn(&gherkin::Step) -> Option<StepMistake>,
) -> Vec<FeatureMistake> {
    let suite = &files.suite;
    let mut mistakes = BTreeSet::new();
    let mut report = |path: &Path, line: usize, part: &str, (reason, remedy): Words| {
        let mistake = FeatureMistake::in_line(path, line, reason, remedy);
        mistakes.insert(files.placed(mistake, part));
    };
    for rule in &suite.rules {
        let tags = unknown_tags(&rule.tags, capabilities);
        for (tag, words) in tags {
            let line = files.line_of_tag(&rule.path, rule.line, &tag);
            report(&rule.path, line, &format!("@{tag}"), words);
        }
        for words in rule_problems(suite, rule) {
            report(&rule.path, rule.line, "", words);
        }
    }
    let of_files = files.of_files.iter().map(|(path, mistake)| (path.as_path(), mistake.clone()));
    for (path, (line, mistake)) in of_files.chain(same_names(suite)) {
        report(path, line, &mistake.part, (mistake.reason, mistake.remedy));
    }
    let mut owners: BTreeMap<&str, (&Path, usize)> = BTreeMap::new();
    // Many scenarios use the same words.
    let mut wordings: HashMap<(gherkin::StepType, &str), Option<StepMistake>> = HashMap::new();
    for case in &suite.cases {
        let first = *case.lines.start();
        for (tag, words) in unknown_tags(&case.tags, capabilities) {
            let on_rule = case.rule.as_ref().is_some_and(|rule| rule.tags.contains(&tag));
            if !on_rule {
                let line = files.line_of_tag(&case.path, first, &tag);
                report(&case.path, line, &format!("@{tag}"), words);
            }
        }
        for words in case_problems(case, without_rules) {
            report(&case.path, case.line, "", words);
        }
        let owner = owners.entry(case.scenario_id()).or_insert((&case.path, first));
        if !case.id.is_empty() && *owner != (case.path.as_path(), first) {
            let other = format!("{}:{}", owner.0.display(), owner.1);
            let reason = format!("@{} is already used at {other}", case.scenario_id());
            let remedy = "give this scenario the next free number".to_owned();
            report(&case.path, case.line, "", (reason, remedy));
        }
        for step in &case.steps {
            let found = wordings.entry((step.ty, &step.value)).or_insert_with(|| find(step));
            if let Some(StepMistake { part, reason, remedy }) = found {
                let (line, words) = (step.line, (reason.clone(), remedy.clone()));
                report(&case.path, line, if part.is_empty() { &step.value } else { part }, words);
            }
        }
    }
    mistakes.into_iter().collect()
}

fn words(reason: impl Into<String>, remedy: impl Into<String>) -> Words {
    (reason.into(), remedy.into())
}

/// The letters of sources, as a remedy names them.
const SOURCE_TAGS: &str = "@source-W (welcome guide), @source-K (KYB guide), @source-R (reference), \
                           @source-S (common sense), @decided (this project's decision)";

fn rule_problems(suite: &Suite, rule: &super::Rule) -> Vec<Words> {
    let mut found = Vec::new();
    let id = &rule.id;
    if id.is_empty() {
        let remedy = "write its id and what holds, as in `Rule: OUT-1 …`";
        found.push(words("the rule has no words", remedy));
        return found;
    }
    if let Some(plain) = without_zeros(id) {
        found.push(words(format!("the number in {id} begins with 0"), format!("write {plain}")));
    }
    if !is_id(id) || id.contains('.') {
        found.push(words(
            format!("a rule opens with its id, not with {id:?}"),
            "write it as in `Rule: OUT-1 …`",
        ));
    }
    if rule.sentence.is_empty() {
        found.push(words(
            format!("rule {id} states no requirement after its id"),
            "state it as a fact",
        ));
    }
    if suite.rules.iter().filter(|other| other.id == *id).count() > 1 {
        found.push(words(
            format!("rule {id} stands more than once"),
            "a rule that goes on in another file has the same sentence and the same tags there",
        ));
    }
    let sourced = rule.tags.iter().any(|tag| SOURCES.contains(&tag.as_str()) || tag == DECIDED);
    if !sourced {
        let remedy = format!("write above it where the rule is stated: {SOURCE_TAGS}");
        found.push(words(format!("rule {id} has no source tag"), remedy));
    }
    let empty = !suite.cases.iter().any(|case| case.rule_id() == *id);
    let explained = rule.description.as_ref().is_some_and(|text| !text.trim().is_empty());
    match (empty, rule.is_not_observable()) {
        (true, false) => found.push(words(
            format!("rule {id} has no scenario"),
            "write one below it, or tag the rule @not-observable and say why",
        )),
        (true, true) if !explained => found.push(words(
            format!("rule {id} does not say why it is not observable"),
            "say it in the lines below the rule",
        )),
        (false, true) => found.push(words(
            format!("rule {id} is @not-observable and has scenarios"),
            "take the tag away, or the scenarios",
        )),
        _ => {}
    }
    found
}

/// The scenarios that have the name of another one under the same rule, in the same file.
fn same_names(suite: &Suite) -> Vec<(&Path, PlacedMistake)> {
    let mut found = Vec::new();
    let mut owners: BTreeMap<(&Path, &str, &str), usize> = BTreeMap::new();
    let named = suite.cases.iter().filter(|case| !case.name.is_empty());
    for case in named.filter(|case| case.rule.is_some()) {
        let line = *case.lines.start();
        let first = *owners.entry((&case.path, case.rule_id(), &case.name)).or_insert(line);
        if first != line {
            let reason = format!("the scenario in line {first} has the same name");
            let remedy = "name in each what makes it different";
            found.push((case.path.as_path(), (line, LineMistake::new("", reason, remedy))));
        }
    }
    found
}

fn case_problems(case: &super::Case, without_rules: &[&str]) -> Vec<Words> {
    let mut found = Vec::new();
    let name = &case.name;
    let ids: Vec<&String> = case.tags.iter().filter(|tag| is_id(tag)).collect();
    for id in &ids {
        if let Some(plain) = without_zeros(id) {
            found
                .push(words(format!("a number in @{id} begins with 0"), format!("write @{plain}")));
        }
    }
    match (ids.as_slice(), &case.rule) {
        ([], rule) => {
            let rule = rule.as_ref().map_or("OUT-1", |rule| &rule.id);
            found.push(words(
                format!("{name:?} has no id tag"),
                format!("write the next free number above it, as in @{rule}.1"),
            ));
        }
        ([id], Some(rule))
            if is_id(&rule.id)
                && id.strip_prefix(&rule.id).is_none_or(|rest| !rest.starts_with('.')) =>
        {
            found.push(words(
                format!("@{id} does not belong under rule {}", rule.id),
                format!("its id begins with @{}.", rule.id),
            ));
        }
        ([_], _) => {}
        _ => found.push(words(format!("{name:?} has more than one id tag"), "leave one of them")),
    }
    if case.rule.is_none() && !without_rules.iter().any(|folder| case.path.starts_with(folder)) {
        found.push(words(
            format!("{name:?} stands under no rule"),
            format!(
                "write it below a line as in `Rule: OUT-1 …`; only scenarios in {} have no rule",
                without_rules.join(" and ")
            ),
        ));
    }
    let on_rule = case.rule.as_ref().map(|rule| rule.tags.as_slice()).unwrap_or_default();
    let misplaced = case.tags.iter().filter(|tag| !on_rule.contains(tag));
    let rules_only = |tag: &str| [SHOULD, NOT_OBSERVABLE].contains(&tag);
    found.extend(misplaced.filter(|tag| rules_only(tag)).map(|tag| {
        let reason = format!("@{tag} on a scenario changes nothing");
        words(reason, "write it above the rule")
    }));
    if case.steps.is_empty() {
        found.push(words(format!("{name:?} has no steps"), "write its steps below it"));
    } else if !case.steps.iter().any(|step| step.ty == gherkin::StepType::Then) {
        found.push(words(
            format!("{name:?} asserts nothing and so can never fail"),
            "end it with a `Then` that states the expected effect",
        ));
    }
    found
}

/// The tags that nobody knows.
fn unknown_tags(tags: &[String], capabilities: &[&str]) -> Vec<(String, Words)> {
    let known = |tag: &str| {
        is_id(tag)
            || SOURCES.contains(&tag)
            || [DECIDED, SHOULD, NOT_OBSERVABLE].contains(&tag)
            || tag.strip_prefix(NEEDS).is_some_and(|need| capabilities.contains(&need))
    };
    let needs = capabilities.iter().map(|name| format!("@{NEEDS}{name}")).collect::<Vec<_>>();
    let words = |tag: &String| {
        let reason = format!("@{tag} is not a known tag");
        let remedy =
            format!("known are ids, {SOURCE_TAGS}, @should, @not-observable, {}", needs.join(", "));
        (tag.clone(), (reason, remedy))
    };
    tags.iter().filter(|tag| !known(tag)).map(words).collect()
}
