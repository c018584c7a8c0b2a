//! A note as text for a terminal.

use std::fmt::Write as _;

use conformance_harness::{
    behaviour::ChangeClass,
    quote::{escaped, listed},
    report::Paint,
};

use super::model::{ChangeNote, NAMED, NotedChange};

/// The most lines of a difference.
const LINES: usize = 14;

/// The note as text.
pub(super) fn note_text(note: &ChangeNote, paint: Paint) -> String {
    let mut text = format!(
        "{} → {}: {}\n",
        escaped(&note.before),
        escaped(&note.after),
        paint.bold(&note.headline())
    );
    for (class, operations) in note.grouped() {
        let heading = class.to_string();
        let heading =
            if class == ChangeClass::Breaking { paint.red(&heading) } else { paint.bold(&heading) };
        let _ = writeln!(text, "\n{heading}");
        for (operation, changes) in operations {
            let _ = writeln!(text, "{}", paint.bold(&escaped(&operation)));
            for noted in changes {
                add_change(&mut text, noted, paint);
            }
        }
    }
    let _ = writeln!(text, "\n{}", note.basis_words());
    for line in &note.undocumented {
        let _ = writeln!(text, "in the documents, and not observed: {}", escaped(line));
    }
    for warning in &note.warnings {
        let _ = writeln!(text, "warning: {}", escaped(warning));
    }
    text
}

fn add_change(text: &mut String, noted: &NotedChange, paint: Paint) {
    let change = &noted.change;
    let _ = writeln!(text, "• {}  {}", paint.bold(&escaped(&change.says)), paint.dim(&change.id));
    if let Some(reason) = &change.allowed {
        let _ = writeln!(text, "  allowed: {}", escaped(reason));
        return;
    }
    for line in noted.difference.lines().take(LINES) {
        let line = escaped(line);
        let line = if line.starts_with('-') { paint.red(&line) } else { paint.dim(&line) };
        let _ = writeln!(text, "    {line}");
    }
    let _ = writeln!(text, "  hits   {}", change.hits);
    let _ = writeln!(text, "  do     {}", escaped(&change.advice));
    for rule in noted.rules.iter().take(NAMED) {
        let broken = if rule.is_broken {
            paint.red(" (a scenario of it is red now)")
        } else {
            String::new()
        };
        let _ = writeln!(text, "  rule   {} {}{broken}", rule.id, rule.sentence);
    }
    if noted.rules.len() > NAMED {
        let _ = writeln!(text, "         and {} more rules", noted.rules.len() - NAMED);
    }
    let scenarios: Vec<&String> = change.scenarios.iter().collect();
    let count = scenarios.len();
    let word = if count == 1 { "scenario" } else { "scenarios" };
    let _ = writeln!(text, "  in     {count} {word}: {}", listed(&scenarios, NAMED));
    if let Some(step) = &noted.step {
        let _ = writeln!(
            text,
            "  step   {} of {} {}",
            escaped(step),
            change.example.scenario,
            noted.title
        );
    }
    if !change.consequences.is_empty() {
        let told = escaped(&listed(&change.consequences, NAMED));
        let _ = writeln!(text, "  then   {told}");
    }
    if let Some(documents) = &noted.documents {
        let _ = writeln!(text, "  note   {documents}");
    }
    if let Some(command) = &noted.command {
        let _ = writeln!(text, "  show   {command}");
    }
}
