//! The files of maps: valid by their schema, which knows exactly the keys that are read, and explained in the guide.

use std::{collections::BTreeSet, fs, path::PathBuf};

use conformance_harness::{portal_map::PortalMap, yaml};
use ralio_conformance::portal::KNOWN_ACTS;
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn schema() -> Value {
    let text = fs::read_to_string(root().join("fixtures/portal-map.schema.json")).expect("a file");
    serde_json::from_str(&text).expect("JSON")
}

/// The maps of the repository and those in the guide.
fn maps() -> Vec<(String, String)> {
    let mut maps = Vec::new();
    for file in fs::read_dir(root().join("fixtures/portals")).expect("a folder") {
        let path = file.expect("a file").path();
        maps.push((path.display().to_string(), fs::read_to_string(&path).expect("a text")));
    }
    let other = root().join("cli/tests/commands/pages/other.yaml");
    maps.push(("other.yaml".to_owned(), fs::read_to_string(other).expect("a text")));
    let guide = fs::read_to_string(root().join("docs/portal-map.md")).expect("the guide");
    let whole = guide.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let whole: Vec<&str> = whole.filter(|text| text.starts_with("portal:")).collect();
    assert!(!whole.is_empty(), "the guide has a whole map");
    maps.extend(whole.into_iter().map(|text| ("the guide".to_owned(), text.to_owned())));
    maps
}

#[test]
fn every_map_is_valid_by_the_schema_and_is_read() {
    let schema = jsonschema::draft202012::new(&schema()).expect("a schema");
    for (name, text) in maps() {
        let map = yaml::parse(&text).expect("YAML");
        let mistakes: Vec<String> = schema
            .iter_errors(&map)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(mistakes.is_empty(), "{name}: {mistakes:#?}");
        let read = PortalMap::parse(&text, &name, &KNOWN_ACTS);
        assert!(read.is_ok(), "{}", read.expect_err("it is not read"));
    }
}

/// The keys that the reader knows at a place, which it lists when it meets another one.
fn read_keys(map: &str) -> BTreeSet<String> {
    let error = PortalMap::parse(map, "a map", &KNOWN_ACTS).expect_err("an unknown key");
    let told = error.to_string();
    let (_, list) = told.split_once("expected ").expect("the error lists the keys");
    list.split('`')
        .skip(1)
        .step_by(2)
        .take_while(|word| *word != "nokey")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_schema_knows_exactly_the_keys_that_are_read() {
    let schema = schema();
    for (place, map) in [
        ("/properties", "nokey: 1"),
        ("/$defs/act/properties", "acts: { approve_kyc: { nokey: 1 } }"),
        ("/$defs/step/properties", "sign_in: [{ nokey: 1 }]"),
        ("/$defs/control/properties", "signed_in: { nokey: 1 }"),
        ("/$defs/reading/properties", "sign_in: [{ read: { a: { nokey: 1 } } }]"),
    ] {
        let known = schema.pointer(place).and_then(Value::as_object).expect("properties");
        let known: BTreeSet<String> = known.keys().cloned().collect();
        assert_eq!(known, read_keys(map), "{place}");
    }
}

#[test]
fn the_guide_names_every_act_with_its_values() {
    let guide = fs::read_to_string(root().join("docs/portal-map.md")).expect("the guide");
    for act in KNOWN_ACTS {
        let line = guide.lines().find(|line| line.contains(&format!("`{}`", act.name)));
        let line = line.unwrap_or_else(|| panic!("the guide does not name {}", act.name));
        for value in act.values {
            assert!(line.contains(&format!("`{value}`")), "{}: {value} is missing", act.name);
        }
    }
}
