//! The YAML files under `fixtures/`, from which request bodies are made; each is read once in a run.

use std::{cell::RefCell, collections::BTreeMap, io, path::PathBuf};

use conformance_harness::{files, verdict::Fault, yaml};
use serde_json::Value;

/// The fixtures of a suite.
#[derive(Debug)]
pub struct Fixtures {
    folder: PathBuf,
    /// The fixtures by their paths below the folder; none for a file that does not exist.
    known: RefCell<BTreeMap<String, Option<Value>>>,
}

impl Fixtures {
    /// The fixtures in a folder.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, known: RefCell::default() }
    }

    /// The fixture of this kind and name.
    ///
    /// # Errors
    /// If there is none, or it is not YAML.
    pub fn get(&self, kind: &str, name: &str) -> Result<Value, Fault> {
        let missing = || Fault::error(format!("fixtures/{kind}/{name}.yaml is missing"));
        self.find(kind, name)?.ok_or_else(missing)
    }

    /// The fixture of this kind and name, if there is one.
    ///
    /// # Errors
    /// If it cannot be read, or is not YAML.
    pub fn find(&self, kind: &str, name: &str) -> Result<Option<Value>, Fault> {
        let key = format!("{kind}/{name}.yaml");
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(known.clone());
        }
        let unusable = |error: String| Fault::error(format!("fixtures/{key}: {error}"));
        let read = match files::read_text(&self.folder.join(&key)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(unusable(error.to_string())),
            Ok(text) => Some(yaml::parse(&text).map_err(|error| unusable(error.to_string()))?),
        };
        self.known.borrow_mut().insert(key, read.clone());
        Ok(read)
    }
}
