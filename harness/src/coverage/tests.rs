//! Stories of a toy shop, and what is counted of them.

use std::{collections::BTreeMap, fs};

use serde_json::json;

use super::{
    catalogue::{Catalogue, CataloguedBound, CataloguedMessage},
    reader::StoryReader,
    transitions::{ResourceStates, StateChange},
};
use crate::{
    kept::{KeptMessage, KeptPart, KeptStory},
    schema::Contract,
    story::StepFate,
};

const OPENAPI: &str = r#"
openapi: 3.1.0
paths:
  /toys:
    post:
      operationId: makeToy
      requestBody: { content: { application/json: { schema: { $ref: ./toy.schema.json } } } }
      responses:
        "201": { content: { application/json: { schema: { $ref: ./toy.schema.json } } } }
        "422": { content: { application/json: { schema: { properties: { code: { enum: [bad] } } } } } }
  /toys/{id}:
    get:
      operationId: getToy
      parameters: [{ name: size, in: query, schema: { type: integer, maximum: 9 } }]
      responses:
        "200": { content: { application/json: { schema: { $ref: ./toy.schema.json } } } }
webhooks:
  toy.made:
    post:
      requestBody: { content: { application/json: { schema: { $ref: ./event.schema.json } } } }
"#;

fn contract() -> Contract {
    let folder = tempfile::tempdir().expect("a folder");
    let toy = json!({ "properties": {
        "id": { "type": "integer" },
        "name": { "type": "string", "maxLength": 3 },
        "state": { "enum": ["NEW", "USED"] },
    }});
    let event = json!({ "properties": {
        "type": { "const": "toy.made" },
        "data": { "properties": { "id": {}, "name": {} } },
    }});
    fs::write(folder.path().join("openapi.yaml"), OPENAPI).expect("written");
    fs::write(folder.path().join("toy.schema.json"), toy.to_string()).expect("written");
    fs::write(folder.path().join("event.schema.json"), event.to_string()).expect("written");
    Contract::load(folder.path()).expect("the contract loads")
}

fn resources() -> [ResourceStates; 1] {
    let words = ["NEW", "USED", "W"].map(str::to_owned);
    let [from, to, source] = words;
    [ResourceStates {
        resource: "toy".to_owned(),
        states: vec!["toy.schema.json#/properties/state".to_owned()],
        identity: "id".to_owned(),
        changes: vec![StateChange { from, to, source }],
    }]
}

fn message(body: &str) -> KeptMessage {
    KeptMessage { headers: Vec::new(), body: body.to_owned() }
}

fn step(text: &str, argument: Option<&str>) -> KeptPart {
    let (text, argument) = (text.to_owned(), argument.map(str::to_owned));
    KeptPart::Step { at: None, ms: 0.0, text, argument, line: 1, fate: StepFate::Passed }
}

fn exchange(method: &str, path: &str, request: &str, status: u16, answer: &str) -> KeptPart {
    KeptPart::Exchange {
        at: 0.0,
        ms: 0.0,
        to: "API".to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        request: message(request),
        status,
        answer: message(answer),
        command: None,
        origin: String::new(),
    }
}

fn delivery(body: &str, reply: &str) -> KeptPart {
    let (subpath, reply) = (String::new(), reply.to_owned());
    KeptPart::Delivery { at: 0.0, subpath, message: message(body), reply }
}

/// Reads one scenario of these parts.
fn read<'a>(
    contract: &'a Contract,
    resources: &'a [ResourceStates],
    parts: Vec<KeptPart>,
) -> StoryReader<'a> {
    let mut reader = StoryReader {
        contract,
        resources,
        type_key: "type",
        catalogue: Catalogue::of(&contract.description(), resources),
        calls: BTreeMap::new(),
        statuses: BTreeMap::new(),
        deliveries: BTreeMap::new(),
        changes: BTreeMap::new(),
        cut_requests: 0,
    };
    let begun = jiff::Timestamp::UNIX_EPOCH;
    reader.read(&KeptStory { scenario: "A-1.1".to_owned(), begun, parts, books: Vec::new() });
    reader
}

fn named<'a>(reader: &'a StoryReader<'_>, name: &str) -> &'a CataloguedMessage {
    let mut messages = reader.catalogue.messages.iter();
    messages.find(|message| message.name == name).expect("is documented")
}

