//! The mistakes of single lines: a row with another number of cells, words among tags, a line that begins with no keyword.

use super::{
    cells::{cells, placed_cells},
    keywords::{BLOCK_KEYWORDS, STEP_KEYWORDS},
};
use crate::quote::counted;

/// A mistake in a line.
#[derive(Clone, Debug)]
pub(super) struct LineMistake {
    /// The mistaken part; empty if it is the whole line.
    pub(super) part: String,
    pub(super) reason: String,
    pub(super) remedy: String,
}

/// A mistake with its line.
pub(super) type PlacedMistake = (usize, LineMistake);

impl LineMistake {
    pub(super) fn new(part: &str, reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { part: part.to_owned(), reason: reason.into(), remedy: remedy.into() }
    }
}

/// The mistake of a row that does not end, or that has another number of cells than the first one of its table.
pub(super) fn row_mistake(words: &str, width: &mut Option<usize>) -> Option<LineMistake> {
    let rest = words.rsplit('|').next().unwrap_or_default().trim();
    if words.len() == 1 || !(rest.is_empty() || rest.starts_with('#')) {
        let remedy = "write | after its last cell";
        return Some(LineMistake::new("", "the row does not end with |", remedy));
    }
    let count = cells(words).len();
    let wanted = *width.get_or_insert(count);
    let reason =
        || format!("this row has {}, and the first one has {wanted}", counted(count, "cell"));
    if count > wanted {
        let begin = placed_cells(words).get(wanted).map_or(0, |(at, _)| *at);
        let extra: String = words.chars().skip(begin).collect();
        let part = extra.rsplit_once('|').map_or("", |(cells, _)| cells.trim());
        let remedy = if count == wanted + 1 {
            "take the last cell away, or name its column in the first row"
        } else {
            "take the last cells away, or name their columns in the first row"
        };
        return Some(LineMistake::new(part, reason(), remedy));
    }
    let remedy = "give each column a cell; an empty one is `| |`";
    (count < wanted).then(|| LineMistake::new("", reason(), remedy))
}

/// The mistake of a cell with a backslash that stands for nothing.
pub(super) fn escape_mistake(words: &str) -> Option<LineMistake> {
    let mut letters = words.chars();
    while let Some(letter) = letters.next() {
        let escaped = if letter == '\\' { letters.next()? } else { continue };
        if !matches!(escaped, 'n' | '|' | '\\') {
            let reason = format!("\\{escaped} stands for nothing in a cell");
            let remedy = r"write \\ for a backslash, \| for a bar, \n for a new line";
            return Some(LineMistake::new(&format!("\\{escaped}"), reason, remedy));
        }
    }
    None
}

/// The mistakes of words in a line of tags that are none.
pub(super) fn words_among_tags(line: &str) -> Vec<LineMistake> {
    let tags = line.split(" #").next().unwrap_or(line).split_whitespace();
    let words = tags.filter(|word| !word.starts_with('@'));
    let mistake = |word: &str| {
        let reason = format!("{word:?} stands among tags and is none");
        LineMistake::new(word, reason, format!("a tag begins with @: @{word}"))
    };
    words.map(mistake).collect()
}

/// The mistake of a line after a step that begins with no keyword.
pub(super) fn unlike_gherkin(words: &str) -> LineMistake {
    const BEGIN: &str =
        "a line of a scenario begins with Given, When, Then, And, But, or with | or \"\"\"";
    if let Some(mistake) = bare_keyword(words) {
        return mistake;
    }
    let first = words.split_whitespace().next().unwrap_or_default();
    let near = meant_keyword(words).map(|(_, keyword)| keyword.to_owned()).or_else(|| {
        let keywords = BLOCK_KEYWORDS.into_iter().chain(STEP_KEYWORDS);
        crate::nearest(first, keywords, 1).into_iter().next()
    });
    let meant = near.map(|near| format!("did you mean {near:?}? ")).unwrap_or_default();
    let reason = format!("this line begins with no Gherkin keyword: {words:?}");
    LineMistake::new("", reason, format!("{meant}{BEGIN}"))
}

