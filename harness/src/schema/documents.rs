//! Reads the schemas folder: one OpenAPI document and the message schemas it refers to.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use jsonschema::Registry;
use serde_json::Value;

use super::layered;
use crate::{files, layer::Layers};

/// The base under which the files refer to each other; nothing is ever fetched from it.
pub(super) const ROOT: &str = "https://schemas.invalid/";

pub(super) const OPENAPI_FILE: &str = "openapi.yaml";
const MESSAGE_SUFFIX: &str = ".schema.json";
/// The keywords that, when false, refuse what the schema does not name.
const CLOSING: [&str; 2] = ["unevaluatedProperties", "additionalProperties"];

/// Trouble with the schemas folder.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A file cannot be read.
    #[error("{path} cannot be read: {source}")]
    Read {
        /// The path of the file.
        path: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// A file is not YAML or JSON.
    #[error("{path} cannot be understood: {message}")]
    Parse {
        /// The path of the file.
        path: String,
        /// The place of the mistake and its reason.
        message: String,
    },
    /// A schema cannot be compiled.
    #[error("the schema {reference} cannot be used: {message}")]
    Schema {
        /// The name of the schema.
        reference: String,
        /// The reason.
        message: String,
    },
    /// The OpenAPI document lacks something.
    #[error("{OPENAPI_FILE}, {place}: {message}")]
    OpenApi {
        /// The place, as a JSON Pointer.
        place: String,
        /// The missing or wrong part.
        message: String,
    },
}

fn add_members(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                names.extend(properties.keys().cloned());
            }
            members.values().for_each(|inner| add_members(inner, names));
        }
        Value::Array(items) => items.iter().for_each(|item| add_members(item, names)),
        _ => {}
    }
}

#[derive(Debug)]
pub(super) struct Documents {
    files: BTreeMap<String, Value>,
}

impl Documents {
    pub(super) fn read(folder: &Path) -> Result<Self, SchemaError> {
        let mut files = BTreeMap::new();
        let unreadable = |source| SchemaError::Read { path: folder.display().to_string(), source };
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name != OPENAPI_FILE && !name.ends_with(MESSAGE_SUFFIX) {
                continue;
            }
            let text = files::read_text(&path)
                .map_err(|source| SchemaError::Read { path: path.display().to_string(), source })?;
            files.insert(name, parse(&path, &text)?);
        }
        if !files.contains_key(OPENAPI_FILE) {
            let source = std::io::Error::from(std::io::ErrorKind::NotFound);
            let path = folder.join(OPENAPI_FILE).display().to_string();
            return Err(SchemaError::Read { path, source });
        }
        Ok(Self { files })
    }

    /// The same documents without the keywords that refuse undocumented members.
    pub(super) fn tolerant(&self) -> Self {
        let mut files = self.files.clone();
        files.values_mut().for_each(allow_more);
        Self { files }
    }

    /// The same documents without the demands of layers that do not bind.
    pub(super) fn bound_by(&self, layers: &Layers) -> Self {
        let is_nullable = |schema: &Value| {
            let named = schema.get("$ref").and_then(Value::as_str);
            let file = named.and_then(|name| self.files.get(name.trim_start_matches("./")));
            layered::allows_null(file.unwrap_or(schema)) || self.is_optional_scalar(named)
        };
        let mut files = self.files.clone();
        for (name, file) in &mut files {
            // First, because the sources of statuses stand where those of keywords do.
            if name == OPENAPI_FILE {
                layered::loosen_answers(file, layers);
                layered::mark_unbound(file, layers);
            }
            layered::keep_bound(file, layers, &is_nullable);
        }
        Self { files }
    }

    /// True if a reference to a part of a file leads to a schema for which null is valid.
    fn is_optional_scalar(&self, reference: Option<&str>) -> bool {
        let parts = reference.and_then(|reference| reference.split_once('#'));
        let schema = parts.and_then(|(file, pointer)| {
            self.files.get(file.trim_start_matches("./"))?.pointer(pointer)
        });
        schema.is_some_and(layered::allows_null)
    }

    /// The names of all members that schemas have.
    pub(super) fn members(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.files.values().for_each(|file| add_members(file, &mut names));
        names
    }

    pub(super) fn openapi(&self) -> &Value {
        &self.files[OPENAPI_FILE]
    }

    /// A place in a file.
    pub(super) fn at(&self, file: &str, pointer: &str) -> Option<&Value> {
        self.files.get(file)?.pointer(pointer)
    }

    /// Documents that are in no folder.
    #[cfg(test)]
    pub(super) fn of(files: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self { files: files.into_iter().collect() }
    }

    pub(super) fn message_files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str).filter(|name| name.ends_with(MESSAGE_SUFFIX))
    }

    pub(super) fn registry(&self) -> Result<Registry<'_>, SchemaError> {
        let broken = |error: jsonschema::ReferencingError| SchemaError::Schema {
            reference: ROOT.to_owned(),
            message: error.to_string(),
        };
        let mut builder = Registry::new().draft(jsonschema::Draft::Draft202012);
        for (name, document) in &self.files {
            let mut document = document.clone();
            // Files name themselves relative to their folder; the registry wants whole addresses.
            if let Some(id) = document.get_mut("$id") {
                *id = Value::String(format!("{ROOT}{name}"));
            }
            builder = builder.add(format!("{ROOT}{name}"), document).map_err(broken)?;
        }
        builder.prepare().map_err(broken)
    }
}

fn allow_more(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.retain(|name, value| !(CLOSING.contains(&name.as_str()) && *value == false));
            members.values_mut().for_each(allow_more);
        }
        Value::Array(items) => items.iter_mut().for_each(allow_more),
        _ => {}
    }
}

fn parse(path: &Path, text: &str) -> Result<Value, SchemaError> {
    let failed = |message: String| SchemaError::Parse { path: path.display().to_string(), message };
    if path.extension().is_some_and(|extension| extension == "json") {
        return serde_json::from_str(text).map_err(|error| failed(error.to_string()));
    }
    crate::yaml::parse(text).map_err(|error| failed(error.to_string()))
}
