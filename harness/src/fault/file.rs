//! Reads the files of faults or variants in a folder.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{
    address::CallAddress,
    script::{FaultKind, InjectedFault, Spot},
};
use crate::{files, similar_or, yaml};

/// The reasons why a file of faults cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FaultFileError {
    /// The folder or a file cannot be read.
    #[error("{path} cannot be read: {source}; give a folder with YAML files")]
    Read {
        /// The path.
        path: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{path}{place}: {message}; fixtures/fault.schema.json describes these files")]
    Parse {
        /// The path of the file.
        path: String,
        /// The fault in it.
        place: String,
        /// The mistake.
        message: String,
    },
    /// The folder holds no fault.
    #[error("{0} holds no fault; give a folder with YAML files")]
    Empty(String),
}

/// Reads every `*.yaml` in a folder, in the order of the names; operation ids are looked up in the OpenAPI document at `openapi`.
///
/// # Errors
/// If a file cannot be read or has a mistake.
pub fn load(
    folder: &Path,
    kind: FaultKind,
    openapi: &Path,
) -> Result<Vec<InjectedFault>, FaultFileError> {
    let operations = operations(openapi)?;
    let (mut faults, mut ids) = (Vec::new(), BTreeSet::new());
    for path in yaml_files(folder)? {
        for fault in read(&path, kind, &operations)? {
            if !ids.insert(fault.id.clone()) {
                return Err(mistake(&path, &fault.id, &"the id stands twice; give each its own"));
            }
            faults.push(fault);
        }
    }
    if faults.is_empty() {
        Err(FaultFileError::Empty(folder.display().to_string()))
    } else {
        Ok(faults)
    }
}

/// The paths of all `*.yaml` in a folder, in the order of the names.
pub(super) fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, FaultFileError> {
    let at = |source| FaultFileError::Read { path: folder.display().to_string(), source };
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        paths.push(entry.map_err(at)?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    Ok(paths)
}

pub(super) fn mistake(path: &Path, id: &str, message: &dyn std::fmt::Display) -> FaultFileError {
    let place = if id.is_empty() { String::new() } else { format!(", {id}") };
    FaultFileError::Parse { path: path.display().to_string(), place, message: message.to_string() }
}

/// The text of a file.
pub(super) fn text_of(path: &Path) -> Result<String, FaultFileError> {
    files::read_text(path)
        .map_err(|source| FaultFileError::Read { path: path.display().to_string(), source })
}

fn parsed(path: &Path, text: &str) -> Result<Value, FaultFileError> {
    yaml::parse(text).map_err(|error| mistake(path, "", &error))
}

fn read(
    path: &Path,
    kind: FaultKind,
    operations: &BTreeMap<String, String>,
) -> Result<Vec<InjectedFault>, FaultFileError> {
    let text = text_of(path)?;
    let Value::Array(items) = parsed(path, &text)? else {
        return Err(mistake(path, "", &"the file is no list of faults"));
    };
    let mut faults = Vec::new();
    for (number, item) in items.into_iter().enumerate() {
        let id = item.get("id").and_then(Value::as_str).unwrap_or("a fault without id").to_owned();
        let mut fault: InjectedFault =
            yaml::typed(item, &text, Some(number)).map_err(|error| mistake(path, &id, &error))?;
        if let Err(message) = complete(&mut fault, kind, operations) {
            return Err(mistake(path, &id, &message));
        }
        fault.family = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        faults.push(fault);
    }
    Ok(faults)
}

/// Looks up the operations of a fault, and checks that it says what its kind must say.
fn complete(
    fault: &mut InjectedFault,
    kind: FaultKind,
    operations: &BTreeMap<String, String>,
) -> Result<(), String> {
    match kind {
        FaultKind::Fault if fault.breaks.is_none() => {
            return Err("a fault names the rule that it `breaks`".to_owned());
        }
        FaultKind::Variant if fault.allowed_by.is_none() => {
            return Err("a variant names the rule or document that it is `allowed_by`".to_owned());
        }
        FaultKind::Variant if fault.narrow || fault.equivalent.is_some() => {
            return Err("only a fault is `narrow` or `equivalent`".to_owned());
        }
        _ => {}
    }
    if fault.equivalent.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return Err("`equivalent` gives the reason why nothing can notice the fault".to_owned());
    }
    for change in &mut fault.changes {
        if change.edits.is_empty() {
            return Err("a change says what to `do`".to_owned());
        }
        resolve_all(&mut change.at, operations)?;
    }
    Ok(())
}

/// Looks up the operations that messages belong to.
pub(super) fn resolve_all(
    spot: &mut Spot,
    operations: &BTreeMap<String, String>,
) -> Result<(), String> {
    let given = [spot.request.is_some(), spot.answer.is_some(), spot.delivery.is_some()];
    if given.iter().filter(|given| **given).count() != 1 {
        return Err("`at` names one of request, answer and delivery".to_owned());
    }
    for addresses in [&mut spot.request, &mut spot.answer].into_iter().flatten() {
        for address in addresses.all_mut() {
            resolve(address, operations)?;
        }
    }
    Ok(())
}

fn resolve(address: &mut CallAddress, operations: &BTreeMap<String, String>) -> Result<(), String> {
    let CallAddress::Operation(id) = address else { return Ok(()) };
    let Some(call) = operations.get(id) else {
        let all = "openapi.yaml has them as `operationId`";
        let hint = similar_or(id, operations.keys().map(String::as_str), all);
        return Err(format!("{id} is no operation of openapi.yaml; {hint}"));
    };
    *address = CallAddress::from(call.clone());
    Ok(())
}

/// The operations of an OpenAPI document by their ids, each as method and path.
pub(super) fn operations(openapi: &Path) -> Result<BTreeMap<String, String>, FaultFileError> {
    let document = parsed(openapi, &text_of(openapi)?)?;
    let paths = document.get("paths").and_then(Value::as_object);
    let mut operations = BTreeMap::new();
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
                operations.insert(id.to_owned(), format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    Ok(operations)
}
