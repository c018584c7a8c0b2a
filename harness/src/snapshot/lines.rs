//! Two texts, line by line.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// The time for finding the smallest difference; then any difference will do.
const DIFFERENCE_TIMEOUT: Duration = Duration::from_millis(500);

/// Two texts as lines with `-` for the first and `+` for the second, with three lines around each change.
#[must_use]
pub fn difference(old: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(DIFFERENCE_TIMEOUT).diff_lines(old, new);
    let mut text = String::new();
    for (index, group) in diff.grouped_ops(3).iter().enumerate() {
        if index > 0 {
            text.push_str(" …\n");
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            text.push_str(match change.tag() {
                ChangeTag::Delete => "-",
                ChangeTag::Insert => "+",
                ChangeTag::Equal => " ",
            });
            text.push_str(change.value().trim_end_matches('\n'));
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_shows_both_sides() {
        assert_eq!(difference("a\nb", "a\nc"), " a\n-b\n+c\n");
    }
}
