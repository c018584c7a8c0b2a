//! Documented shapes: a small OpenAPI document, and the problems of answers, requests and events under it.

use conformance_harness::{
    exchange::Response,
    layer::Layers,
    schema::{Contract, SchemaError},
};
use serde_json::json;

use crate::folder;

pub(crate) const OPENAPI: &str = r##"
openapi: 3.1.0
info: {title: Toys, version: "1"}
x-any-operation-responses:
  x-source: {"404": D}
  "404": {$ref: "#/components/responses/Problem"}
paths:
  /toys:
    post:
      operationId: makeToy
      requestBody:
        content:
          application/json: {schema: {$ref: new-toy.schema.json}}
          multipart/form-data:
            schema: {type: object, required: [photo], properties: {photo: {type: string, maxLength: 3}}}
      responses:
        "201": {content: {application/json: {schema: {$ref: toy.schema.json}}}}
        "422": {$ref: "#/components/responses/Problem"}
  /toys/{toyId}:
    parameters: [{name: toyId, in: path, required: true, schema: {type: string}}]
    get:
      operationId: readToy
      responses:
        "200": {content: {application/json: {schema: {$ref: toy.schema.json}}}}
    delete:
      operationId: breakToy
      responses:
        "204": {description: It is gone.}
  /toys/newest:
    get:
      operationId: readNewestToy
      responses:
        "200": {content: {application/json: {schema: {$ref: toy.schema.json}}}}
  /toys/{toyId}/leaflet:
    get:
      operationId: readLeaflet
      responses:
        "200": {content: {text/plain: {schema: {type: string}}}}
webhooks:
  toy.broken:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [id, type]
              properties: {id: {type: string, format: uuid}, type: {const: toy.broken}}
components:
  responses:
    Problem:
      content:
        application/problem+json:
          schema: {type: object, required: [title], properties: {title: {type: string}}}
"##;

const TOY: &str = r#"{
  "$id": "toy.schema.json",
  "type": "object",
  "required": ["id", "wheels"],
  "additionalProperties": false,
  "properties": {
    "id": {"type": "string"},
    "wheels": {"type": "array", "items": {"$ref": "wheel.schema.json"}},
    "madeAt": {"type": "string", "format": "date-time"}
  }
}"#;

const WHEEL: &str = r#"{
  "$id": "wheel.schema.json",
  "type": "object",
  "properties": {"size": {"type": "integer"}}
}"#;

const NEW_TOY: &str = r#"{"$id": "new-toy.schema.json", "type": "object", "required": ["kind"]}"#;

/// The contract of the documents above, with one text in them replaced.
fn with_change(from: &str, to: &str) -> Result<Contract, SchemaError> {
    assert!(OPENAPI.contains(from), "nothing to replace");
    let folder = folder::with(&[
        ("openapi.yaml", &OPENAPI.replace(from, to)),
        ("toy.schema.json", TOY),
        ("wheel.schema.json", WHEEL),
        ("new-toy.schema.json", NEW_TOY),
        ("readme.md", "not a schema"),
    ]);
    Contract::load(folder.path())
}

/// The contract of the documents above.
pub(crate) fn contract() -> Contract {
    with_change("", "").expect("the schemas load")
}

/// The contract of the documents above, for a target that may have undocumented members.
pub(crate) fn tolerant_contract() -> Contract {
    contract().bound_by(&Layers::default()).expect("the schemas load without their last word, too")
}

fn answer(method: &str, path: &str, status: u16, kind: &str, body: &str) -> Vec<String> {
    let answer = response(status, Some(kind), body.as_bytes());
    contract().lookup(method, path).check_response(&answer)
}

fn response(status: u16, kind: Option<&str>, body: &[u8]) -> Response {
    let kind = kind.map(|kind| ("content-type".to_owned(), kind.to_owned()));
    Response::new(status, kind.into_iter().collect(), body.to_vec())
}

const GOOD_TOY: &str = r#"{"id": "t1", "wheels": [{"size": 3}]}"#;

