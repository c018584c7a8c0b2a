//! The marks around texts, and the cells of tables.

/// The marks around a text below a step.
pub const FENCES: [&str; 2] = ["\"\"\"", "```"];

/// The cells of a line.
pub(super) fn cells(words: &str) -> Vec<String> {
    placed_cells(words).into_iter().map(|(_, cell)| cell).collect()
}

/// The cells of a line between `|`, each with the number of letters before it; `\|`, `\\` and `\n` stand for a bar, a
/// backslash and a new line.
pub(super) fn placed_cells(words: &str) -> Vec<(usize, String)> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut begun = None;
    let mut letters = words.chars().enumerate().skip(1).peekable();
    while let Some((number, letter)) = letters.next() {
        if !matches!(letter, ' ' | '\t') {
            begun.get_or_insert(number);
        }
        match (letter, letters.peek()) {
            ('|', _) => {
                let text = std::mem::take(&mut cell).trim_matches([' ', '\t']).to_owned();
                cells.push((begun.take().unwrap_or(number), text));
            }
            ('\\', Some((_, 'n'))) => {
                letters.next();
                cell.push('\n');
            }
            ('\\', Some((_, escaped @ ('|' | '\\')))) => {
                cell.push(*escaped);
                letters.next();
            }
            _ => cell.push(letter),
        }
    }
    cells
}

/// The cells of a line as they are written, without the spaces around them.
pub(super) fn raw_cells(words: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let (mut begun, mut is_escaped) = (None, false);
    for (at, letter) in words.char_indices() {
        if letter == '|' && !is_escaped {
            cells.extend(begun.map(|begun: usize| words[begun..at].trim()));
            begun = Some(at + 1);
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    cells
}
