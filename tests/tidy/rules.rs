//! Ids of rules: those that comments cite, and those that the features state.

use std::collections::{BTreeMap, BTreeSet};

use crate::{problem::Problem, tree::Text};

/// Ids that comments cite and no feature states.
pub(crate) fn unknown(features: &[Text], sources: &[Text], others: &[&str]) -> Vec<Problem> {
    let stated = stated(features);
    let mut problems = Vec::new();
    for source in sources {
        for (line, id) in cited(source) {
            if !stated.contains_key(&id) && !others.contains(&id.as_str()) {
                let wrong = format!("the comment cites {id}, and no feature states such a rule");
                let remedy = "write the id of a Rule in features/; if it names something else (a standard), \
                              add it to NO_RULES in tests/tidy/tables.rs";
                problems.push(Problem::at(&source.path, line, wrong, remedy));
            }
        }
    }
    problems
}

/// Rules that no comment of `sources` cites; `exceptions` name those that need no citation, with the reason.
pub(crate) fn uncited(
    features: &[Text],
    sources: &[Text],
    exceptions: &[(&str, &str)],
) -> Vec<Problem> {
    let cited: BTreeSet<String> = sources.iter().flat_map(cited).map(|(_, id)| id).collect();
    let mut problems = Vec::new();
    let stated = stated(features);
    for (id, (path, line)) in &stated {
        let excepted = exceptions.iter().any(|(exception, _)| exception == id);
        if !cited.contains(id) && !excepted {
            let wrong = format!("no comment in the sandbox cites {id}");
            let remedy = "name the rule in the doc comment of the code that implements it; if no code does, \
                          add it with the reason to UNCITED_RULES in tests/tidy/tables.rs";
            problems.push(Problem::at(path, *line, wrong, remedy));
        }
    }
    for (id, _) in exceptions {
        if cited.contains(*id) || !stated.contains_key(*id) {
            let wrong = format!(
                "{id} is listed as a rule without a citation, but is cited or does not exist"
            );
            problems.push(Problem::of(
                "tests/tidy/tables.rs",
                wrong,
                "delete it from UNCITED_RULES",
            ));
        }
    }
    problems
}

/// The rules of the features, each with its place.
fn stated(features: &[Text]) -> BTreeMap<String, (String, usize)> {
    let mut found = BTreeMap::new();
    for feature in features {
        for (number, line) in (1..).zip(feature.text.lines()) {
            let title = line.trim_start().strip_prefix("Rule: ").unwrap_or_default();
            if let Some(id) = ids(title).into_iter().next() {
                found.insert(id, (feature.path.clone(), number));
            }
        }
    }
    found
}

/// The ids in the comments of a source, each with its line.
fn cited(source: &Text) -> Vec<(usize, String)> {
    let lines = (1..).zip(source.text.lines());
    let comments = lines.filter(|(_, line)| line.trim_start().starts_with("//"));
    comments.flat_map(|(number, line)| ids(line).into_iter().map(move |id| (number, id))).collect()
}

/// Words of the form `HOOK-9`.
fn ids(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let is_id = |word: &&str| {
        word.split_once('-').is_some_and(|(family, number)| {
            !family.is_empty()
                && family.chars().all(|c| c.is_ascii_uppercase())
                && !number.is_empty()
                && number.chars().all(|c| c.is_ascii_digit())
        })
    };
    words.filter(is_id).map(str::to_owned).collect()
}