#[test]
fn a_documented_answer_has_no_problems() {
    assert_eq!(answer("GET", "/toys/t1", 200, "application/json", GOOD_TOY), [""; 0]);
    assert_eq!(answer("get", "/toys/t1?a=/b", 200, "application/json", GOOD_TOY), [""; 0]);
    let with_charset = "Application/JSON; charset=utf-8";
    assert_eq!(answer("POST", "/toys", 201, with_charset, GOOD_TOY), [""; 0]);
    let problem = answer("POST", "/toys", 422, "application/problem+json", r#"{"title": "no"}"#);
    assert_eq!(problem, [""; 0]);
}

#[test]
fn what_is_not_documented_is_binding_only_where_nothing_else_may_be() {
    let more = br#"{"id": "t1", "wheels": [], "colour": "red"}"#;
    let worse = br#"{"wheels": [], "colour": "red"}"#;
    let of = |contract: &Contract, body: &[u8]| {
        let kind = Some("application/json");
        contract.lookup("GET", "/toys/t1").check_response(&response(200, kind, body)).len()
    };
    let (strict, tolerant) = (contract(), tolerant_contract());
    assert_eq!((of(&strict, more), of(strict.binding(), more)), (1, 1));
    assert_eq!((of(&tolerant, more), of(tolerant.binding(), more)), (1, 0));
    assert_eq!(of(tolerant.binding(), worse), 1, "what is missing is still wrong");
}

#[test]
fn an_undocumented_status_is_reported_with_the_documented_ones() {
    let wanted = "status 500 is not documented here; documented: 201, 422";
    assert_eq!(answer("POST", "/toys", 500, "application/json", "{}"), [wanted]);
    assert_eq!(contract().lookup("POST", "/toys").statuses(), [201, 422]);
}

#[test]
fn another_media_type_is_reported() {
    let wanted = "the media type is text/html, documented is application/json";
    assert_eq!(answer("GET", "/toys/t1", 200, "text/html; charset=utf-8", GOOD_TOY), [wanted]);
    let contract = contract();
    let without = contract.lookup("GET", "/toys/t1").check_response(&response(200, None, b"{}"));
    assert_eq!(without, ["the media type is none, documented is application/json"]);
}

#[test]
fn an_invalid_body_is_reported_with_the_place_of_each_mistake() {
    let body = r#"{"id": 7, "wheels": [{"size": 3}, {"size": "big"}]}"#;
    let found = answer("GET", "/toys/t1", 200, "application/json", body);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().any(|problem| problem.starts_with("/id: ")), "{found:?}");
    assert!(found.iter().any(|problem| problem.starts_with("/wheels/1/size: ")), "{found:?}");
    let whole = answer("GET", "/toys/t1", 200, "application/json", "[]");
    assert!(whole[0].starts_with("the body: "), "{whole:?}");
}

#[test]
fn formats_and_unknown_fields_are_checked() {
    let body = r#"{"id": "t1", "wheels": [], "madeAt": "yesterday"}"#;
    let found = answer("GET", "/toys/t1", 200, "application/json", body);
    assert!(found[0].starts_with("/madeAt: ") && found[0].contains("date-time"), "{found:?}");
    let body = r#"{"id": "t1", "wheels": [], "colour": "red"}"#;
    let found = answer("GET", "/toys/t1", 200, "application/json", body);
    assert!(found[0].contains("colour"), "{found:?}");
}

#[test]
fn long_lists_of_mistakes_are_cut() {
    let wheels = vec![json!({"size": "big"}); 30];
    let body = json!({"id": "t1", "wheels": wheels}).to_string();
    assert_eq!(answer("GET", "/toys/t1", 200, "application/json", &body).len(), 8);
}

#[test]
fn a_body_that_is_not_json_is_reported() {
    let found = answer("GET", "/toys/t1", 200, "application/json", "<html>");
    assert!(found[0].starts_with("the body is not JSON: "), "{found:?}");
}

#[test]
fn an_answer_documented_without_a_body_has_none() {
    assert_eq!(answer("DELETE", "/toys/t1", 204, "", ""), [""; 0]);
    assert_eq!(answer("DELETE", "/toys/t1", 204, "text/plain", "x"), ["the body should be empty"]);
}

#[test]
fn a_documented_answer_that_is_not_json_may_have_a_body() {
    assert_eq!(answer("GET", "/toys/t1/leaflet", 200, "text/plain", "Wind it up."), [""; 0]);
}

