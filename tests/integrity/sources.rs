//! Sources: each demand of the schemas names the document that states it, and the documents' own samples are valid by what their
//! layer and the layers before it demand.

#![expect(clippy::expect_used, reason = "a test that cannot read the documents has nothing to say")]

use std::path::{Path, PathBuf};

use conformance_harness::{
    coverage::load_transitions,
    exchange::Response,
    layer::{Layer, Layers},
    schema::{Contract, ShapeNode},
    yaml,
};
use serde_json::{Map, Value};

/// The keywords that demand something of a value.
const DEMANDS: [&str; 22] = [
    "required",
    "enum",
    "const",
    "format",
    "pattern",
    "additionalProperties",
    "unevaluatedProperties",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "contains",
    "not",
];

/// The keywords whose values are schemas by name.
const NAMED: [&str; 3] = ["properties", "$defs", "patternProperties"];

/// The keywords whose values are schemas or lists of schemas. Nothing inside `if` demands anything by itself.
const INNER: [&str; 8] =
    ["items", "contains", "then", "else", "allOf", "anyOf", "oneOf", "prefixItems"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

fn parsed(path: &Path) -> Value {
    yaml::parse(&std::fs::read_to_string(path).expect("readable")).expect("is YAML")
}

/// The demands below a schema that name no source, by place.
fn unsourced(schema: &Value, place: &str, found: &mut Vec<String>) {
    match schema {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                unsourced(item, &format!("{place}/{index}"), found);
            }
        }
        Value::Object(members) => {
            check_demands(members, place, found);
            for (key, inner) in members {
                let place = format!("{place}/{key}");
                if INNER.contains(&key.as_str()) {
                    unsourced(inner, &place, found);
                } else if NAMED.contains(&key.as_str()) {
                    for (name, schema) in inner.as_object().into_iter().flatten() {
                        unsourced(schema, &format!("{place}/{name}"), found);
                    }
                }
            }
        }
        _ => {}
    }
}

fn check_demands(members: &Map<String, Value>, place: &str, found: &mut Vec<String>) {
    let is_source = |letter: Option<&Value>| {
        letter.and_then(Value::as_str).is_some_and(|letter| Layer::of_source(letter).is_some())
    };
    let sources = members.get("x-source");
    for keyword in DEMANDS.iter().filter(|keyword| members.contains_key(**keyword)) {
        let source = sources.and_then(|sources| sources.get(keyword));
        let names = members[*keyword].as_array().filter(|_| *keyword == "required");
        let by_member = source.and_then(Value::as_object).zip(names);
        let is_sourced = by_member.map_or_else(
            || is_source(source),
            |(by_member, names)| {
                let mut names = names.iter().filter_map(Value::as_str);
                names.all(|name| is_source(by_member.get(name)))
            },
        );
        if !is_sourced {
            found.push(format!("{place}: {keyword} names no source in x-source"));
        }
    }
    for keyword in sources.and_then(Value::as_object).into_iter().flat_map(Map::keys) {
        if !members.contains_key(keyword) {
            found.push(format!("{place}: x-source names {keyword}, which is not there"));
        }
    }
}

