//! Mistakes in the marks of texts: a text below a step without an end, typographic quotation marks around a text, a byte-order
//! mark.

use std::path::Path;

use super::{
    FeatureMistake,
    cells::FENCES,
    keywords::{begins_block, begins_step},
};

/// The byte-order mark, which some editors write at the start of a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Typographic quotation marks and apostrophes.
pub const TYPOGRAPHIC: [char; 8] = ['“', '”', '„', '‟', '‘', '’', '‚', '‛'];

/// A text below a step whose end is still to come.
struct OpenText {
    line: usize,
    indentation: usize,
    mark: &'static str,
}

/// The mistakes because of which a file's texts cannot be told apart from its other lines.
pub(super) fn scan(path: &Path, text: &str) -> Vec<FeatureMistake> {
    let mut mistakes = Vec::new();
    if text.starts_with(BYTE_ORDER_MARK) {
        let reason = "the file begins with a byte-order mark";
        mistakes.push(FeatureMistake::in_line(path, 1, reason, "save it as UTF-8 without one"));
    }
    let mut open: Option<OpenText> = None;
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        let words = line.trim();
        if let Some(text) = &open {
            if words.starts_with(text.mark) {
                open = None;
            }
        } else if let Some(begun) = OpenText::begun(number, line) {
            open = Some(begun);
        } else if words.starts_with(TYPOGRAPHIC) && words.chars().all(|c| TYPOGRAPHIC.contains(&c))
        {
            let reason = "a text below a step stands between typographic quotation marks";
            let remedy = r#"write """ in this line"#;
            mistakes.push(FeatureMistake::in_line(path, number, reason, remedy).in_words(line));
        }
    }
    mistakes.extend(open.map(|last| endless(path, &first_endless(text).unwrap_or(last))));
    mistakes
}

/// The first text without a closing mark: a block or a step begins before it ends. After it, each closing mark would open a text.
fn first_endless(text: &str) -> Option<OpenText> {
    let mut open: Option<OpenText> = None;
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        let words = line.trim();
        match &open {
            Some(text) if words.starts_with(text.mark) => open = None,
            Some(text) => {
                // A text never goes on after a line with which a block or a step begins.
                let goes_on = begins_block(words) || begins_step(words);
                if goes_on && indentation(line) <= text.indentation {
                    return open;
                }
            }
            None => open = OpenText::begun(number, line),
        }
    }
    None
}

impl OpenText {
    /// The text that begins in a line and does not end in it.
    fn begun(number: usize, line: &str) -> Option<Self> {
        let words = line.trim();
        let mark = FENCES.into_iter().find(|mark| words.starts_with(mark))?;
        let is_open = !words[mark.len()..].contains(mark);
        is_open.then(|| Self { line: number, indentation: indentation(line), mark })
    }
}

/// The number of letters before the words of a line.
pub(super) fn indentation(line: &str) -> usize {
    line.chars().take_while(|letter| letter.is_whitespace()).count()
}

fn endless(path: &Path, text: &OpenText) -> FeatureMistake {
    let OpenText { line, indentation, mark } = text;
    let reason = "the text that opens here has no end";
    let remedy = format!("write {mark} after its last line, in a line of its own");
    let mistake = FeatureMistake::in_line(path, *line, reason, remedy);
    FeatureMistake { column: indentation + 1, length: mark.len(), ..mistake }
}