/// The places that are asserted of a message.
fn asserted(reader: &StoryReader<'_>, name: &str) -> Vec<String> {
    let message = named(reader, name);
    let nodes = message.asserted.iter().map(|node| message.shape.nodes[*node].place.clone());
    nodes.collect()
}

fn bound<'a>(reader: &'a StoryReader<'_>, place: &str) -> &'a CataloguedBound {
    let mut bounds = reader.catalogue.bounds.iter();
    bounds.find(|bound| bound.place == place).expect("is documented")
}

#[test]
fn calls_statuses_and_changes_are_counted() {
    let (contract, resources) = (contract(), resources());
    let new = r#"{"id": 1, "state": "NEW", "more": {}}"#;
    let parts = vec![
        exchange("POST", "/toys", "{}", 201, new),
        exchange("GET", "/toys/2", "", 200, r#"{"id": 2, "state": "USED"}"#),
        exchange("GET", "/toys/1", "", 200, r#"{"id": 1, "state": "USED"}"#),
        exchange("GET", "/elsewhere", "", 404, ""),
    ];
    let reader = read(&contract, &resources, parts);
    assert_eq!(reader.calls["getToy"], (2, 1));
    assert_eq!(reader.calls["makeToy"], (1, 1));
    assert_eq!(reader.statuses["getToy"][&200], 2);
    let change = (0, "NEW".to_owned(), "USED".to_owned());
    assert_eq!(reader.changes, [(change, 1)].into());
    assert!(named(&reader, "makeToy 201").undocumented.contains("/more"));
}

#[test]
fn a_bound_has_two_sides_and_a_refusal_for_another_reason_is_none() {
    let (contract, resources) = (contract(), resources());
    let post = |name: &str, status, answer| {
        exchange("POST", "/toys", &json!({ "name": name }).to_string(), status, answer)
    };
    let other = vec![post("abcd", 422, r#"{"errors": [{"field": "/id"}]}"#)];
    let reader = read(&contract, &resources, other);
    assert_eq!(bound(&reader, "/name").refused_beyond, 0);
    let both = vec![
        post("abc", 201, "{}"),
        post("abcd", 422, r#"{"errors": [{"field": "/name"}]}"#),
        exchange("GET", "/toys/1?size=9", "", 200, "{}"),
        exchange("GET", "/toys/1?size=10", "", 200, "{}"),
    ];
    let reader = read(&contract, &resources, both);
    let name = bound(&reader, "/name");
    assert_eq!((name.accepted_at, name.refused_beyond), (1, 1));
    let size = bound(&reader, "?size");
    assert_eq!((size.accepted_at, size.refused_beyond), (1, 0));
}

#[test]
fn only_what_an_expectation_names_or_spells_is_asserted() {
    let (contract, resources) = (contract(), resources());
    let toy = r#"{"id": 1, "name": "bear", "state": "NEW"}"#;
    let get = || exchange("GET", "/toys/1", "", 200, toy);
    let arranged = vec![step("Given a toy:", Some("name: bear")), get()];
    let reader = read(&contract, &resources, arranged);
    assert_eq!(asserted(&reader, "getToy 200"), Vec::<String>::new());
    let parts = vec![
        step("When the toy is made", None),
        exchange("POST", "/toys", "{}", 201, toy),
        step("Then the answer contains:", Some("name: bear")),
        step("And the toy is new", None),
        get(),
    ];
    let reader = read(&contract, &resources, parts);
    assert_eq!(asserted(&reader, "makeToy 201"), ["/name"]);
    assert_eq!(asserted(&reader, "getToy 200"), ["/state"]);
}

#[test]
fn an_event_is_accepted_by_the_answer_of_the_sink_and_asserted_by_a_table() {
    let (contract, resources) = (contract(), resources());
    let body = r#"{"type": "toy.made", "data": {"id": 1, "name": "bear"}}"#;
    let table = "| event | data.name |\n| toy.made | bear |";
    let parts = vec![
        step("Then these events are delivered:", Some(table)),
        delivery(body, "503"),
        delivery(body, "200"),
    ];
    let reader = read(&contract, &resources, parts);
    assert_eq!(reader.deliveries["toy.made"], (2, 1));
    assert_eq!(asserted(&reader, "toy.made"), ["/type", "/data/name"]);
    assert_eq!(named(&reader, "toy.made").seen[0], 2);
}
