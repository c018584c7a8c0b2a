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
const HINTS: [(&str, &str); 12] = [
    ("sink.listen", "write address and port, as in 127.0.0.1:8443"),
    ("missing field `listen`", "write address and port, as in listen: 127.0.0.1:8443"),
    ("missing field `name`", "a profile has at least name, api, portal, operator and sink"),
    ("missing field `operator`", "write operator: json, person or pages"),
    ("missing field `ports`", "write the ports of both, as in ports: {api: 8080, portal: 8081}"),
    ("missing field `status`", "write a number from 400 to 499"),
    ("expected struct Profile", "a profile has keys and values, as in name: staging"),
    ("expected a sequence", "write a list, as in [clock]"),
    ("expected u64", "write a whole number, 0 or more, as in 30"),
    ("cannot start any token", "indent with spaces, not with tabs"),
    ("invalid type: sequence", "write one value, not a list"),
    (".until", "write a day, as in 2026-12-31"),
];
