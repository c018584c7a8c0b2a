//! The API's description: every message has an example, and every example is valid under its schema.

#![expect(clippy::expect_used, reason = "a test that cannot read the documents has nothing to say")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use conformance_harness::{exchange::Response, schema::Contract, yaml};
use serde_json::Value;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

struct Described {
    openapi: Value,
    examples: BTreeMap<String, Value>,
    contract: Contract,
    used: BTreeSet<String>,
    faults: Vec<String>,
}

impl Described {
    fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        let parsed = |path: &Path| {
            yaml::parse(&std::fs::read_to_string(path).expect("readable")).expect("is YAML")
        };
        let files = std::fs::read_dir(folder.join("examples")).expect("has examples");
        let examples = files.map(|file| {
            let path = file.expect("readable").path();
            let name = path.file_name().expect("has a name").to_string_lossy().into_owned();
            (format!("./examples/{name}"), parsed(&path))
        });
        Self {
            openapi: parsed(&folder.join("openapi.yaml")),
            examples: examples.collect(),
            contract: Contract::load(&folder).expect("the schemas load"),
            used: BTreeSet::new(),
            faults: Vec::new(),
        }
    }

    /// Follows a reference into the components.
    fn followed(&self, place: &Value) -> Value {
        match place.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                let pointer = reference.trim_start_matches('#');
                self.openapi.pointer(pointer).expect("the reference leads somewhere").clone()
            }
            None => place.clone(),
        }
    }

    /// The values of the examples of a media type, by name.
    fn examples_of(&mut self, media: &Value, place: &str) -> Vec<(String, Value)> {
        let named = media.get("examples").and_then(Value::as_object).cloned().unwrap_or_default();
        if named.is_empty() {
            self.faults.push(format!("{place} has no example"));
        }
        let mut found = Vec::new();
        for (name, example) in named {
            let Some(reference) = example.get("$ref").and_then(Value::as_str) else {
                found.push((name, example["value"].clone()));
                continue;
            };
            let target = reference
                .split_once('#')
                .and_then(|(file, pointer)| self.examples.get(file)?.pointer(pointer));
            match target.and_then(|target| target.get("value")) {
                Some(value) => found.push((name, value.clone())),
                None => self.faults.push(format!("{place}: {reference} leads nowhere")),
            }
            self.used.insert(reference.to_owned());
        }
        found
    }

    fn note(&mut self, place: &str, name: &str, problems: &[String]) {
        for problem in problems {
            self.faults.push(format!("{place}, example {name}: {problem}"));
        }
    }

    fn check_operation(&mut self, method: &str, path: &str, operation: &Value) {
        let request = self.followed(&operation["requestBody"]);
        let place = format!("{method} {path}");
        if let Some(media) = request.pointer("/content/application~1json") {
            for (name, value) in self.examples_of(media, &place) {
                let body = value.to_string();
                let problems = self.contract.lookup(method, path).check_request(body.as_bytes());
                self.note(&place, &name, &problems);
            }
        }
        if let Some(media) = request.pointer("/content/multipart~1form-data") {
            for (name, value) in self.examples_of(media, &place) {
                let problems = self.contract.lookup(method, path).check_form(&value);
                self.note(&place, &name, &problems);
            }
        }
        self.check_responses(method, path, &operation["responses"]);
    }

    fn check_responses(&mut self, method: &str, path: &str, responses: &Value) {
        let members = responses.as_object().expect("has responses").iter();
        for (status, response) in members.filter(|(status, _)| !status.starts_with("x-")) {
            let response = self.followed(response);
            let place = format!("{method} {path} {status}");
            self.check_headers(&response, &place);
            let shown_headers = self.shown_headers(&response);
            let content = response.get("content").and_then(Value::as_object).cloned();
            for (media_type, media) in content.unwrap_or_default() {
                let status = status.parse().expect("a status is a number");
                for (name, value) in self.examples_of(&media, &place) {
                    let mut headers = vec![("content-type".to_owned(), media_type.clone())];
                    headers.extend(shown_headers.clone());
                    let response = Response::new(status, headers, value.to_string());
                    let problems = self.contract.lookup(method, path).check_response(&response);
                    self.note(&place, &name, &problems);
                }
            }
        }
    }

    /// The headers of an answer, with their examples as values.
    fn shown_headers(&self, response: &Value) -> Vec<(String, String)> {
        let headers = response.get("headers").and_then(Value::as_object).into_iter().flatten();
        let shown = headers.filter_map(|(name, header)| {
            let value = self.followed(header).get("example")?.as_str()?.to_owned();
            Some((name.clone(), value))
        });
        shown.collect()
    }

    fn check_headers(&mut self, response: &Value, place: &str) {
        for (name, header) in
            response.get("headers").and_then(Value::as_object).into_iter().flatten()
        {
            let header = self.followed(header);
            let schema = header.get("schema").cloned().unwrap_or_default();
            let shown = ["example", "examples"].iter().any(|key| header.get(key).is_some());
            if !shown && schema.get("const").is_none() && schema.get("examples").is_none() {
                self.faults.push(format!("{place}: the header {name} has no example"));
            }
        }
    }
}

#[test]
fn every_example_is_valid_and_nothing_goes_without() {
    let mut described = Described::read();
    for (path, item) in described.openapi["paths"].as_object().expect("has paths").clone() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                described.check_operation(method, &path, operation);
            }
        }
    }
    let anywhere = described.openapi["x-any-operation-responses"].clone();
    described.check_responses("get", "/nowhere", &anywhere);
    for (event, item) in described.openapi["webhooks"].as_object().expect("has events").clone() {
        let media = &item["post"]["requestBody"]["content"]["application/json"];
        for (name, value) in described.examples_of(media, &event) {
            let problems = described.contract.check_event(&event, &value).unwrap_or_default();
            described.note(&event, &name, &problems);
            if value["eventType"] != event.as_str() {
                described.faults.push(format!("{event}: example {name} is of another type"));
            }
        }
    }
    // The documents' own samples belong to sources.rs.
    let own = described.examples.iter().filter(|(file, _)| *file != "./examples/documents.yaml");
    for (file, examples) in own {
        for name in examples.as_object().expect("examples by name").keys() {
            let reference = format!("{file}#/{name}");
            if !described.used.contains(&reference) {
                described.faults.push(format!("{reference} belongs to nothing"));
            }
        }
    }
    assert_eq!(described.faults, Vec::<String>::new());
}
