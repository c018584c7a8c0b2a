//! Texts without what differs from one scenario or run to the next: patterns, and the words in their places.

use regex::Regex;

/// Patterns, tried one after the other, each with the words that take the place of what it finds.
pub(crate) struct Patterns(Vec<(Regex, &'static str)>);

impl Patterns {
    /// These patterns, each with its words.
    pub(crate) fn new(patterns: &[(&str, &'static str)]) -> Self {
        let compiled = |(pattern, to): &(&str, &'static str)| {
            Some((Regex::new(&in_ascii(pattern)).ok()?, *to))
        };
        Self(patterns.iter().filter_map(compiled).collect())
    }

    /// Patterns of what belongs to one run: ids, times, secrets, addresses and ports. `long` finds long words; those that a more
    /// special pattern knows are gone before it.
    pub(crate) fn of_runs(long: &[(&str, &'static str)]) -> Self {
        let special = [
            (r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>"),
            (r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)?", "<time>"),
            (r"<(?P<kind>[a-z]+)#\d+>", "<$kind>"),
            (r"https?://[^/\s\x22]+", "<origin>"),
            (r"\b0x[0-9a-fA-F]+\b", "<address>"),
            (r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b", "<iban>"),
        ];
        let short = [(r"\b(?:[a-z]+_)?[0-9a-f]{16,}\b", "<id>"), (r"/\d+\b", "/<id>")];
        Self::new(&[&special, long, &short].concat())
    }

    /// The text with everything that the patterns find replaced.
    pub(crate) fn replace(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (pattern, to)| {
            pattern.replace_all(&text, *to).into_owned()
        })
    }
}

/// The pattern with the boundaries of words as ASCII has them: to look for those of any script is slow where a text is not ASCII.
pub(crate) fn in_ascii(pattern: &str) -> String {
    pattern.replace(r"\b", r"(?-u:\b)")
}

/// The form of a text: its digits are nines.
pub(crate) fn nines(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_digit() { '9' } else { letter }).collect()
}
