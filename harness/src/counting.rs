//! Numbers in sentences.

/// A number of things, as in `1 file` and `2 files`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
