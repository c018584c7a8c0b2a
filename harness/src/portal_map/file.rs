//! Reads a map from its file, and says what is wrong with it: the place, the reason and the remedy.

use std::path::Path;

use super::{
    error::MapFileError,
    map::PortalMap,
    names::{KnownAct, mistake},
};
use crate::{files, nearest_known};

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
        let map: Self = serde_yaml::from_str(text).map_err(|error| MapFileError::Parse {
            path: shown.to_owned(),
            message: explained(&error.to_string()),
        })?;
        match mistake(&map, known) {
            None => Ok(map),
            Some((place, problem)) => {
                Err(MapFileError::Name { path: shown.to_owned(), place, problem })
            }
        }
    }
}

/// The parser's message, with the known word that is most similar to an unknown one.
fn explained(message: &str) -> String {
    match nearest_known(message) {
        Some(nearest) => format!("{message}; did you mean `{nearest}`?"),
        None => message.to_owned(),
    }
}
