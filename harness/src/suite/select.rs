//! The selection of cases: by tags, name, rule, file and line; a filter that matches nothing is an error.

use std::{path::Path, rc::Rc, str::FromStr};

use cucumber::tag::Ext as _;
use gherkin::tagexpr::TagOperation;

use super::{Case, Suite};

/// A filter that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SelectionError {
    /// The tag expression does not parse.
    #[error(
        "--tags {0:?} is not a tag expression; write for example \"@needs-clock and not @decided\""
    )]
    Tags(String),
    /// A tag of the expression stands nowhere in the suite.
    #[error("--tags names @{0}, which no scenario carries; `conform steps tags` explains all tags")]
    UnknownTag(String),
    /// The rule stands nowhere.
    #[error("--rule {wanted} names no rule of the suite{}", hint(.nearest))]
    Rule {
        /// The requested value.
        wanted: String,
        /// The most similar ids.
        nearest: Vec<String>,
    },
    /// The rule has no scenario.
    #[error(
        "--rule {0} selects nothing: the rule has no scenario, and its description says why it cannot be observed"
    )]
    Unobservable(String),
    /// A file or folder has no scenario.
    #[error("{0} is no file or folder with scenarios; give one below features/")]
    Place(String),
    /// There is no scenario at a line.
    #[error("there is no scenario at line {line} of {path}; `conform list {path}` shows the lines")]
    Line {
        /// The file.
        path: String,
        /// The line.
        line: usize,
    },
    /// No name has the text.
    #[error("--name {0:?} stands in no scenario's name; `conform list` shows them all")]
    Name(String),
    /// All filters together match nothing.
    #[error("no scenario matches all of the filters together; leave one of them out")]
    Nothing,
}

fn hint(nearest: &[String]) -> String {
    if nearest.is_empty() {
        String::new()
    } else {
        format!("; did you mean {}?", nearest.join(", "))
    }
}

/// A file, or a line of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeaturePlace {
    /// The file as given.
    pub path: String,
    /// The line, if one was given.
    pub line: Option<usize>,
}

impl FromStr for FeaturePlace {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let split = text.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?)));
        Ok(match split {
            Some((path, line)) => Self { path: path.to_owned(), line: Some(line) },
            None => Self { path: text.to_owned(), line: None },
        })
    }
}

impl FeaturePlace {
    /// The error of a place without a scenario.
    fn unknown(&self, suite: &Suite) -> SelectionError {
        let file = Self { path: self.path.clone(), line: None };
        let path = self.path.clone();
        match self.line.filter(|_| suite.cases.iter().any(|case| file.selects(case))) {
            Some(line) => SelectionError::Line { path, line },
            None => SelectionError::Place(path),
        }
    }

    fn selects(&self, case: &Case) -> bool {
        let given = Path::new(&self.path);
        let same_file = case.path == given
            || case.path.ends_with(given.strip_prefix(".").unwrap_or(given))
            || given.ends_with(&case.path)
            || case.path.starts_with(given);
        same_file && self.line.is_none_or(|line| case.line == line || in_scenario(case, line))
    }
}

/// A line of an outline's steps means all of its rows; a row's own line only that row.
fn in_scenario(case: &Case, line: usize) -> bool {
    let steps_end = case.steps.last().map_or(case.line, |step| step.line);
    case.lines.contains(&line) && line <= steps_end.max(*case.lines.start())
}

/// The filters of a run; all of them must agree.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// A tag expression.
    pub tags: Option<String>,
    /// A part of the scenario's name, in any letter case.
    pub name: Option<String>,
    /// Rule or scenario ids.
    pub rules: Vec<String>,
    /// Files and lines.
    pub places: Vec<FeaturePlace>,
}

impl Selection {
    /// True if there is no filter.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let Self { tags, name, rules, places } = self;
        tags.is_none() && name.is_none() && rules.is_empty() && places.is_empty()
    }

    /// The cases that every filter lets through, in the order of the suite.
    ///
    /// # Errors
    /// If a filter cannot be parsed or matches no scenario.
    pub fn apply(&self, suite: &Suite) -> Result<Vec<Rc<Case>>, SelectionError> {
        let expression = self.tags.as_deref().map(|text| parse_tags(text, suite)).transpose()?;
        for rule in &self.rules {
            if !suite.cases.iter().any(|case| is_of(case, rule)) {
                return Err(unknown_rule(rule, suite));
            }
        }
        for place in &self.places {
            if !suite.cases.iter().any(|case| place.selects(case)) {
                return Err(place.unknown(suite));
            }
        }
        let name = self.name.as_ref().map(|name| name.to_lowercase());
        let selected: Vec<Rc<Case>> = suite
            .cases
            .iter()
            .filter(|case| expression.as_ref().is_none_or(|wanted| wanted.eval(&case.tags)))
            .filter(|case| name.as_ref().is_none_or(|part| case.name.to_lowercase().contains(part)))
            .filter(|case| self.rules.is_empty() || self.rules.iter().any(|id| is_of(case, id)))
            .filter(|case| {
                self.places.is_empty() || self.places.iter().any(|place| place.selects(case))
            })
            .cloned()
            .collect();
        if !selected.is_empty() {
            return Ok(selected);
        }
        let is_alone = expression.is_none() && self.rules.is_empty() && self.places.is_empty();
        Err(match self.name.clone().filter(|_| is_alone) {
            Some(name) => SelectionError::Name(name),
            None => SelectionError::Nothing,
        })
    }
}

fn is_of(case: &Case, id: &str) -> bool {
    [case.rule_id(), case.scenario_id(), &case.id].iter().any(|own| own.eq_ignore_ascii_case(id))
}

fn unknown_rule(wanted: &str, suite: &Suite) -> SelectionError {
    if let Some(rule) = suite.rules.iter().find(|rule| rule.id.eq_ignore_ascii_case(wanted)) {
        return SelectionError::Unobservable(rule.id.clone());
    }
    let ids = suite.rules.iter().map(|rule| rule.id.as_str());
    SelectionError::Rule { wanted: wanted.to_owned(), nearest: crate::nearest(wanted, ids, 3) }
}

fn parse_tags(text: &str, suite: &Suite) -> Result<TagOperation, SelectionError> {
    let expression = text.parse().map_err(|_| SelectionError::Tags(text.to_owned()))?;
    let mut named = Vec::new();
    collect_tags(&expression, &mut named);
    for tag in named {
        if !suite.cases.iter().any(|case| case.tags.contains(&tag)) {
            return Err(SelectionError::UnknownTag(tag));
        }
    }
    Ok(expression)
}

fn collect_tags(expression: &TagOperation, into: &mut Vec<String>) {
    match expression {
        TagOperation::And(left, right) | TagOperation::Or(left, right) => {
            collect_tags(left, into);
            collect_tags(right, into);
        }
        TagOperation::Not(inner) => collect_tags(inner, into),
        TagOperation::Tag(tag) => into.push(tag.clone()),
    }
}