#[test]
fn a_request_is_checked_when_its_operation_takes_one() {
    let contract = contract();
    let made = contract.lookup("POST", "/toys");
    assert_eq!(made.check_request(json!({"kind": "car"}).to_string().as_bytes()), [""; 0]);
    let found = made.check_request(json!({}).to_string().as_bytes());
    assert!(found[0].starts_with("the body: ") && found[0].contains("kind"), "{found:?}");
    assert_eq!(
        contract.lookup("GET", "/toys/t1").check_request(json!(7).to_string().as_bytes()),
        [""; 0]
    );
    assert_eq!(
        contract.lookup("GET", "/nowhere").check_request(json!(7).to_string().as_bytes()),
        [""; 0]
    );
}

#[test]
fn an_unknown_operation_is_answered_as_documented_for_any() {
    let contract = contract();
    for (method, path) in [("GET", "/cars"), ("PUT", "/toys"), ("GET", "/toys/"), ("GET", "/")] {
        let unknown = contract.lookup(method, path);
        assert_eq!(unknown.operation_id(), None, "{method} {path}");
        assert_eq!(unknown.statuses(), [404]);
        let problem = br#"{"title": "nothing here"}"#;
        let problem = response(404, Some("application/problem+json"), problem);
        assert_eq!(unknown.check_response(&problem), [""; 0]);
        let found = unknown.check_response(&response(200, Some("application/json"), b"{}"));
        assert_eq!(found, ["status 200 is not documented here; documented: 404"]);
    }
}

#[test]
fn a_literal_segment_beats_a_parameter() {
    let contract = contract();
    let id = |path| contract.lookup("GET", path).operation_id().map(str::to_owned);
    assert_eq!(id("/toys/newest").as_deref(), Some("readNewestToy"));
    assert_eq!(id("/toys/oldest").as_deref(), Some("readToy"));
    assert_eq!(id("/toys/a/leaflet").as_deref(), Some("readLeaflet"));
    assert_eq!(id("/toys/a/b/c"), None);
}

#[test]
fn events_are_checked_by_their_type() {
    let contract = contract();
    assert_eq!(contract.event_types().collect::<Vec<_>>(), ["toy.broken"]);
    let good = json!({"id": "5ada78ed-288f-43b5-b98c-890369e04fe3", "type": "toy.broken"});
    assert_eq!(contract.check_event("toy.broken", &good), Some(vec![]));
    let found = contract.check_event("toy.broken", &json!({"id": "x", "type": "toy.broken"}));
    assert!(found.is_some_and(|list| list[0].starts_with("/id: ") && list[0].contains("uuid")));
    assert_eq!(contract.check_event("toy.mended", &good), None);
}

#[test]
fn single_messages_are_checked_by_their_name() {
    let contract = contract();
    assert_eq!(contract.message_names().collect::<Vec<_>>(), ["new-toy", "toy", "wheel"]);
    assert_eq!(contract.check_message("wheel", &json!({"size": 3})), Some(vec![]));
    assert_eq!(
        contract.check_message("wheel", &json!({"size": ""})).map(|list| list.len()),
        Some(1)
    );
    assert_eq!(contract.check_message("engine", &json!({})), None);
}

fn refusal(from: &str, to: &str) -> String {
    with_change(from, to).expect_err("the documents are broken").to_string()
}

#[test]
fn a_reference_to_nothing_is_reported_with_its_name() {
    let message = refusal("$ref: new-toy.schema.json", "$ref: old-toy.schema.json");
    assert!(message.contains("old-toy.schema.json"), "{message}");
    let message = refusal(
        "\"422\": {$ref: \"#/components/responses/Problem\"}",
        "\"422\": {$ref: \"#/components/responses/Trouble\"}",
    );
    let wanted = "openapi.yaml, /paths/~1toys/post/responses/422: \
                  #/components/responses/Trouble points to nothing in this document";
    assert_eq!(message, wanted);
}

