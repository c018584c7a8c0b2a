//! The summary of a run for GitHub: Markdown for the page of the job, and annotations by cause.

use std::fmt::Write as _;

use conformance_harness::quote::counted;

use super::model::{CauseReport, RunReport};

/// The most bytes of a summary; GitHub refuses more than 1,024 KiB.
const LARGEST: usize = 1000 * 1024;

/// The most annotations of one run.
const MOST_ANNOTATIONS: usize = 10;

/// The summary in Markdown.
pub(super) fn summary(report: &RunReport) -> String {
    let mut text = format!("# {} {}\n\n", report.facts.target, report.verdict);
    if let Some(cause) = &report.broken_off {
        let _ = writeln!(text, "**The run ended early: {}**\n", plain(cause));
    }
    let counts: Vec<String> =
        report.counts.iter().map(|(verdict, count)| format!("{count} {verdict}")).collect();
    let _ = writeln!(
        text,
        "{} in {:.1} s; seed {}\n",
        counts.join(", "),
        report.seconds,
        report.facts.seed
    );
    if !report.causes.is_empty() {
        text.push_str("## Causes\n\n| cause | scenarios | rules |\n|---|---:|---|\n");
        for cause in &report.causes {
            let count = cause.scenarios.len() + cause.joined.len();
            let _ = writeln!(
                text,
                "| {} | {count} | {} |",
                plain(&cause.title),
                cause.rules.join(", ")
            );
        }
        text.push('\n');
        for cause in &report.causes {
            add_example(&mut text, cause);
        }
    }
    for gap in &report.not_judged {
        let _ = writeln!(text, "- not judged: {}", plain(gap));
    }
    text.truncate(text.floor_char_boundary(LARGEST));
    text
}

fn add_example(text: &mut String, cause: &CauseReport) {
    let example = &cause.example;
    let _ = writeln!(text, "<details><summary>{}</summary>\n", plain(&cause.title));
    let _ = writeln!(text, "For example {}: {}\n", plain(&example.scenario), plain(&example.what));
    if let Some((expected, actual)) = example.expected.as_ref().zip(example.actual.as_ref()) {
        let _ = writeln!(text, "- expected: {}\n- actual: {}\n", plain(expected), plain(actual));
    }
    if let Some(command) = &example.command {
        let _ = writeln!(text, "```sh\n{}\n```\n", command.replace("```", "'''"));
    }
    text.push_str("</details>\n\n");
}

/// A text that Markdown and HTML leave as it is.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        match letter {
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '|' | '*' | '_' | '[' | ']' | '`' | '\\' => plain.extend(['\\', letter]),
            '\n' | '\r' => plain.push(' '),
            _ => plain.push(letter),
        }
    }
    plain
}

/// The annotations, one for each cause.
pub(super) fn annotations(report: &RunReport) -> Vec<String> {
    let annotation = |cause: &CauseReport| {
        let (file, line) =
            cause.example.place.rsplit_once(':').unwrap_or((&cause.example.place, "1"));
        let count = cause.scenarios.len() + cause.joined.len();
        let message =
            format!("{} ({}): {}", cause.title, counted(count, "scenario"), cause.example.what);
        let message = message.replace('%', "%25").replace('\n', "%0A").replace('\r', "");
        format!("::error file={file},line={line}::{message}")
    };
    report.causes.iter().take(MOST_ANNOTATIONS).map(annotation).collect()
}
