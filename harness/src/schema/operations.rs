//! The operations, answers and webhooks of an OpenAPI 3.1 document, with their schemas compiled.

use std::{collections::BTreeMap, sync::Arc};

use jsonschema::Validator;
use serde_json::Value;

use super::{
    documents::{OPENAPI_FILE, SchemaError},
    layered::UNBOUND,
    media::{DocumentedAnswers, DocumentedBody, DocumentedHeader, FORM, Media, essence},
};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The extension that lists the answers that any path may give.
const ANYWHERE: &str = "x-any-operation-responses";

/// One documented method of one path.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    segments: Vec<Option<String>>,
    pub(super) request: Option<DocumentedBody>,
    pub(super) responses: DocumentedAnswers,
    /// True if a document that binds has this operation.
    pub(super) is_binding: bool,
}

impl Operation {
    pub(super) fn matches(&self, path: &[&str]) -> bool {
        self.segments.len() == path.len()
            && self.segments.iter().zip(path).all(|(wanted, given)| match wanted {
                None => !given.is_empty(),
                Some(literal) => literal == given,
            })
    }

    /// The value of the last parameter in a path that matches.
    pub(super) fn last_parameter<'p>(&self, path: &[&'p str]) -> Option<&'p str> {
        let last = self.segments.iter().rposition(Option::is_none)?;
        path.get(last).copied()
    }

    pub(super) fn parameters(&self) -> usize {
        self.segments.iter().filter(|segment| segment.is_none()).count()
    }
}

type Compile<'a> = dyn Fn(String) -> Result<Arc<Validator>, SchemaError> + 'a;

struct DocumentPlace<'a> {
    value: &'a Value,
    pointer: String,
}

impl<'a> DocumentPlace<'a> {
    fn child(&self, key: &str) -> Option<DocumentPlace<'a>> {
        let escaped = key.replace('~', "~0").replace('/', "~1");
        let value = self.value.get(key)?;
        Some(DocumentPlace { value, pointer: format!("{}/{escaped}", self.pointer) })
    }

    /// The members of a mapping that must not be empty: without them, everything that a target does would be undocumented.
    fn children(&self) -> Result<Vec<(String, DocumentPlace<'a>)>, SchemaError> {
        let members = self.value.as_object().filter(|members| !members.is_empty());
        let keys = members
            .ok_or_else(|| self.mistake("a mapping with at least one member belongs here"))?
            .keys();
        Ok(keys.filter_map(|key| self.child(key).map(|place| (key.clone(), place))).collect())
    }

    /// The child of this name, which must be there.
    fn required(&self, key: &str) -> Result<DocumentPlace<'a>, SchemaError> {
        self.child(key).ok_or_else(|| self.mistake(&format!("{key} is missing")))
    }

    fn mistake(&self, message: &str) -> SchemaError {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        SchemaError::OpenApi { place: place.to_owned(), message: message.to_owned() }
    }

    /// The location of the schema; many operations refer to the same one.
    fn reference(&self) -> String {
        let named = self.value.get("$ref").and_then(Value::as_str);
        let is_all = self.value.as_object().is_some_and(|members| members.len() == 1);
        match named.filter(|_| is_all) {
            Some(file) if !file.starts_with('#') => file.trim_start_matches("./").to_owned(),
            Some(pointer) => format!("{OPENAPI_FILE}{pointer}"),
            // Paths hold braces, which a reference must not.
            None => {
                let pointer = self.pointer.replace('{', "%7B").replace('}', "%7D");
                format!("{OPENAPI_FILE}#{pointer}")
            }
        }
    }

    /// Follows a reference into the components of the same document.
    fn followed(self, document: &'a Value) -> Result<DocumentPlace<'a>, SchemaError> {
        let Some(reference) = self.value.get("$ref").and_then(Value::as_str) else {
            return Ok(self);
        };
        let pointer = reference.trim_start_matches('#').to_owned();
        let value = document.pointer(&pointer).ok_or_else(|| SchemaError::OpenApi {
            place: self.pointer,
            message: format!("{reference} points to nothing in this document"),
        })?;
        Ok(DocumentPlace { value, pointer })
    }

    fn body(
        self,
        document: &'a Value,
        compile: &Compile<'_>,
    ) -> Result<DocumentedBody, SchemaError> {
        let place = self.followed(document)?;
        let headers = place.child("headers").map(|headers| headers.children()).transpose()?;
        let headers = headers.unwrap_or_default().into_iter().map(|(name, header)| {
            let header = header.followed(document)?;
            let is_required = header.value.get("required").and_then(Value::as_bool);
            let schema = header.child("schema").map(|schema| compile(schema.reference()));
            Ok(DocumentedHeader {
                name,
                is_required: is_required.unwrap_or(false),
                schema: schema.transpose()?,
            })
        });
        let headers = headers.collect::<Result<_, SchemaError>>()?;
        let media = place.child("content").map(|content| content.children()).transpose()?;
        let content = media.unwrap_or_default().into_iter().map(|(media_type, media)| {
            let essence = essence(&media_type).to_owned();
            let has_value = essence.ends_with("json") || essence == FORM;
            let schema = media.child("schema").filter(|_| has_value);
            let schema = schema.map(|schema| compile(schema.reference()));
            Ok(Media { essence, schema: schema.transpose()? })
        });
        let content = content.collect::<Result<_, SchemaError>>()?;
        Ok(DocumentedBody { content, headers })
    }

    fn responses(
        &self,
        document: &'a Value,
        compile: &Compile<'_>,
    ) -> Result<DocumentedAnswers, SchemaError> {
        let mut answers = DocumentedAnswers::default();
        for (status, response) in self.children()? {
            match status.as_str() {
                "2XX" => {
                    answers.any_success = Some(response.body(document, compile)?);
                    continue;
                }
                "4XX" => {
                    answers.any_refusal = true;
                    continue;
                }
                extension if extension.starts_with("x-") => continue,
                _ => {}
            }
            let number = status.parse().map_err(|_| SchemaError::OpenApi {
                place: response.pointer.clone(),
                message: format!("{status:?} is neither a status code nor 2XX or 4XX"),
            })?;
            answers.by_status.insert(number, response.body(document, compile)?);
        }
        Ok(answers)
    }
}

