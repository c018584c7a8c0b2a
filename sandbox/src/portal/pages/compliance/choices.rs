//! The choices of a `select`.

use super::wording::words;

/// The choices, each with its value and its label.
pub(super) type Choices = Vec<(&'static str, String)>;

/// A choice for each code, in words, after `first`, which stands for no choice.
pub(super) fn choices(
    first: Option<&str>,
    codes: impl IntoIterator<Item = &'static str>,
) -> Choices {
    let first = first.map(|label| ("", label.to_owned()));
    first.into_iter().chain(codes.into_iter().map(|code| (code, words(code)))).collect()
}
