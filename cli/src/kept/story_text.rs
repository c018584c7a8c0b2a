//! A story as text.

use std::fmt::Write as _;

use conformance_harness::{
    exchange::shown,
    kept::{KeptMessage, KeptPart, KeptStory},
    quote::{counted, shortened},
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
    let mut repeats = 0;
    let mut before: Option<&KeptPart> = None;
    for part in &story.parts {
        let is_again = before.is_some_and(|before| is_repeated(part, before));
        before = Some(part);
        if is_again && !detail.is_full && !is_checking {
            repeats += 1;
            continue;
        }
        add_repeats(&mut text, std::mem::take(&mut repeats));
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
    add_repeats(&mut text, repeats);
    if in_checks > 0 {
        let _ = writeln!(text, "           {}, which --full shows", counted(in_checks, "request"));
    }
    for book in &story.books {
        add_book(&mut text, book);
    }
    text
}

/// True for the same request with the same answer, as while an effect is awaited.
fn is_repeated(part: &KeptPart, before: &KeptPart) -> bool {
    fn compared(part: &KeptPart) -> Option<(&str, &str, &str, u16, &str)> {
        match part {
            KeptPart::Exchange { method, path, request, status, answer, .. } => {
                Some((method, path, &request.body, *status, &answer.body))
            }
            _ => None,
        }
    }
    compared(part).is_some_and(|one| compared(before) == Some(one))
}

fn add_repeats(text: &mut String, count: usize) {
    if count > 0 {
        let _ = writeln!(text, "             (the same answer {} more)", counted(count, "time"));
    }
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn answers_that_stay_the_same_are_counted() {
        let nothing = || KeptMessage { headers: Vec::new(), body: String::new() };
        let read = |status: u16| KeptPart::Exchange {
            at: 0.0,
            ms: 1.0,
            to: "API".to_owned(),
            origin: String::new(),
            method: "GET".to_owned(),
            path: "/orders/1".to_owned(),
            request: nothing(),
            status,
            answer: nothing(),
            command: None,
        };
        let parts = vec![read(404), read(404), read(404), read(200)];
        let (scenario, begun) = (String::new(), Timestamp::UNIX_EPOCH);
        let story = KeptStory { scenario, begun, parts, books: Vec::new() };
        let told = |is_full| story_text(&story, StoryDetail { is_full, paint: Paint(false) });
        let short = told(false);
        assert!(short.contains("(the same answer 2 times more)"), "{short}");
        assert_eq!(short.matches("GET /orders/1").count(), 2, "{short}");
        assert_eq!(told(true).matches("← 404").count(), 3);
    }
}