/// The mistake of a line between a scenario and its first step.
pub(super) fn described(words: &str) -> LineMistake {
    const REASON: &str = "this line is read as a description, and not as a step";
    if let Some(mistake) = bare_keyword(words) {
        return mistake;
    }
    if let Some((part, keyword)) = misspelt_block(words) {
        return LineMistake::new(part, REASON, format!("write {keyword}"));
    }
    if let Some((part, keyword)) = meant_keyword(words) {
        return LineMistake::new(
            part,
            format!("this line is no step, because it begins with {part:?}"),
            format!("write {keyword}"),
        );
    }
    LineMistake::new(
        "",
        REASON,
        "begin it with Given, When, Then, And or But, or write # before it to keep it as a comment",
    )
}

/// The keyword of a block that is meant by the begin of a line, and that begin: with a mistake, in other letters, or with a
/// space before its colon.
fn misspelt_block(words: &str) -> Option<(&str, &'static str)> {
    /// The smallest likeness of a long keyword; a short one is too like other words, as `Rule:` is like `Role:`.
    const LIKE_LONG: (usize, f64) = (8, 0.8);
    let begin = &words[..=words.find(':')?];
    let plain = begin.trim_end_matches(':').trim_end().to_lowercase() + ":";
    let is_plural = plain.ends_with("s:");
    let is_meant = |keyword: &&str| {
        let is_misspelt = keyword.len() >= LIKE_LONG.0
            && is_plural == keyword.ends_with("s:")
            && likeness(&plain, keyword) >= LIKE_LONG.1;
        plain == keyword.to_lowercase() || is_misspelt
    };
    BLOCK_KEYWORDS.into_iter().find(is_meant).map(|keyword| (begin, keyword))
}

/// The mistake of a keyword without words, or with another white space than a space after it.
fn bare_keyword(words: &str) -> Option<LineMistake> {
    let first = words.split_whitespace().next()?;
    if words == "*" || STEP_KEYWORDS.contains(&words) {
        let remedy = format!("write after {words} what is so, is done or is seen");
        return Some(LineMistake::new("", "the step has no words", remedy));
    }
    STEP_KEYWORDS.contains(&first).then(|| {
        let reason = format!("after {first} stands a tab or another mark that is no space");
        LineMistake::new(first, reason, format!("write {first} and one space"))
    })
}

/// The smallest likeness of a misspelt keyword.
const ALIKE: f64 = 0.65;

/// Words that are like keywords, and with which many sentences begin.
const COMMON: [&str; 6] = ["the", "they", "them", "an", "any", "end"];

fn likeness(left: &str, right: &str) -> f64 {
    crate::likeness(&left.to_lowercase(), &right.to_lowercase())
}

/// The keyword of a step that is meant by the first word of a line, and the part of the line that should be it: in other
/// letters, after a mark of a list, or with a colon.
fn meant_keyword(words: &str) -> Option<(&str, &'static str)> {
    let is_mark = |letter: char| !letter.is_alphabetic();
    let begin = words.trim_start_matches(is_mark);
    let word = begin.split_whitespace().next()?;
    let end = words.len() - begin.len() + word.len();
    let bare = word.trim_end_matches([':', ',', '.']);
    let meant = STEP_KEYWORDS
        .into_iter()
        .max_by(|left, right| likeness(bare, left).total_cmp(&likeness(bare, right)))?;
    let is_common = COMMON.iter().any(|common| bare.eq_ignore_ascii_case(common));
    (!is_common && likeness(bare, meant) >= ALIKE).then_some((&words[..end], meant))
}

/// The mistake of a comment that asks for the keywords of another language.
pub(super) fn language_mistake(words: &str) -> Option<LineMistake> {
    let asked = words.trim_start_matches('#').trim().strip_prefix("language")?;
    let language = asked.trim_start().strip_prefix(':')?.trim();
    (language != "en").then(|| {
        let reason =
            format!("only the English keywords are read here, and not those of {language:?}");
        LineMistake::new("", reason, "take this line away, and write Feature, Given, When, Then")
    })
}
