//! The causes of a run as text.

use std::fmt::Write as _;

use super::{example::Example, gather::Cause};
use crate::{
    quote::{counted, listed, shortened},
    report::Paint,
};

/// The most causes that are shown.
const MOST_CAUSES: usize = 20;

/// The most lines of one cause below its title.
const MOST_LINES: usize = 10;

/// The most names in one line.
const MOST_NAMES: usize = 6;

/// The causes of a run, worst first; empty if there are none.
#[must_use]
pub fn causes_text(causes: &[Cause], paint: Paint) -> String {
    let mut text = String::new();
    for (number, cause) in causes.iter().take(MOST_CAUSES).enumerate() {
        let lines = cause_lines(cause);
        let _ = writeln!(text, "{}", paint.bold(&format!("{}. {}", number + 1, lines[0])));
        for line in &lines[1..] {
            let _ = writeln!(text, "   {line}");
        }
    }
    if causes.len() > MOST_CAUSES {
        let more = causes.len() - MOST_CAUSES;
        let _ = writeln!(text, "and {more} more causes; --verbose prints every failure");
    }
    text
}

/// One cause: its title first.
fn cause_lines(cause: &Cause) -> Vec<String> {
    let all: Vec<&String> = cause.direct.iter().chain(&cause.joined).collect();
    let mut lines = vec![cause.title.clone()];
    lines.push(format!("{}: {}", counted(all.len(), "scenario"), listed(&all, MOST_NAMES)));
    if !cause.joined.is_empty() {
        lines.push(format!(
            "{} of them show it themselves, {} what goes along with it in others",
            cause.direct.len(),
            cause.joined.len()
        ));
    }
    if !cause.others.is_empty() {
        lines.push(format!("the same rule's scenarios also show: {}", first_two(&cause.others)));
    }
    if !cause.rules.is_empty() {
        lines.push(format!(
            "rules: {}",
            listed(&cause.rules.iter().collect::<Vec<_>>(), MOST_NAMES)
        ));
    }
    if !cause.messages.is_empty() {
        lines.push(format!("seen in: {}", listed(&cause.messages, MOST_NAMES)));
    }
    if let Some((call, green)) = &cause.in_common {
        lines.push(match green {
            0 => format!("all of them call {call}, no green scenario does"),
            _ => format!("all of them call {call}, as {green} green ones do"),
        });
    }
    lines.extend(example(&cause.example));
    lines.truncate(MOST_LINES + 1);
    lines
}

/// The lines of an example.
fn example(example: &Example) -> Vec<String> {
    let mut lines = vec![format!("for example {} ({})", example.scenario, example.place)];
    let mut add = |label: &str, text: &str| {
        lines.push(shortened(&format!("  {label:<9} {text}"), LONGEST_LINE));
    };
    if let Some(step) = &example.step {
        add("step", step);
    }
    add("what", &example.what);
    if let Some((expected, actual)) = &example.compared {
        add("expected", expected);
        add("actual", actual);
    }
    if let Some(command) = &example.command {
        lines.push(format!("  {command}"));
    }
    lines
}

/// The most letters of a line.
const LONGEST_LINE: usize = 200;

fn first_two(names: &[String]) -> String {
    let shown = names
        .iter()
        .take(2)
        .map(|name| shortened(name, LONGEST_LINE))
        .collect::<Vec<_>>()
        .join("; ");
    match names.len().saturating_sub(2) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
