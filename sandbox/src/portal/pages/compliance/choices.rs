//! The choices of a `select`.

use super::wording::words;

/// What a `select` offers: value and label.
pub(super) type Choices = Vec<(&'static str, String)>;

/// Codes in words, after `first`, which stands for no choice.
pub(super) fn choices(
    first: Option<&str>,
    codes: impl IntoIterator<Item = &'static str>,
) -> Choices {
    let first = first.map(|label| ("", label.to_owned()));
    first.into_iter().chain(codes.into_iter().map(|code| (code, words(code)))).collect()
}
