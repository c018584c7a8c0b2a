//! Answers that reveal internals of a target.

use std::sync::LazyLock;

use regex::Regex;

use crate::{exchange::Exchange, patterns::in_ascii, verdict::Nonconformance};

/// Texts that reveal a program's internals: stack traces, places in source files, statements and messages of databases, versions
/// of compilers and databases.
static INTERNALS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let texts = [
        r"panicked at|stack backtrace|Traceback \(most recent|Exception in thread|goroutine \d+ \[",
        r"at Object\.<anonymous>|\bat [\w$.]+\([\w$]+\.(java|kt|scala):\d+\)|\b(java\.lang|org\.springframework)\.",
        r"\.(rs|go|py|rb|php|java|cs):\d+|\.py., line \d+|node_modules/",
        r"\bexpected struct \w+|\b(src|app|lib)/[\w/.-]+\.(rs|go|py|rb|php|java|cs)\b",
        r"SQLITE_|(?i:sqlite error|sqlstate|syntax error at or near|duplicate key value violates)|ORA-\d{5}",
        r"(?i:\bselect\s.{1,80}?\sfrom\s+\w+\s+where\b|\binsert\s+into\s+\w+\s*\()",
        r"(?i:\b(sqlite|postgres(ql)?|mysql|mariadb|rustc|openjdk|cpython)[ /]v?\d)",
    ];
    Regex::new(&in_ascii(&texts.join("|"))).ok()
});

/// Checks that an answer reveals no internals of the target (ERR-4).
pub(crate) fn check_leak(exchange: &Exchange) -> Option<Nonconformance> {
    let Exchange { response, .. } = exchange;
    let body = String::from_utf8_lossy(&response.body);
    let headers = response.headers.iter().map(|(_, value)| value.as_str());
    let shown = headers.chain([body.as_ref()]).find_map(|text| INTERNALS.as_ref()?.find(text))?;
    let what = "an answer reveals internals of the target";
    Some(
        Nonconformance::new(what, "no internals", shown.as_str())
            .of_check("no leak")
            .of_rule("ERR-4")
            .shown_in(exchange),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internals_are_types_and_source_files_too() {
        let internals = INTERNALS.as_ref().expect("a pattern");
        for text in [
            "expected struct OpenAccountRequest",
            "invalid type (src/api/accounts.rs)",
            "main.rs:12",
            "thread 'main' panicked at",
        ] {
            assert!(internals.is_match(text), "{text}");
        }
        for text in ["expected a structure", "https://example.com/src/logo.png", "Calle Lib 3"] {
            assert!(!internals.is_match(text), "{text}");
        }
    }
}
