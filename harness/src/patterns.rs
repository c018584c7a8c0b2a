//! Texts without what differs from one scenario or run to the next: patterns, and the words in their places.

use regex::Regex;

/// Patterns, tried one after the other, each with the words that take the place of what it finds.
pub(crate) struct Patterns(Vec<(Regex, &'static str)>);

impl Patterns {
    /// These patterns, each with its words.
    pub(crate) fn new(patterns: &[(&str, &'static str)]) -> Self {
        let compiled =
            |(pattern, to): &(&str, &'static str)| Some((Regex::new(pattern).ok()?, *to));
        Self(patterns.iter().filter_map(compiled).collect())
    }

    /// The text with everything that the patterns find replaced.
    pub(crate) fn replace(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (pattern, to)| {
            pattern.replace_all(&text, *to).into_owned()
        })
    }
}
