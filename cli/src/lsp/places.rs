//! Places: editors count lines from 0 and columns in units of UTF-16, mistakes count lines and letters from 1. Editors name files
//! by address, the suite by the path in its folder.

use std::path::{Path, PathBuf};

use lsp_types::{Position, Range, Url};

/// The place of a letter, counted from 1, of a line, counted from 1, with these words.
pub(super) fn position(line: usize, words: &str, column: usize) -> Position {
    let units = words.chars().take(column.saturating_sub(1)).map(char::len_utf16).sum();
    Position { line: number(line.saturating_sub(1)), character: number(units) }
}

/// The place of some letters of a line; of none, the whole line after its indentation.
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

/// A whole text.
pub(super) fn whole(text: &str) -> Range {
    let last = text.rsplit('\n').next().unwrap_or_default();
    let end = position(text.matches('\n').count() + 1, last, last.chars().count() + 1);
    Range { start: Position::default(), end }
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

/// The path of a text in the suite. A file elsewhere keeps its whole path, and a text that was never saved its address. Other
/// addresses show texts of the past or of other machines, which are no part of the suite.
pub(super) fn path_in_suite(root: &Path, address: &Url) -> Option<PathBuf> {
    match address.scheme() {
        "untitled" => Some(PathBuf::from(address.as_str())),
        "file" => {
            let path = address.to_file_path().ok()?;
            // A link below the suite's folder is known by its own name, as the suite reads it.
            let inside = path.strip_prefix(root).map(Path::to_path_buf);
            inside
                .or_else(|_| real(&path).strip_prefix(root).map(Path::to_path_buf))
                .ok()
                .or(Some(path))
        }
        _ => None,
    }
}

/// The path without links. The file itself may not be there yet.
fn real(path: &Path) -> PathBuf {
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
        let line = range(1, words, 1, 0);
        assert_eq!((line.start.character, line.end.character), (2, 6));
        let end = whole("a\r\nb💶").end;
        assert_eq!((end.line, end.character), (1, 3));
        assert_eq!(whole("a\n").end, Position { line: 1, character: 0 });
    }

    #[test]
    fn a_file_is_known_by_its_path_in_the_suite() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        let address = |path: &Path| Url::from_file_path(path).expect("a whole path");
        let known = |address: &Url| path_in_suite(&root, address);
        std::fs::create_dir(root.join("features")).expect("made");
        let inside = address(&root.join("features/ä b.feature"));
        assert_eq!(known(&inside), Some("features/ä b.feature".into()));
        let outside = address(Path::new("/nowhere/a.feature"));
        assert_eq!(known(&outside), Some("/nowhere/a.feature".into()));
        let unsaved = Url::parse("untitled:Untitled-1").expect("an address");
        assert_eq!(known(&unsaved), Some("untitled:Untitled-1".into()));
        let of_the_past = inside.as_str().replace("file:", "git:");
        assert_eq!(known(&Url::parse(&of_the_past).expect("an address")), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_has_the_name_under_which_the_suite_reads_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        std::fs::create_dir(root.join("features")).expect("made");
        std::fs::write(root.join("real.feature"), "").expect("written");
        std::os::unix::fs::symlink(root.join("real.feature"), root.join("features/a.feature"))
            .expect("linked");
        let address = Url::from_file_path(root.join("features/a.feature")).expect("a whole path");
        assert_eq!(path_in_suite(&root, &address), Some("features/a.feature".into()));
    }
}
