//! The content of the documents as lists that can be counted: operations with their statuses and messages, and events.

use std::{collections::BTreeSet, path::Path};

use serde_json::Value;

use super::{
    contract::Contract,
    documents::{Documents, OPENAPI_FILE, SchemaError},
    layered::UNBOUND,
    media::{ANY_JSON, is_json},
    shape::Shape,
};

/// The documented operations and events.
#[derive(Clone, Debug)]
pub struct Description {
    /// The operations, in the order of the document.
    pub operations: Vec<DescribedOperation>,
    /// The documented refusals, by status; many operations share one.
    pub refusals: Vec<Shape>,
    /// The events.
    pub events: Vec<DescribedEvent>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct DescribedOperation {
    /// Its id.
    pub id: String,
    /// Its method, in capitals.
    pub method: String,
    /// Its path, with the names of parameters in braces.
    pub path: String,
    /// True if a document that binds the target has it.
    pub is_binding: bool,
    /// The documented statuses; `2XX` and `4XX` stand for any success and any refusal.
    pub statuses: BTreeSet<String>,
    /// The JSON of its successes, by status.
    pub answers: Vec<(String, Shape)>,
    /// The JSON of its requests; forms with files are not kept.
    pub request: Option<Shape>,
    /// The parameters of its query.
    pub query: Vec<DescribedParameter>,
}

/// A parameter of a query.
#[derive(Clone, Debug)]
pub struct DescribedParameter {
    /// Its name, or a pattern of names.
    pub name: String,
    /// True if the name is a pattern.
    pub is_pattern: bool,
    /// The shape of its value.
    pub shape: Shape,
}

/// An event.
#[derive(Clone, Debug)]
pub struct DescribedEvent {
    /// Its type.
    pub event_type: String,
    /// True if a document that binds the target has it.
    pub is_binding: bool,
    /// The shape of its body.
    pub shape: Shape,
}

impl Contract {
    /// The documented operations and events, as far as they bind.
    #[must_use]
    pub fn description(&self) -> Description {
        Description::of(self.documents())
    }
}

impl Description {
    /// Reads the documents of a schemas folder, without compiling its schemas.
    ///
    /// # Errors
    /// If a file cannot be read or understood.
    pub fn load(folder: &Path) -> Result<Self, SchemaError> {
        Documents::read(folder).map(|documents| Self::of(&documents))
    }

    fn of(documents: &Documents) -> Self {
        let openapi = documents.openapi();
        let mut operations = Vec::new();
        let mut refusals: Vec<Shape> = Vec::new();
        for (path, methods) in members(openapi.get("paths")) {
            for (method, operation) in members(Some(methods)) {
                let place = Described { documents, pointer: pointer(&["paths", path, method]) };
                if operation.get("operationId").is_some() {
                    operations.push(place.operation(path, method));
                    add_refusals(&mut refusals, &place.answers(|status| status.starts_with('4')));
                }
            }
        }
        let events = members(openapi.get("webhooks")).map(|(event_type, item)| {
            let place =
                Described { documents, pointer: pointer(&["webhooks", event_type, "post"]) };
            DescribedEvent {
                event_type: event_type.clone(),
                is_binding: item.get("post").is_some_and(|post| post.get(UNBOUND).is_none()),
                shape: place.below("requestBody").message().unwrap_or_else(Shape::empty),
            }
        });
        Self { operations, refusals, events: events.collect() }
    }
}

/// Adds the shapes that are not among the others yet.
fn add_refusals(refusals: &mut Vec<Shape>, answers: &[(String, Shape)]) {
    for (_, shape) in answers {
        let places = || shape.nodes.iter().map(|node| &node.place);
        let is_known = |known: &Shape| known.nodes.iter().map(|node| &node.place).eq(places());
        if shape.nodes.len() > 1 && !refusals.iter().any(is_known) {
            refusals.push(shape.clone());
        }
    }
}

fn pointer(parts: &[&str]) -> String {
    let escaped = parts.iter().map(|part| part.replace('~', "~0").replace('/', "~1"));
    escaped.fold(String::new(), |pointer, part| pointer + "/" + &part)
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

fn statuses(answers: Option<&Value>) -> impl Iterator<Item = String> {
    members(answers).map(|(status, _)| status.clone()).filter(|status| !status.starts_with("x-"))
}

/// A place of the OpenAPI document.
struct Described<'a> {
    documents: &'a Documents,
    pointer: String,
}

impl Described<'_> {
    fn value(&self) -> Option<&Value> {
        self.documents.at(OPENAPI_FILE, &self.pointer)
    }

    /// A member of this place; a reference to the components is followed.
    fn below(&self, key: &str) -> Self {
        let pointer = format!("{}{}", self.pointer, pointer(&[key]));
        let below = Self { documents: self.documents, pointer };
        let reference = below.value().and_then(|value| value.get("$ref")?.as_str());
        let component = reference.and_then(|reference| reference.strip_prefix('#'));
        let component = component.map(str::to_owned);
        match component {
            Some(pointer) => Self { documents: self.documents, pointer },
            None => below,
        }
    }

    fn operation(&self, path: &str, method: &str) -> DescribedOperation {
        let operation = self.value();
        let id = operation.and_then(|operation| operation.get("operationId")?.as_str());
        let answers = operation.and_then(|operation| operation.get("responses"));
        DescribedOperation {
            id: id.unwrap_or_default().to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            is_binding: operation.is_some_and(|operation| operation.get(UNBOUND).is_none()),
            statuses: statuses(answers).collect(),
            answers: self.answers(|status| status.starts_with('2')),
            request: self.below("requestBody").message(),
            query: self.query(),
        }
    }

    fn answers(&self, is_meant: impl Fn(&str) -> bool) -> Vec<(String, Shape)> {
        let responses = self.below("responses");
        let all = statuses(responses.value()).filter(|status| is_meant(status));
        all.filter_map(|status| {
            let shape = responses.below(&status).message()?;
            Some((status, shape))
        })
        .collect()
    }

    /// The shape of the JSON in a body.
    fn message(&self) -> Option<Shape> {
        let content = self.below("content");
        let mut media = members(content.value()).map(|(media, _)| media);
        let media = media.find(|media| is_json(media) || *media == ANY_JSON);
        let schema = content.below(media?).schema();
        Some(schema)
    }

    fn schema(&self) -> Shape {
        Shape::read(self.documents, OPENAPI_FILE, &format!("{}/schema", self.pointer))
    }

    fn query(&self) -> Vec<DescribedParameter> {
        let parameters = self.below("parameters");
        let count = parameters.value().and_then(Value::as_array).map_or(0, Vec::len);
        let mut query = Vec::new();
        for index in 0..count {
            let parameter = parameters.below(&index.to_string());
            let Some(described) = parameter.value().filter(|value| value["in"] == "query") else {
                continue;
            };
            let patterns = described.pointer("/schema/patternProperties");
            for (pattern, _) in members(patterns) {
                let schema = pointer(&["schema", "patternProperties", pattern]);
                let schema = format!("{}{schema}", parameter.pointer);
                let shape = Shape::read(self.documents, OPENAPI_FILE, &schema);
                let name = pattern.clone();
                query.push(DescribedParameter { name, is_pattern: true, shape });
            }
            if patterns.is_none() {
                let name = described["name"].as_str().unwrap_or_default().to_owned();
                let shape = parameter.schema();
                query.push(DescribedParameter { name, is_pattern: false, shape });
            }
        }
        query
    }
}
