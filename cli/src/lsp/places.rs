//! Places: editors count lines from 0 and columns in units of UTF-16, mistakes count lines and letters from 1. Editors name files
//! by address, the suite by the path in its folder.

use std::path::{Path, PathBuf};

use lsp_types::{Position, Range, Url};

/// The place of a letter, counted from 1, of a line, counted from 1, with these words.
pub(super) fn position(line: usize, words: &str, column: usize) -> Position {
    let units = words.chars().take(column.saturating_sub(1)).map(char::len_utf16).sum();
    Position { line: number(line.saturating_sub(1)), character: number(units) }
}

/// The place of some letters of a line; of none, the whole line behind its indentation.
pub(super) fn range(line: usize, words: &str, column: usize, length: usize) -> Range {
    let column = if length == 0 { letters_before_words(words) + 1 } else { column };
    let length = if length == 0 { words.trim().chars().count() } else { length };
    Range { start: position(line, words, column), end: position(line, words, column + length) }
}

/// The start of a line.
pub(super) fn line_start(line: usize) -> Range {
    let start = position(line, "", 1);
    Range { start, end: start }
}

/// The letter, counted from 1, at a number of units.
pub(super) fn column(words: &str, units: u32) -> usize {
    let mut left = units as usize;
    let before = words.chars().take_while(|letter| {
        let is_before = left > 0;
        left = left.saturating_sub(letter.len_utf16());
        is_before
    });
    before.count() + 1
}

fn letters_before_words(words: &str) -> usize {
    words.chars().take_while(|letter| letter.is_whitespace()).count()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The path of a file in the suite; one that stands elsewhere keeps its whole path, and one without a file its address.
pub(super) fn path_in_suite(root: &Path, address: &Url) -> PathBuf {
    let Ok(path) = address.to_file_path() else { return PathBuf::from(address.as_str()) };
    let whole = whole(&path);
    whole.strip_prefix(root).map_or(whole.clone(), Path::to_path_buf)
}

/// The path without links. The file itself may not be there yet.
fn whole(path: &Path) -> PathBuf {
    let parent = path.parent().and_then(|parent| parent.canonicalize().ok());
    let in_parent = parent.zip(path.file_name()).map(|(parent, name)| parent.join(name));
    path.canonicalize().ok().or(in_parent).unwrap_or_else(|| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_units_are_told_apart() {
        let words = "  Ä💶x";
        assert_eq!(position(3, words, 5).character, 5, "the symbol takes two units");
        assert_eq!(position(3, words, 5).line, 2);
        assert_eq!(column(words, 5), 5);
        assert_eq!(column(words, 0), 1);
        assert_eq!(column(words, 99), 6);
        let whole = range(1, words, 1, 0);
        assert_eq!((whole.start.character, whole.end.character), (2, 6));
    }

    #[test]
    fn a_file_is_known_by_its_path_in_the_suite() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        let address = |path: &Path| Url::from_file_path(path).expect("a whole path");
        let inside = address(&root.join("features/ä b.feature"));
        std::fs::create_dir(root.join("features")).expect("made");
        assert_eq!(path_in_suite(&root, &inside), Path::new("features/ä b.feature"));
        let outside = address(Path::new("/nowhere/a.feature"));
        assert_eq!(path_in_suite(&root, &outside), Path::new("/nowhere/a.feature"));
        let unsaved = Url::parse("untitled:Untitled-1").expect("an address");
        assert_eq!(path_in_suite(&root, &unsaved), Path::new("untitled:Untitled-1"));
    }
}
