//! Reads a map from its file, and says what is wrong with it: the place, the reason and the remedy.

use std::path::Path;

use super::{
    error::MapFileError,
    map::PortalMap,
    names::{KnownAct, mistake},
};
use crate::{files, nearest_known, yaml};

impl PortalMap {
    /// Reads a map; `known` are the acts that are ever asked for, with the values that they are given.
    ///
    /// # Errors
    /// If the file cannot be read, has unknown keys or names, or a step that is none.
    pub fn read(path: &Path, known: &[KnownAct]) -> Result<Self, MapFileError> {
        let shown = path.display().to_string();
        let text = files::read_text(path)
            .map_err(|source| MapFileError::Read { path: shown.clone(), source })?;
        Self::parse(&text, &shown, known)
    }

    /// Reads a map from its text; `shown` is its place in messages.
    ///
    /// # Errors
    /// As `read`.
    pub fn parse(text: &str, shown: &str, known: &[KnownAct]) -> Result<Self, MapFileError> {
        let not_a_map = |error: serde_yaml::Error| MapFileError::Parse {
            path: shown.to_owned(),
            message: explained(&error.to_string()),
        };
        // Only the crate's own value type notices that an act stands there twice.
        serde_yaml::from_str::<serde_yaml::Value>(text).map_err(not_a_map)?;
        let map: Self = serde_yaml::from_str(text).map_err(not_a_map)?;
        match mistake(&map, known) {
            None => Ok(map),
            Some((place, problem)) => {
                Err(MapFileError::Name { path: shown.to_owned(), place, problem })
            }
        }
    }
}

/// The parts of a map, for whoever has written something else.
const EXPECTED_MAP: &str = "expected a map with `portal`, `sign_in`, `signed_in` and `acts`";

/// The parser's message, with the known word that is most similar to an unknown one.
fn explained(message: &str) -> String {
    match nearest_known(message) {
        Some(nearest) => format!("{message}; did you mean `{nearest}`?"),
        None => yaml::in_plain_words(message)
            .replace("expected struct PortalMap", EXPECTED_MAP)
            .replace("expected struct MapAct", "expected an act with `title` and `steps`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [KnownAct; 2] = [
        KnownAct { name: "see", values: &[], reads: &["page"], choices: &[] },
        KnownAct {
            name: "pay",
            values: &["rail"],
            reads: &[],
            choices: &[("rail", &["BANK", "CARD"])],
        },
    ];

    fn error(rest: &str) -> String {
        let map = format!("portal: P\nsign_in: []\nsigned_in: {{button: Out}}\n{rest}");
        PortalMap::parse(&map, "map.yaml", &KNOWN).expect_err("a mistake").to_string()
    }

    #[test]
    fn every_mistake_has_its_place_and_a_remedy() {
        let pay = "  pay: {title: Pay, steps: []}\n";
        for (rest, told) in [
            (format!("acts:\n{pay}{pay}"), "\"pay\""),
            ("words: {rale: {BANK: b}}\nacts: {}".to_owned(), "did you mean `rail`"),
            ("words: {rail: {BNAK: b}}\nacts: {}".to_owned(), "did you mean `BANK`"),
            ("acts: {see: {title: See, steps: []}}".to_owned(), "reads no `page`"),
            ("wait_seconds: 0\nacts: {}".to_owned(), "`wait_seconds`"),
            ("wait_seconds: soon\nacts: {}".to_owned(), "a whole number"),
            ("acts:\n\tpay: {}".to_owned(), "indent with spaces"),
            (
                "acts: {pay: {title: Pay, steps: [{open: pay}]}}".to_owned(),
                "`open` needs a path that begins with `/`",
            ),
            (
                "acts: {pay: {title: Pay, steps: [{click: {role: buton, name: Pay}}]}}".to_owned(),
                "did you mean `button`",
            ),
            (
                "acts: {see: {title: S, steps: [{read: {page: {page: text, pattern: 'a+'}}}]}}"
                    .to_owned(),
                "has no group",
            ),
        ] {
            let shown = error(&rest);
            assert!(shown.contains(told), "{rest}: {shown}");
        }
    }
}
