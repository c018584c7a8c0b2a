//! Documents without the demands of layers that do not bind a target.
//!
//! `x-source` stands beside the keywords of a schema that demand something and names the source of each. Among the responses of
//! an operation it names the source of each status.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::media::{ANY_JSON, is_json};
use crate::layer::{Layer, Layers};

/// The keyword that names sources.
const SOURCE: &str = "x-source";

/// The mark of an operation or event that no document has that binds.
pub(super) const UNBOUND: &str = "x-unbound";

/// The keywords whose values are no schemas.
const NO_SCHEMAS: [&str; 5] = [SOURCE, "enum", "const", "examples", "if"];

/// The answer by which a target refuses in a way of its own.
const ANY_REFUSAL: &str = "4XX";

/// The answer by which a target succeeds in a way of its own.
const ANY_SUCCESS: &str = "2XX";

/// Removes from a schema file the demands that do not bind.
pub(super) fn keep_bound(
    schema: &mut Value,
    layers: &Layers,
    is_nullable: &dyn Fn(&Value) -> bool,
) {
    match schema {
        Value::Object(members) => {
            drop_unbound(members, layers);
            loosen_members(members, is_nullable);
            let inner = members.iter_mut().filter(|(key, _)| !NO_SCHEMAS.contains(&key.as_str()));
            for (_, inner) in inner {
                keep_bound(inner, layers, is_nullable);
            }
        }
        Value::Array(items) => {
            for item in items {
                keep_bound(item, layers, is_nullable);
            }
        }
        _ => {}
    }
}

/// True if a statement with this source binds; without a source it does.
fn binds(layers: &Layers, source: Option<&Value>) -> bool {
    let layer = source.and_then(Value::as_str).and_then(Layer::of_source);
    layer.is_none_or(|layer| layers.bind(layer))
}

fn drop_unbound(members: &mut Map<String, Value>, layers: &Layers) {
    let Some(Value::Object(sources)) = members.get(SOURCE).cloned() else { return };
    for (keyword, source) in sources {
        if let (Some(Value::Array(required)), Value::Object(by_member)) =
            (members.get_mut(&keyword), &source)
        {
            required.retain(|name| binds(layers, by_member.get(name.as_str().unwrap_or_default())));
        } else if let (Some(Value::Object(properties)), Value::Object(by_member)) =
            (members.get_mut(&keyword), &source)
        {
            properties.retain(|name, _| binds(layers, by_member.get(name)));
        } else if !binds(layers, Some(&source)) {
            members.remove(&keyword);
            if keyword == "if" {
                members.remove("then");
                members.remove("else");
            }
        }
    }
}

/// The absence of a member and null mean the same where no document demands the member.
fn loosen_members(members: &mut Map<String, Value>, is_nullable: &dyn Fn(&Value) -> bool) {
    let Some(Value::Object(properties)) = members.get("properties") else { return };
    let nullable = properties.iter().filter(|(_, schema)| is_nullable(schema));
    let nullable: BTreeSet<String> = nullable.map(|(name, _)| name.clone()).collect();
    let mut required = BTreeSet::new();
    if let Some(Value::Array(names)) = members.get_mut("required") {
        names.retain(|name| !name.as_str().is_some_and(|name| nullable.contains(name)));
        required = names.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    }
    let Some(Value::Object(properties)) = members.get_mut("properties") else { return };
    for (name, schema) in properties.iter_mut().filter(|(name, _)| !required.contains(*name)) {
        if !nullable.contains(name) {
            *schema = json!({ "anyOf": [schema.take(), { "type": "null" }] });
        }
    }
}

/// True if a schema itself says that null is valid.
pub(super) fn allows_null(schema: &Value) -> bool {
    let is_null = |kind: &Value| kind == "null";
    let by_type = schema.get("type").is_some_and(|kind| match kind {
        Value::Array(kinds) => kinds.iter().any(is_null),
        kind => is_null(kind),
    });
    let choices = ["anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
    by_type || choices.flatten().any(allows_null)
}

/// Lets every operation succeed and refuse in other ways than those that do not bind.
pub(super) fn loosen_answers(openapi: &mut Value, layers: &Layers) {
    let paths = openapi.get_mut("paths").and_then(Value::as_object_mut);
    let operations = paths.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut);
    let operations = operations.flat_map(Map::values_mut);
    let responses = operations.filter_map(|operation| operation.get_mut("responses"));
    responses.for_each(|answers| loosen(answers, layers));
    if let Some(anywhere) = openapi.get_mut("x-any-operation-responses") {
        loosen(anywhere, layers);
    }
}

