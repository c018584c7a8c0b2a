//! Finds the mistakes in feature files before the first request.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::LazyLock,
};

use regex::Regex;

use super::{DECIDED, NEEDS, NOT_OBSERVABLE, SHOULD, SOURCES, Suite};

static ID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[A-Z]+-[0-9]+(\.[0-9]+)?$").ok());

/// True if a tag is the id of a scenario or rule.
#[must_use]
pub(super) fn is_id(tag: &str) -> bool {
    ID.as_ref().is_some_and(|pattern| pattern.is_match(tag))
}

/// One mistake in a feature file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FeatureMistake {
    /// The file.
    pub path: PathBuf,
    /// The line.
    pub line: usize,
    /// The mistake, and the way to correct it.
    pub message: String,
}

impl std::fmt::Display for FeatureMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.message)
    }
}

/// Every mistake that can be seen without a target: tags, ids, rules, and steps that no phrase or several phrases match.
///
/// `find` gives the phrases that match a step, or the nearest ones if none does.
pub fn lint(
    suite: &Suite,
    capabilities: &[&str],
    find: impl Fn(&gherkin::Step) -> StepMatch,
) -> Vec<FeatureMistake> {
    let mut problems = BTreeSet::new();
    let mut report = |path: &Path, line: usize, message: String| {
        problems.insert(FeatureMistake { path: path.to_path_buf(), line, message });
    };
    for rule in &suite.rules {
        for message in rule_problems(suite, rule, capabilities) {
            report(&rule.path, rule.line, message);
        }
    }
    let mut owners: BTreeMap<&str, (&Path, usize)> = BTreeMap::new();
    // Many scenarios use the same words.
    let mut wordings: HashMap<(gherkin::StepType, &str), Option<String>> = HashMap::new();
    for case in &suite.cases {
        for message in case_problems(case, capabilities) {
            report(&case.path, case.line, message);
        }
        let first = *case.lines.start();
        let owner = owners.entry(case.scenario_id()).or_insert((&case.path, first));
        if !case.id.is_empty() && *owner != (case.path.as_path(), first) {
            let other = format!("{}:{}", owner.0.display(), owner.1);
            report(&case.path, case.line, format!("@{} is already used at {other}", case.id));
        }
        for step in &case.steps {
            let problem = wordings
                .entry((step.ty, &step.value))
                .or_insert_with(|| find(step).problem(&step.value));
            if let Some(message) = problem {
                report(&case.path, step.position.line, message.clone());
            }
        }
    }
    problems.into_iter().collect()
}

/// The number of phrases that match a step's text.
#[derive(Clone, Debug)]
pub enum StepMatch {
    /// Exactly one phrase.
    One,
    /// No phrase; the nearest ones.
    None(Vec<String>),
    /// More than one phrase.
    Several(Vec<String>),
}

impl StepMatch {
    fn problem(&self, text: &str) -> Option<String> {
        match self {
            Self::One => None,
            Self::None(nearest) if nearest.is_empty() => Some(format!(
                "no phrase matches {text:?} and none is similar; `conform steps` shows all phrases"
            )),
            Self::None(nearest) => {
                let hint = nearest.iter().map(|phrase| format!("\n    {phrase}"));
                let hint: String = hint.collect();
                Some(format!("no phrase matches {text:?}; the nearest are:{hint}"))
            }
            Self::Several(phrases) => {
                Some(format!("several phrases match {text:?}: {}", phrases.join(" | ")))
            }
        }
    }
}

fn rule_problems(suite: &Suite, rule: &super::Rule, capabilities: &[&str]) -> Vec<String> {
    let mut messages = unknown_tags(&rule.tags, capabilities);
    if !is_id(&rule.id) || rule.id.contains('.') {
        messages
            .push(format!("a rule opens with its id, as in `Rule: OUT-1 …`, not {:?}", rule.id));
    }
    if rule.sentence.is_empty() {
        messages.push(format!("rule {} states no requirement behind its id", rule.id));
    }
    if suite.rules.iter().filter(|other| other.id == rule.id).count() > 1 {
        messages.push(format!("rule {} stands more than once", rule.id));
    }
    let sourced = rule.tags.iter().any(|tag| SOURCES.contains(&tag.as_str()) || tag == DECIDED);
    if !sourced {
        messages.push(format!(
            "rule {} has no source tag (@source-W, -K, -R, -S or @decided)",
            rule.id
        ));
    }
    let empty = !suite.cases.iter().any(|case| case.rule_id() == rule.id);
    let explained = rule.description.as_ref().is_some_and(|text| !text.trim().is_empty());
    match (empty, rule.is_not_observable()) {
        (true, false) => messages.push(format!("rule {} has no scenario", rule.id)),
        (true, true) if !explained => {
            messages.push(format!("rule {} does not say why it is not observable", rule.id));
        }
        (false, true) => {
            messages.push(format!("rule {} is @not-observable and has scenarios", rule.id));
        }
        _ => {}
    }
    messages
}

fn case_problems(case: &super::Case, capabilities: &[&str]) -> Vec<String> {
    let mut messages = unknown_tags(&case.tags, capabilities);
    let ids: Vec<&String> = case.tags.iter().filter(|tag| is_id(tag)).collect();
    match (ids.as_slice(), &case.rule) {
        ([], _) => messages.push(format!("{:?} has no id tag, as in `@OUT-1.1`", case.name)),
        ([id], Some(rule))
            if id.strip_prefix(&rule.id).is_none_or(|rest| !rest.starts_with('.')) =>
        {
            messages.push(format!("@{id} does not belong under rule {}", rule.id));
        }
        ([_], _) => {}
        _ => messages.push(format!("{:?} has more than one id tag", case.name)),
    }
    let on_rule = case.rule.as_ref().map(|rule| rule.tags.as_slice()).unwrap_or_default();
    let misplaced = case.tags.iter().filter(|tag| !on_rule.contains(tag));
    let rules_only = |tag: &str| [SHOULD, NOT_OBSERVABLE].contains(&tag);
    messages.extend(
        misplaced
            .filter(|tag| rules_only(tag))
            .map(|tag| format!("@{tag} belongs on the rule: on a scenario it changes nothing")),
    );
    if case.steps.is_empty() {
        messages.push(format!("{:?} has no steps", case.name));
    } else if !case.steps.iter().any(|step| step.ty == gherkin::StepType::Then) {
        messages.push(format!(
            "{:?} asserts nothing and so can never fail; end it with a `Then` that states the expected \
             effect",
            case.name
        ));
    }
    messages
}

fn unknown_tags(tags: &[String], capabilities: &[&str]) -> Vec<String> {
    let known = |tag: &str| {
        is_id(tag)
            || SOURCES.contains(&tag)
            || [DECIDED, SHOULD, NOT_OBSERVABLE].contains(&tag)
            || tag.strip_prefix(NEEDS).is_some_and(|need| capabilities.contains(&need))
    };
    let needs = capabilities.iter().map(|name| format!("@{NEEDS}{name}")).collect::<Vec<_>>();
    tags.iter()
        .filter(|tag| !known(tag))
        .map(|tag| {
            format!(
                "@{tag} is not a known tag; known are ids, @source-W (welcome guide), -K (KYB guide), -R \
                 (reference), -S (common sense), @decided (this project's decision), @should, \
                 @not-observable, {}",
                needs.join(", ")
            )
        })
        .collect()
}
