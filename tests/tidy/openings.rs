//! Openings: the first words of comments and of titles.

use crate::{problem::Problem, tree::Text};

/// Words that open a riddle instead of saying what a thing is.
const RIDDLES: [&str; 11] = [
    "What",
    "How",
    "When",
    "Where",
    "Who",
    "Whether",
    "Whatever",
    "Whoever",
    "Nobody",
    "Nothing",
    "Everything",
];

/// Comments of Rust sources that open with a riddle.
pub(crate) fn comments(sources: &[Text]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for source in sources {
        let mut before = "";
        for (number, line) in (1..).zip(source.text.lines()) {
            let line = line.trim_start();
            let mark = ["///", "//!", "//"].into_iter().find(|mark| line.starts_with(mark));
            let mark = mark.unwrap_or_default();
            // Only the first line of a comment opens it.
            if !mark.is_empty()
                && mark != before
                && let Some(word) = riddle(line.trim_start_matches(mark))
            {
                let wrong = format!("the comment opens with `{word}`");
                let remedy = "say what the thing is, or why it is so: \
                              \"Upper bound for ...\" instead of \"How long ...\"";
                problems.push(Problem::at(&source.path, number, wrong, remedy));
            }
            before = mark;
        }
    }
    problems
}

/// Titles of features, rules and scenarios that open with a riddle or with a placeholder.
pub(crate) fn titles(features: &[Text]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for feature in features {
        for (number, line) in (1..).zip(feature.text.lines()) {
            let line = line.trim_start();
            let keywords = ["Feature:", "Rule:", "Scenario:", "Scenario Outline:"];
            let Some(title) = keywords.into_iter().find_map(|word| line.strip_prefix(word)) else {
                continue;
            };
            let title = without_id(title.trim());
            let opening = riddle(title).or_else(|| title.starts_with('<').then_some("<"));
            if let Some(opening) = opening {
                let wrong = format!("the title opens with `{opening}`");
                let remedy = "state the requirement: \"The default page size is 30\"";
                problems.push(Problem::at(&feature.path, number, wrong, remedy));
            }
        }
    }
    problems
}

/// A rule's title after its id.
fn without_id(title: &str) -> &str {
    match title.split_once(' ') {
        Some((id, rest)) if id.ends_with(|c: char| c.is_ascii_digit()) && id.contains('-') => rest,
        _ => title,
    }
}

fn riddle(text: &str) -> Option<&'static str> {
    let text = text.trim_start();
    let word = text.split(|c: char| !c.is_alphabetic()).next()?;
    RIDDLES.into_iter().find(|riddle| *riddle == word)
}