/// Marks the operations and events that only documents have that do not bind: a target need not have them.
pub(super) fn mark_unbound(openapi: &mut Value, layers: &Layers) {
    for room in ["paths", "webhooks"] {
        let items = openapi.get_mut(room).and_then(Value::as_object_mut);
        let items = items.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut);
        for operation in items.flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
            if !binds(layers, operation.get(SOURCE)) {
                operation.insert(UNBOUND.to_owned(), Value::Bool(true));
            }
        }
    }
}

/// Lets answers be JSON of any media type: no guide gives one.
fn loosen_media(answer: &mut Value) {
    let Some(content) = answer.get_mut("content").and_then(Value::as_object_mut) else { return };
    let is_typed = |media: &&String| is_json(media);
    for media in content.keys().filter(is_typed).cloned().collect::<Vec<_>>() {
        let described = content.remove(&media).unwrap_or_default();
        content.insert(ANY_JSON.to_owned(), described);
    }
}

fn loosen(answers: &mut Value, layers: &Layers) {
    let Some(answers) = answers.as_object_mut() else { return };
    if !layers.bind(Layer::Reference) {
        answers.values_mut().for_each(loosen_media);
    }
    let sources = answers.remove(SOURCE).unwrap_or_default();
    for (status, source) in sources.as_object().into_iter().flatten() {
        if binds(layers, Some(source)) {
            continue;
        }
        if let Some(answer) = answers.remove(status).filter(|_| status.starts_with('2')) {
            answers.insert(ANY_SUCCESS.to_owned(), answer);
        }
    }
    answers.retain(|status, _| !status.starts_with('4'));
    answers.insert(ANY_REFUSAL.to_owned(), json!({}));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guides() -> Layers {
        [Layer::Guides].into_iter().collect()
    }

    #[test]
    fn a_demand_of_another_layer_is_dropped_and_one_without_a_source_stays() {
        let mut schema = json!({
            "required": ["id", "state", "kind"],
            "properties": {
                "id": { "type": "string", "format": "uuid", "x-source": { "format": "D" } },
                "state": { "enum": ["ACTIVE"], "x-source": { "enum": "W" } },
                "kind": { "const": "x" },
            },
            "x-source": { "required": { "id": "W", "state": "W", "kind": "R" } },
        });
        keep_bound(&mut schema, &guides(), &allows_null);
        assert_eq!(schema["required"], json!(["id", "state"]));
        assert_eq!(schema["properties"]["id"].get("format"), None);
        assert_eq!(schema["properties"]["state"]["enum"], json!(["ACTIVE"]));
        assert_eq!(schema["properties"]["kind"]["anyOf"][1], json!({ "type": "null" }));
    }

    #[test]
    fn a_member_that_may_be_null_may_be_absent() {
        let mut schema = json!({
            "required": ["fx"],
            "properties": { "fx": { "anyOf": [{ "type": "object" }, { "type": "null" }] } },
        });
        keep_bound(&mut schema, &guides(), &allows_null);
        assert_eq!(schema["required"], json!([]));
    }

    #[test]
    fn a_status_that_no_bound_document_gives_may_be_another_one() {
        let answers = json!({
            "x-source": { "201": "R", "422": "D" },
            "201": { "description": "made" },
            "422": { "description": "refused" },
        });
        let mut openapi = json!({ "paths": { "/toys": { "post": { "responses": answers } } } });
        loosen_answers(&mut openapi, &guides());
        let answers = &openapi["paths"]["/toys"]["post"]["responses"];
        let statuses: Vec<&String> = answers.as_object().expect("a mapping").keys().collect();
        assert_eq!(statuses, ["2XX", "4XX"]);
    }
}
