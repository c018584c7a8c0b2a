//! Hints on mistakes in a profile: the known word that is most similar to an unknown one, and how a value is written.

/// The message of the parser with a hint, if there is one.
pub(super) fn with_hint(message: &str) -> String {
    if let Some(nearest) = crate::nearest_known(message) {
        return format!("{message}; did you mean `{nearest}`?");
    }
    let hint = HINTS.iter().find(|(sign, _)| message.contains(sign));
    hint.map_or_else(|| message.to_owned(), |(_, hint)| format!("{message}; {hint}"))
}

/// Words of the parser's messages, with the way to write what they are about.
const HINTS: [(&str, &str); 3] = [
    ("sink.listen", "write address and port, as in 127.0.0.1:8443"),
    ("expected a sequence", "write a list, as in [clock]"),
    (".until", "write a day, as in 2026-12-31"),
];
