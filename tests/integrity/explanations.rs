//! The explanations of words, held against the code, the schemas and the fixtures.

use std::collections::BTreeSet;

use conformance_harness::{coverage::load_transitions, yaml};
use ralio_conformance::{CAPABILITIES, edition, language::terms};

use crate::root;

fn explained(list: &str) -> BTreeSet<String> {
    terms().lists[list].values.keys().map(|word| word.to_uppercase()).collect()
}

#[test]
fn every_state_is_explained() {
    let resources = load_transitions(&root().join("fixtures/transitions.yaml")).expect("readable");
    for resource in resources {
        let list =
            if resource.resource.starts_with("level") { "level" } else { &resource.resource };
        let changes = resource.changes.iter().flat_map(|change| [&change.from, &change.to]);
        let states: BTreeSet<String> = changes.cloned().collect();
        let told = explained(list);
        let missing: Vec<&String> = states.difference(&told).collect();
        assert!(missing.is_empty(), "{list}: {missing:?}");
    }
}

#[test]
fn every_network_capability_and_source_is_explained() {
    let networks = edition::NETWORKS.map(str::to_owned).into_iter().collect();
    assert_eq!(explained("network"), networks);
    for name in CAPABILITIES {
        assert!(terms().tags.contains_key(&format!("needs-{name}")), "{name}");
    }
}

#[test]
fn people_with_data_of_their_own_and_types_of_documents_are_explained() {
    let mut own = BTreeSet::new();
    for kind in ["users", "businesses"] {
        for file in root().join("fixtures").join(kind).read_dir().expect("a folder") {
            let path = file.expect("readable").path();
            own.insert(path.file_stem().expect("a name").to_string_lossy().into_owned());
        }
    }
    for name in terms().people.values.keys() {
        assert!(own.contains(&name.to_lowercase()), "{name} has no fixture");
    }
    let schema = root().join("schemas/kyb-document-request.schema.json");
    let schema = yaml::parse(&std::fs::read_to_string(schema).expect("readable")).expect("JSON");
    let types = schema["$defs"]["type"]["enum"].as_array().expect("a list");
    let types: BTreeSet<&str> = types.iter().filter_map(|one| one.as_str()).collect();
    let told: BTreeSet<&str> = terms().documents.values.keys().map(String::as_str).collect();
    assert_eq!(told, types);
}
