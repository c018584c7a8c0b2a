//! Members that no scenario needs to compare, with the reasons, as a file lists them.

use std::{io, path::Path};

use serde::Deserialize;

use super::{
    file::{FaultFileError, mistake},
    generated::Member,
};
use crate::{files, yaml};

/// A member, or several of the same name, that nothing needs to compare.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excuse {
    /// The kind of message; `*` stands for any text.
    pub message: String,
    /// The place in it; `...` at its end stands for any text.
    pub place: String,
    /// The reason, which a reader can check.
    pub reason: String,
}

impl Excuse {
    /// True if it is about this member.
    #[must_use]
    pub fn is_for(&self, member: &Member) -> bool {
        let is_place = match self.place.strip_suffix("...") {
            Some(start) => member.place.starts_with(start),
            None => member.place == self.place,
        };
        let is_message = match self.message.split_once('*') {
            None => self.message == member.message,
            Some((start, end)) => {
                member.message.starts_with(start) && member.message.ends_with(end)
            }
        };
        is_place && is_message
    }
}

/// Reads a file of excuses; a suite without one has none.
///
/// # Errors
/// If the file cannot be read or has a mistake.
pub fn load_excuses(path: &Path) -> Result<Vec<Excuse>, FaultFileError> {
    let bytes = match files::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read
            .map_err(|source| FaultFileError::Read { path: path.display().to_string(), source })?,
    };
    yaml::read(&String::from_utf8_lossy(&bytes)).map_err(|error| mistake(path, "", &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excuse_may_be_for_several_members() {
        let excuse = Excuse {
            message: "get* 200".to_owned(),
            place: "/pagination/...".to_owned(),
            reason: String::new(),
        };
        let member = |message: &str, place: &str| Member {
            message: message.to_owned(),
            place: place.to_owned(),
        };
        assert!(excuse.is_for(&member("getOrders 200", "/pagination/next")));
        assert!(!excuse.is_for(&member("getOrders 201", "/pagination/next")));
        assert!(!excuse.is_for(&member("getOrders 200", "/orders")));
    }
}
