//! The legal changes of state, as a reviewed file lists them.

use std::{io, path::Path};

use serde::Deserialize;

use crate::{files, layer::Layer, yaml};

/// A file of legal changes that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error(
    "{path} cannot be used: {message}; it is a list of resources, each with `resource`, `states`, `identity` and `changes`"
)]
pub struct TransitionFileError {
    path: String,
    message: String,
}

/// A kind of resource with a state.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceStates {
    /// The words for it.
    pub resource: String,
    /// The schemas of its state, each as a file and a JSON Pointer.
    pub states: Vec<String>,
    /// The member beside the state that tells resources apart.
    pub identity: String,
    /// The legal changes.
    pub changes: Vec<StateChange>,
}

/// A legal change of state.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateChange {
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// The letter of the document that states it first.
    pub source: String,
}

impl StateChange {
    /// The layer on which it stands.
    #[must_use]
    pub fn layer(&self) -> Layer {
        // An unknown letter is refused when the file is read.
        Layer::of_source(&self.source).unwrap_or(Layer::Decided)
    }
}

impl ResourceStates {
    /// True if a resource can come from one state to another in one or more legal changes.
    #[must_use]
    pub fn leads(&self, from: &str, to: &str) -> bool {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(state) = reached.get(next).copied() {
            let changes = self.changes.iter().filter(|change| change.from == state);
            for change in changes {
                if change.to == to {
                    return true;
                }
                if !reached.contains(&change.to.as_str()) {
                    reached.push(&change.to);
                }
            }
            next += 1;
        }
        false
    }
}

/// Reads the file of legal changes; a suite without one has none.
///
/// # Errors
/// If the file cannot be read or has a mistake.
pub fn load_transitions(path: &Path) -> Result<Vec<ResourceStates>, TransitionFileError> {
    let mistake =
        |message: String| TransitionFileError { path: path.display().to_string(), message };
    let text = match files::read_text(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.map_err(|error| mistake(error.to_string()))?,
    };
    let resources: Vec<ResourceStates> = yaml::read(&text).map_err(mistake)?;
    let mut changes = resources.iter().flat_map(|resource| &resource.changes);
    match changes.find(|change| Layer::of_source(&change.source).is_none()) {
        None => Ok(resources),
        Some(StateChange { from, to, source }) => {
            Err(mistake(format!("{from} to {to}: the source {source} is none of W, K, S, R, D")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_reached_over_others() {
        let change = |from: &str, to: &str| StateChange {
            from: from.to_owned(),
            to: to.to_owned(),
            source: "W".to_owned(),
        };
        let resource = ResourceStates {
            resource: "toy".to_owned(),
            states: Vec::new(),
            identity: "id".to_owned(),
            changes: vec![change("NEW", "USED"), change("USED", "BROKEN")],
        };
        assert!(resource.leads("NEW", "BROKEN"));
        assert!(!resource.leads("BROKEN", "NEW"));
    }
}
