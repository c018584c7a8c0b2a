//! Mistakes for which the parser has no good words: a text below a step without an end, several features in a file, typographic
//! quotation marks around a text.

use std::path::Path;

use super::{
    FeatureMistake,
    keywords::{begins_block, begins_step},
    outline::{FENCES, cells},
};
use crate::quote::counted;

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

/// The mistakes that are found before a file is parsed.
pub(super) fn scan(path: &Path, text: &str) -> Vec<FeatureMistake> {
    let mut mistakes = Vec::new();
    if text.starts_with(BYTE_ORDER_MARK) {
        let reason = "the file begins with a byte-order mark";
        mistakes.push(FeatureMistake::in_line(path, 1, reason, "save it as UTF-8 without one"));
    }
    let mut open: Option<OpenText> = None;
    let mut first_feature = None;
    let mut width = None;
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        let words = line.trim();
        if let Some(text) = &open {
            if words.starts_with(text.mark) {
                open = None;
            }
            continue;
        }
        if words.starts_with('|') {
            mistakes.extend(row_mistake(path, number, line, &mut width));
            continue;
        }
        if !words.is_empty() && !words.starts_with('#') {
            width = None;
        }
        if words.starts_with('@') {
            mistakes.extend(words_among_tags(path, number, line));
        } else if let Some(begun) = OpenText::begun(number, line) {
            open = Some(begun);
        } else if words.starts_with(TYPOGRAPHIC) && words.chars().all(|c| TYPOGRAPHIC.contains(&c))
        {
            let reason = "a text below a step stands between typographic quotation marks";
            let remedy = r#"write """ in this line"#;
            mistakes.push(FeatureMistake::in_line(path, number, reason, remedy).in_words(line));
        } else if words.starts_with("Feature:") {
            if let Some(first) = first_feature {
                let reason =
                    format!("a second feature begins here; the first stands in line {first}");
                let remedy = "write it into a file of its own";
                mistakes.push(FeatureMistake::in_line(path, number, reason, remedy).in_words(line));
            }
            first_feature.get_or_insert(number);
        }
    }
    let is_english = !text.contains("language:");
    if first_feature.is_none() && is_english {
        let reason = "the file has no feature";
        let remedy = "begin it with a line as in `Feature: Bank payout`";
        mistakes.push(FeatureMistake::in_line(path, 1, reason, remedy));
    }
    mistakes.extend(open.map(|last| endless(path, &first_endless(text).unwrap_or(last))));
    mistakes
}

/// The mistake of a row that does not end, or that has another number of cells than the first one of its table.
fn row_mistake(
    path: &Path,
    number: usize,
    line: &str,
    width: &mut Option<usize>,
) -> Option<FeatureMistake> {
    let words = line.trim();
    let rest = words.rsplit('|').next().unwrap_or_default().trim();
    let (reason, remedy) = if words.len() == 1 || !(rest.is_empty() || rest.starts_with('#')) {
        ("the row does not end with |".to_owned(), "write | behind its last cell")
    } else {
        let count = cells(words).len();
        let wanted = *width.get_or_insert(count);
        if count == wanted {
            return None;
        }
        (
            format!("this row has {}, and the first one has {wanted}", counted(count, "cell")),
            "give each column a cell; an empty one is `| |`",
        )
    };
    Some(FeatureMistake::in_line(path, number, reason, remedy).in_words(line))
}

/// The mistakes of words in a line of tags that are none.
fn words_among_tags(path: &Path, number: usize, line: &str) -> Vec<FeatureMistake> {
    let tags = line.split(" #").next().unwrap_or(line).split_whitespace();
    let words = tags.filter(|word| !word.starts_with('@'));
    words
        .map(|word| {
            let reason = format!("{word:?} stands among tags and is none");
            let remedy = format!("a tag begins with @: @{word}");
            FeatureMistake::in_line(path, number, reason, remedy).in_part(line, word)
        })
        .collect()
}

/// The first text behind which a scenario goes on before the text has ended. From there on, ends are taken for beginnings.
fn first_endless(text: &str) -> Option<OpenText> {
    let mut open: Option<OpenText> = None;
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        let words = line.trim();
        match &open {
            Some(text) if words.starts_with(text.mark) => open = None,
            Some(text) => {
                // A text never goes on behind a line with which a block or a step begins.
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
    let remedy = format!("write {mark} behind its last line, in a line of its own");
    let mistake = FeatureMistake::in_line(path, *line, reason, remedy);
    FeatureMistake { column: indentation + 1, length: mark.len(), ..mistake }
}
