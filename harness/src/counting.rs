//! Numbers in sentences.

use std::borrow::Borrow;

/// A number of things, as in `1 file`, `2 files`, `3 batches` and `4 deliveries`. Templates of pages give a reference to it.
#[must_use]
pub fn counted(count: impl Borrow<usize>, noun: &str) -> String {
    let count = *count.borrow();
    let stem = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match stem {
        _ if count == 1 => format!("1 {noun}"),
        Some(stem) => format!("{count} {stem}ies"),
        None if noun.ends_with("ch") => format!("{count} {noun}es"),
        None => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn a_noun_is_in_the_plural_unless_there_is_one_of_it() {
        let cases = [
            (1, "delivery", "1 delivery"),
            (0, "delivery", "0 deliveries"),
            (2, "day", "2 days"),
            (3, "batch", "3 batches"),
            (1, "scenario", "1 scenario"),
            (2, "scenario", "2 scenarios"),
        ];
        for (count, noun, text) in cases {
            assert_eq!(counted(count, noun), text);
        }
    }
}
