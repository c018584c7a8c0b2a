//! Examples of phrases: for each the shortest scenario of the suite that uses it, with its background, as a text that runs.

use std::{collections::HashMap, fmt::Write as _};

use conformance_harness::suite::{Case, Suite};
use gherkin::Step;

use super::phrase_index::UsedPhrase;

/// The shortest scenario for each phrase.
#[must_use]
pub fn examples(suite: &Suite) -> HashMap<&'static str, String> {
    let mut shortest: HashMap<&'static str, &Case> = HashMap::new();
    for case in &suite.cases {
        for step in &case.steps {
            let Some(used) = UsedPhrase::of(step) else { continue };
            let phrase = used.explanation.phrase.as_str();
            let best = shortest.entry(phrase).or_insert(case);
            if effort(case) < effort(best) {
                *best = case;
            }
        }
    }
    shortest.into_iter().map(|(phrase, case)| (phrase, written(case))).collect()
}

/// Sort key of a scenario: the needed capabilities, outline or not, the number of lines.
fn effort(case: &Case) -> (usize, bool, usize) {
    let lines = case.steps.iter().map(|step| {
        let text = step.docstring.as_ref().map_or(0, |text| text.lines().count());
        1 + text + step.table.as_ref().map_or(0, |table| table.rows.len())
    });
    (case.needs().count(), case.id.contains('#'), lines.sum())
}

/// A scenario with its background, as a feature file has it.
fn written(case: &Case) -> String {
    let mut text = format!("@{}\nScenario: {}\n", case.scenario_id(), case.name);
    let mut before = None;
    for step in &case.steps {
        let keyword =
            if before == Some(step.ty) { "And".to_owned() } else { format!("{:?}", step.ty) };
        before = Some(step.ty);
        let _ = write!(text, "  {keyword} {}\n{}", step.value, below(step));
    }
    text
}

/// The text or the table below a step.
fn below(step: &Step) -> String {
    let mut lines = Vec::new();
    if let Some(text) = &step.docstring {
        lines.push("\"\"\"".to_owned());
        lines.extend(text.trim_matches('\n').lines().map(str::to_owned));
        lines.push("\"\"\"".to_owned());
    }
    if let Some(table) = &step.table {
        let escaped =
            |cell: &String| cell.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n");
        let rows: Vec<Vec<String>> =
            table.rows.iter().map(|row| row.iter().map(escaped).collect()).collect();
        let width = |column: usize| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
        };
        lines.extend(rows.iter().map(|row| {
            let cells = row.iter().enumerate();
            let cells = cells.map(|(at, cell)| format!(" {cell:<0$} ", width(at).unwrap_or(0)));
            format!("|{}|", cells.collect::<Vec<_>>().join("|"))
        }));
    }
    lines.into_iter().fold(String::new(), |text, line| text + "    " + &line + "\n")
}