fn root(document: &Value) -> DocumentPlace<'_> {
    DocumentPlace { value: document, pointer: String::new() }
}

pub(super) fn read_operations(
    document: &Value,
    compile: &Compile<'_>,
) -> Result<Vec<Operation>, SchemaError> {
    let mut operations = Vec::new();
    for (path, item) in root(document).required("paths")?.children()? {
        for (method, place) in item.children()? {
            if !METHODS.contains(&method.as_str()) {
                continue;
            }
            let id = place.child("operationId").and_then(|id| id.value.as_str().map(str::to_owned));
            let responses = place.required("responses")?;
            operations.push(Operation {
                id: id.ok_or_else(|| place.mistake("operationId is missing"))?,
                method,
                segments: segments(&path),
                request: place
                    .child("requestBody")
                    .map(|body| body.body(document, compile))
                    .transpose()?,
                responses: responses.responses(document, compile)?,
                is_binding: place.value.get(UNBOUND).is_none(),
            });
        }
    }
    if operations.is_empty() {
        return Err(root(document).required("paths")?.mistake("no operation is documented"));
    }
    Ok(operations)
}

/// The segments of a path, without the slashes.
pub(super) fn split(path: &str) -> Vec<&str> {
    path.trim_start_matches('/').split('/').collect()
}

fn segments(template: &str) -> Vec<Option<String>> {
    split(template)
        .into_iter()
        .map(|segment| (!segment.starts_with('{')).then(|| segment.to_owned()))
        .collect()
}

pub(super) fn read_anywhere(
    document: &Value,
    compile: &Compile<'_>,
) -> Result<DocumentedAnswers, SchemaError> {
    root(document).child(ANYWHERE).map_or_else(
        || Ok(DocumentedAnswers::default()),
        |place| place.responses(document, compile),
    )
}

pub(super) fn read_events(
    document: &Value,
    compile: &Compile<'_>,
) -> Result<BTreeMap<String, Arc<Validator>>, SchemaError> {
    let mut events = BTreeMap::new();
    for (event_type, item) in root(document).required("webhooks")?.children()? {
        let body = item
            .child("post")
            .and_then(|post| post.child("requestBody"))
            .map(|body| body.body(document, compile))
            .transpose()?
            .and_then(|body| body.content.into_iter().find_map(|media| media.schema));
        let Some(schema) = body else {
            return Err(item.mistake("a webhook needs post.requestBody with a JSON schema"));
        };
        events.insert(event_type, schema);
    }
    Ok(events)
}