#[test]
fn a_missing_part_of_an_operation_is_reported_with_its_place() {
    let message = refusal("operationId: makeToy", "summary: Makes a toy.");
    assert_eq!(message, "openapi.yaml, /paths/~1toys/post: operationId is missing");
    let message = refusal("\"201\"", "3XX");
    assert!(message.ends_with("\"3XX\" is neither a status code nor 2XX or 4XX"), "{message}");
    let message = refusal("toy.broken:\n    post:", "toy.broken:\n    put:");
    let wanted = "/webhooks/toy.broken: a webhook needs post.requestBody with a JSON schema";
    assert!(message.ends_with(wanted), "{message}");
}

#[test]
fn a_document_that_is_not_yaml_is_reported_with_file_and_line() {
    let message = refusal("info: {title: Toys,", "info: {title: [Toys,");
    assert!(message.contains("/openapi.yaml cannot be understood: "), "{message}");
    assert!(message.contains("line "), "{message}");
    let message = refusal("openapi: 3.1.0", "openapi: 3.1.0\nopenapi: 3.1.0");
    assert!(message.contains("openapi.yaml cannot be understood") && message.contains("duplicate"));
}

#[test]
fn a_schema_that_is_not_json_or_not_a_schema_is_named() {
    let load = |toy: &str| {
        let folder = folder::with(&[("openapi.yaml", "openapi: 3.1.0"), ("toy.schema.json", toy)]);
        Contract::load(folder.path()).expect_err("the schema is broken").to_string()
    };
    let message = load("{");
    assert!(message.contains("toy.schema.json cannot be understood: "), "{message}");
    let message = load(r#"{"type": "number of wheels"}"#);
    assert!(message.contains("toy.schema.json cannot be used: "), "{message}");
}

#[test]
fn a_document_without_operations_is_no_ground_to_judge_a_target_by() {
    let load = |text: &str| {
        let folder = folder::with(&[("openapi.yaml", text)]);
        Contract::load(folder.path()).expect_err("nothing is documented").to_string()
    };
    for text in ["", "[]", "- paths", "openapi: 3.1.0"] {
        assert_eq!(load(text), "openapi.yaml, the document: paths is missing", "{text}");
    }
    for paths in ["", "[]", "{}", "yes"] {
        let wanted = "openapi.yaml, /paths: a mapping with at least one member belongs here";
        assert_eq!(load(&format!("paths: {paths}")), wanted, "{paths}");
    }
    let message = load("paths: {/toys: {summary: Toys.}}\nwebhooks: {}");
    assert_eq!(message, "openapi.yaml, /paths: no operation is documented");
    let message = load("paths: {/toys: {get: {operationId: a, responses: []}}}");
    assert!(message.contains("/paths/~1toys/get/responses: a mapping"), "{message}");
    let message = load("paths: {/toys: {get: {operationId: a, responses: {\"200\": {}}}}}");
    assert_eq!(message, "openapi.yaml, the document: webhooks is missing");
}

#[test]
fn only_regular_files_are_read() {
    let folder = folder::with(&[("openapi.yaml", OPENAPI)]);
    let link = folder.path().join("toy.schema.json");
    std::os::unix::fs::symlink("/dev/zero", link).expect("linked");
    let message = Contract::load(folder.path()).expect_err("a device").to_string();
    assert!(message.ends_with("/toy.schema.json cannot be read: it is not a regular file"));
}

#[test]
fn a_missing_folder_or_document_is_named() {
    let empty = folder::with(&[("toy.schema.json", TOY)]);
    let message = Contract::load(empty.path()).expect_err("no document").to_string();
    assert!(message.contains("/openapi.yaml cannot be read: "), "{message}");
    let missing = empty.path().join("nowhere");
    let message = Contract::load(&missing).expect_err("no folder").to_string();
    assert!(message.contains("/nowhere cannot be read: "), "{message}");
}

#[test]
fn a_form_has_a_schema_of_its_own() {
    let contract = contract();
    let judged = |form: serde_json::Value| contract.lookup("POST", "/toys").check_form(&form);
    assert_eq!(judged(json!({ "photo": "\u{ff}ab" })), [""; 0]);
    assert!(judged(json!({ "photo": "abcd" }))[0].starts_with("/photo: "));
    assert!(judged(json!({ "kind": "car" }))[0].contains("photo"), "what is missing is named");
    let json = contract.lookup("POST", "/toys").check_request(br#"{"kind": "car"}"#);
    assert_eq!(json, [""; 0], "a body of JSON is judged by the other schema");
}
