//! The files of faults and variants: valid by their schema, and readable.

use std::{collections::BTreeSet, fs, path::PathBuf};

use conformance_harness::{
    fault::{FaultKind, load},
    files, yaml,
};

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

#[test]
fn every_file_of_faults_is_valid_by_the_schema() {
    let schema = files::read_text(&fixtures().join("fault.schema.json")).expect("the schema");
    let schema = serde_json::from_str(&schema).expect("JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("a schema");
    for folder in ["faults", "variants"] {
        for file in fs::read_dir(fixtures().join(folder)).expect("the folder") {
            let path = file.expect("a file").path();
            let text = files::read_text(&path).expect("a text");
            let faults = yaml::parse(&text).expect("YAML");
            let mistakes: Vec<String> = schema
                .iter_errors(&faults)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(mistakes.is_empty(), "{}: {mistakes:#?}", path.display());
        }
    }
}

#[test]
fn faults_and_variants_are_read_and_no_id_stands_twice() {
    let openapi = fixtures().join("../schemas/openapi.yaml");
    let read = |folder, kind| load(&fixtures().join(folder), kind, &openapi).expect("readable");
    let faults = read("faults", FaultKind::Fault);
    let variants = read("variants", FaultKind::Variant);
    assert!(faults.len() >= 40 && variants.len() >= 40, "{} {}", faults.len(), variants.len());
    let ids: BTreeSet<&str> = faults.iter().chain(&variants).map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), faults.len() + variants.len());
}

#[test]
fn a_mistake_names_the_file_the_fault_and_what_is_similar() {
    let folder = tempfile::tempdir().expect("a folder");
    let text =
        "- {id: one, breaks: KYB-3, title: One, changes: [{at: {answer: getOrdr}, do: [drop]}]}";
    fs::write(folder.path().join("one.yaml"), text).expect("written");
    let openapi = fixtures().join("../schemas/openapi.yaml");
    let error = load(folder.path(), FaultKind::Fault, &openapi).expect_err("no such operation");
    let error = error.to_string();
    assert!(error.contains("one.yaml, one: getOrdr is no operation"), "{error}");
    assert!(error.contains("getOrder"), "{error}");
    let text = "- id: one\n  breaks: KYB-3\n  title: null\n";
    fs::write(folder.path().join("one.yaml"), text).expect("written");
    let error = load(folder.path(), FaultKind::Fault, &openapi).expect_err("null is no title");
    let error = error.to_string();
    assert!(error.contains("one.yaml, one: title: invalid type: null"), "{error}");
    assert!(error.contains("line 3, column 10"), "{error}");
}