#[test]
fn every_demand_of_a_schema_names_its_source() {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder()).expect("readable") {
        let path = entry.expect("readable").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            unsourced(&parsed(&path), &name, &mut found);
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_demand_without_a_source_is_found() {
    let schema = serde_json::json!({
        "required": ["a", "b"], "properties": { "a": { "enum": [1] } },
        "x-source": { "required": { "a": "W" }, "pattern": "D" },
    });
    let mut found = Vec::new();
    unsourced(&schema, "bad", &mut found);
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn every_documented_answer_names_its_source() {
    let openapi = parsed(&folder().join("openapi.yaml"));
    let mut found = Vec::new();
    for (path, item) in openapi["paths"].as_object().expect("has paths") {
        for (method, operation) in item.as_object().expect("has methods") {
            let answers = operation.get("responses").and_then(Value::as_object);
            let sources = answers.and_then(|answers| answers.get("x-source"));
            let statuses = answers.into_iter().flat_map(Map::keys);
            for status in statuses.filter(|status| !status.starts_with("x-")) {
                let source = sources.and_then(|sources| sources.get(status)?.as_str());
                if source.and_then(Layer::of_source).is_none() {
                    found.push(format!("{method} {path} {status}"));
                }
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

/// The method and path of an operation.
fn operation(openapi: &Value, id: &str) -> (String, String) {
    let paths = openapi["paths"].as_object().expect("has paths");
    let found = paths.iter().find_map(|(path, item)| {
        let mut methods = item.as_object()?.iter();
        let (method, _) = methods.find(|(_, operation)| operation["operationId"] == id)?;
        Some((method.to_uppercase(), path.clone()))
    });
    found.expect("the sample names an operation")
}

/// Applies a JSON merge patch (RFC 7396).
fn merge(value: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *value = patch.clone();
        return;
    };
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let members = value.as_object_mut().expect("an object");
    for (name, change) in patch {
        if change.is_null() {
            members.remove(name);
        } else {
            merge(members.entry(name.clone()).or_insert(Value::Null), change);
        }
    }
}

/// The mistakes in a sample by a contract.
fn problems(contract: &Contract, openapi: &Value, sample: &Value) -> Vec<String> {
    let mut value = sample["value"].clone();
    if let Some(patch) = sample.get("overruled") {
        merge(&mut value, patch);
    }
    if let Some(event) = sample.get("event").and_then(Value::as_str) {
        return contract.check_event(event, &value).expect("a documented event");
    }
    if let Some(message) = sample.get("message").and_then(Value::as_str) {
        return contract.check_message(message, &value).expect("a message with a schema");
    }
    let (method, path) = operation(openapi, sample["operation"].as_str().expect("an operation"));
    let documented = contract.lookup(&method, &path);
    match sample.get("status").and_then(Value::as_u64) {
        None => documented.check_request(value.to_string().as_bytes()),
        Some(status) => {
            let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
            let status = u16::try_from(status).expect("a status");
            documented.check_response(&Response::new(status, headers, value.to_string()))
        }
    }
}

#[test]
fn the_samples_of_the_documents_are_valid_on_their_own_layer() {
    let openapi = parsed(&folder().join("openapi.yaml"));
    let samples = parsed(&folder().join("examples/documents.yaml"));
    let load = |layers: &Layers| {
        let contract = Contract::load(&folder()).expect("the schemas load");
        contract.bound_by(layers).expect("and the demands that bind")
    };
    let guides = load(&[Layer::Guides].into_iter().collect());
    let reference = load(&Layers::default());
    let mut faults = Vec::new();
    for (name, sample) in samples.as_object().expect("samples by name") {
        let source = sample["source"].as_str().and_then(Layer::of_source).expect("a source");
        let contract = if source == Layer::Guides { &guides } else { &reference };
        let found = problems(contract.binding(), &openapi, sample);
        faults.extend(found.into_iter().map(|problem| format!("{name}: {problem}")));
    }
    assert_eq!(faults, Vec::<String>::new());
}

/// The layer of a letter beside an operation.
fn layer_of(source: &Value) -> Option<Layer> {
    source.as_str().and_then(Layer::of_source)
}

#[test]
fn every_operation_and_event_names_the_document_that_has_it() {
    let openapi = parsed(&folder().join("openapi.yaml"));
    let mut found = Vec::new();
    for (path, item) in openapi["paths"].as_object().expect("has paths") {
        for (method, operation) in item.as_object().expect("has methods") {
            let own = layer_of(&operation["x-source"]);
            let sources = operation["responses"]["x-source"].as_object().expect("has sources");
            let successes = sources.iter().filter(|(status, _)| status.starts_with('2'));
            let first = successes.filter_map(|(_, source)| layer_of(source)).min();
            // A document that gives the answer has the operation.
            if own.is_none_or(|own| first.is_some_and(|first| first < own)) {
                found.push(format!("{method} {path}"));
            }
        }
    }
    for (event, item) in openapi["webhooks"].as_object().expect("has events") {
        let file = format!("event-{}.schema.json", event.replace('.', "-"));
        let schema = parsed(&folder().join(file));
        let source = &schema["properties"]["eventType"]["x-source"]["const"];
        if layer_of(source).is_none() || item["post"]["x-source"] != *source {
            found.push(event.clone());
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_legal_changes_of_state_are_between_documented_states() {
    let file = folder().join("../fixtures/transitions.yaml");
    let resources = load_transitions(&file).expect("readable");
    assert!(!resources.is_empty());
    let description = Contract::load(&folder()).expect("the schemas load").description();
    let answers = description.operations.iter().flat_map(|operation| &operation.answers);
    let nodes: Vec<ShapeNode> = answers.flat_map(|(_, shape)| shape.nodes.clone()).collect();
    for resource in resources {
        for schema in &resource.states {
            let node = nodes.iter().find(|node| node.schemas.contains(schema));
            let node = node.expect(schema);
            let mut values: Vec<&str> =
                node.lists[0].values.iter().filter_map(Value::as_str).collect();
            let changes = resource.changes.iter();
            let mut states: Vec<&str> =
                changes.flat_map(|change| [change.from.as_str(), change.to.as_str()]).collect();
            values.sort_unstable();
            states.sort_unstable();
            states.dedup();
            assert_eq!(states, values, "{}", resource.resource);
        }
    }
}
