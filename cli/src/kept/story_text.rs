//! A story as text.

use std::fmt::Write as _;

use conformance_harness::{
    exchange::shown,
    kept::{KeptMessage, KeptPart, KeptStory},
    quote::shortened,
    report::Paint,
    story::{Book, StepFate},
};

/// The way in which a story is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoryDetail {
    /// True for headers, whole bodies and requests for a shell.
    pub(crate) is_full: bool,
    pub(crate) paint: Paint,
}

/// The most letters of a body in a short story.
const SHORT_BODY: usize = 240;

/// The story as text.
pub(crate) fn story_text(story: &KeptStory, detail: StoryDetail) -> String {
    let mut text = String::new();
    let mut in_checks = 0;
    let mut is_checking = false;
    for part in &story.parts {
        if let KeptPart::Checks { .. } = part {
            is_checking = true;
            let _ = writeln!(text, "after the steps, the suite reads everything and compares it");
            continue;
        }
        let is_read = matches!(part, KeptPart::Exchange { .. });
        if is_checking && is_read && !detail.is_full {
            in_checks += 1;
        } else {
            add_part(&mut text, part, detail);
        }
    }
    if in_checks > 0 {
        let _ = writeln!(text, "           {in_checks} requests, which --full shows");
    }
    for book in &story.books {
        add_book(&mut text, book);
    }
    text
}

fn add_part(text: &mut String, part: &KeptPart, detail: StoryDetail) {
    let StoryDetail { is_full, paint } = detail;
    match part {
        KeptPart::Step { at, text: step, argument, fate, .. } => {
            let at = at.map_or_else(|| " ".repeat(8), seconds);
            let step = match fate {
                StepFate::Passed => paint.bold(step),
                StepFate::Stopped => paint.red(&format!("{step}  ← the scenario ended here")),
                StepFate::Running => format!("{step}  (running)"),
                StepFate::NotReached => paint.dim(&format!("{step}  (not reached)")),
                StepFate::NotBinding => paint.dim(&format!("{step}  (does not bind this target)")),
            };
            let _ = writeln!(text, "{at} {step}");
            for line in argument.iter().flat_map(|argument| argument.lines()) {
                let _ = writeln!(text, "             {}", paint.dim(line));
            }
        }
        KeptPart::Exchange { ms, to, method, path, request, status, answer, .. } => {
            let _ = writeln!(text, "           → {to} {method} {path}");
            if is_full {
                let command = part.command().unwrap_or_else(|| request.body.clone());
                for line in command.lines() {
                    let _ = writeln!(text, "               {}", paint.dim(line));
                }
            } else {
                add_body(text, request, is_full);
            }
            let _ = writeln!(text, "           ← {status} after {ms} ms");
            if is_full {
                add_headers(text, answer, paint);
            }
            add_body(text, answer, is_full);
        }
        KeptPart::Delivery { subpath, message, reply, .. } => {
            let _ = writeln!(text, "           ⇐ webhook{subpath}, answered {reply}");
            if is_full {
                add_headers(text, message, paint);
            }
            add_body(text, message, is_full);
        }
        KeptPart::Act { words, .. } => {
            let _ = writeln!(text, "           ● {words}");
        }
        KeptPart::Checks { .. } => {}
    }
}

fn seconds(ms: f64) -> String {
    format!("{:6.2} s", ms / 1e3)
}

fn add_headers(text: &mut String, message: &KeptMessage, paint: Paint) {
    for (name, value) in &message.headers {
        let _ = writeln!(text, "               {}", paint.dim(&format!("{name}: {value}")));
    }
}

fn add_body(text: &mut String, message: &KeptMessage, is_full: bool) {
    if message.body.is_empty() {
        return;
    }
    let body = if is_full {
        shown(message.body.as_bytes())
    } else {
        let words: Vec<&str> = message.body.split_whitespace().collect();
        shortened(&words.join(" "), SHORT_BODY)
    };
    for line in body.lines() {
        let _ = writeln!(text, "               {line}");
    }
}

fn add_book(text: &mut String, book: &Book) {
    let _ = writeln!(text, "book of {}", book.account);
    for entry in &book.entries {
        let after = entry.balance.as_ref().map(|balance| format!("then {balance}"));
        let _ = writeln!(
            text,
            "           {:>18}  {:<18} {}",
            entry.amount,
            entry.what,
            after.unwrap_or_default()
        );
    }
    let _ = writeln!(text, "           {:>18}  is the balance", book.balance);
}
