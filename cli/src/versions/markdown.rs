//! A note in Markdown, for a pull request.

use std::fmt::Write as _;

use conformance_harness::quote::{escaped, listed};

use super::model::{ChangeNote, NAMED, NotedChange, capital};

/// The most lines of a difference.
const LINES: usize = 24;

/// The note in Markdown.
pub(super) fn note_markdown(note: &ChangeNote) -> String {
    let mut text = format!(
        "## API changes: {}\n\n{} → {}\n",
        note.headline(),
        plain(&note.before),
        plain(&note.after)
    );
    for (class, operations) in note.grouped() {
        let _ = write!(text, "\n### {}\n", capital(&class.to_string()));
        for (operation, changes) in operations {
            let _ = write!(text, "\n#### {}\n", plain(&operation));
            for noted in changes {
                add_change(&mut text, noted);
            }
        }
    }
    let _ = write!(text, "\n{}\n", capital(&plain(&note.basis_words())));
    for line in &note.undocumented {
        let _ = write!(text, "\n- In the documents, and not observed: {}\n", plain(line));
    }
    for warning in &note.warnings {
        let _ = write!(text, "\n> {}\n", plain(warning));
    }
    text
}

fn add_change(text: &mut String, noted: &NotedChange) {
    let change = &noted.change;
    let _ = write!(text, "\n**{}** (`{}`)\n\n", plain(&change.says), change.id);
    if let Some(reason) = &change.allowed {
        let _ = writeln!(text, "Allowed: {}", plain(reason));
        return;
    }
    let _ = writeln!(text, "- Hits {}.", plain(&change.hits));
    let _ = writeln!(text, "- What the team of the API does: {}", plain(&change.advice));
    let rules = noted.rules.iter().take(NAMED).map(|rule| {
        let broken = if rule.is_broken { " (**a scenario of it is red now**)" } else { "" };
        format!("{} {}{broken}", rule.id, plain(&rule.sentence))
    });
    let _ = writeln!(text, "- Rules: {}", rules.collect::<Vec<_>>().join("; "));
    let _ = writeln!(text, "- Journeys: {}", plain(&listed(&noted.journeys, NAMED)));
    let scenarios: Vec<&String> = change.scenarios.iter().collect();
    let _ = writeln!(text, "- Scenarios: {} ({})", scenarios.len(), listed(&scenarios, NAMED));
    if !change.consequences.is_empty() {
        let _ = writeln!(text, "- Then also: {}", plain(&listed(&change.consequences, NAMED)));
    }
    if let Some(documents) = &noted.documents {
        let _ = writeln!(text, "- In this comparison {documents}.");
    }
    if let Some(command) = &noted.command {
        let _ = writeln!(text, "- `{command}`");
    }
    let difference = escaped(&noted.difference).replace("```", "'''");
    let lines: Vec<&str> = difference.lines().take(LINES).collect();
    let _ = write!(
        text,
        "\n<details><summary>before and after</summary>\n\n```diff\n{}\n```\n\n</details>\n",
        lines.join("\n")
    );
}

/// A text in which Markdown and HTML see no signs of theirs, but for code.
fn plain(text: &str) -> String {
    escaped(text).replace('<', "&lt;").replace('*', "\\*").replace('_', "\\_").replace('|', "\\|")
}
