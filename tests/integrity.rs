//! The suite against its own rules: the files in features/, the vocabulary, the schemas and the explanations.

#[path = "integrity/documents.rs"]
mod documents;
#[path = "integrity/explanations.rs"]
mod explanations;
#[path = "integrity/situations.rs"]
mod situations;
#[path = "integrity/sources.rs"]
mod sources;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use conformance_harness::{layer::Layer, run::TargetScope};
use ralio_conformance::{CAPABILITIES, load_suite, phrase_list};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_feature_files_have_no_mistakes() {
    if let Err(error) = load_suite(root()) {
        panic!("{error}");
    }
}

#[test]
fn the_vocabulary_is_the_reviewed_one() {
    let phrases = phrase_list();
    insta::assert_snapshot!("vocabulary", phrases.join("\n"));
}

#[test]
fn the_index_of_rules_is_the_reviewed_one() {
    let suite = load_suite(root()).expect("the suite loads");
    insta::assert_snapshot!("rules", suite.index().join("\n"));
}

/// Only a scenario whose very subject is our decision may be left out for want of `decided`: each of them is reviewed here.
#[test]
fn the_scenarios_that_only_decided_brings_are_the_reviewed_ones() {
    let suite = load_suite(root()).expect("the suite loads");
    let scope = TargetScope {
        layers: [Layer::Guides, Layer::Reference].into_iter().collect(),
        capabilities: CAPABILITIES.into_iter().map(str::to_owned).collect(),
        ..TargetScope::default()
    };
    let left_out = suite.cases.iter().filter(|case| scope.gap(case).is_some());
    let mut lines: Vec<String> = left_out
        .filter(|case| case.rule.as_ref().is_none_or(|rule| rule.layer() != Layer::Decided))
        .map(|case| format!("{} {}", case.id, case.name))
        .collect();
    lines.dedup();
    insta::assert_snapshot!("decided", lines.join("\n"));
}

#[test]
fn every_phrase_is_used() {
    let suite = load_suite(root()).expect("the suite loads");
    let texts: BTreeSet<&str> = suite
        .cases
        .iter()
        .flat_map(|case| case.steps.iter().map(|step| step.value.as_str()))
        .collect();
    let unused: Vec<String> = conformance_harness::run::phrases::<ralio_conformance::World>()
        .into_iter()
        .filter(|(_, phrase)| {
            let phrase = regex::Regex::new(phrase).expect("a phrase is a regular expression");
            !texts.iter().any(|text| phrase.is_match(text))
        })
        .map(|(_, phrase)| phrase)
        .collect();
    assert_eq!(unused, Vec::<String>::new(), "phrases that no scenario uses");
}

#[test]
fn feature_files_stay_small() {
    let suite = load_suite(root()).expect("the suite loads");
    let files: BTreeSet<&Path> = suite.cases.iter().map(|case| case.path.as_path()).collect();
    for file in files {
        let text = std::fs::read_to_string(root().join(file)).expect("readable");
        assert!(text.lines().count() <= 150, "{} has more than 150 lines", file.display());
    }
}

#[test]
fn scenario_numbers_have_no_gap() {
    let suite = load_suite(root()).expect("the suite loads");
    for rule in &suite.rules {
        let mut numbers: Vec<usize> = suite
            .cases
            .iter()
            .filter(|case| case.rule_id() == rule.id)
            .filter_map(|case| case.scenario_id().rsplit('.').next()?.parse().ok())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let wanted: Vec<usize> = (1..=numbers.len()).collect();
        assert_eq!(numbers, wanted, "the scenarios of {}", rule.id);
    }
}

#[test]
fn rule_numbers_have_no_gap() {
    let suite = load_suite(root()).expect("the suite loads");
    let mut families: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for rule in &suite.rules {
        let (family, number) = rule.id.rsplit_once('-').expect("a rule has a number");
        families.entry(family).or_default().push(number.parse().expect("a number"));
    }
    for (family, mut numbers) in families {
        numbers.sort_unstable();
        let wanted: Vec<usize> = (1..=numbers.len()).collect();
        assert_eq!(numbers, wanted, "the rules of {family}");
    }
}

#[test]
fn the_arrows_of_the_house_hold() {
    let manifest = |path: &str| std::fs::read_to_string(root().join(path)).expect("readable");
    let steps = manifest("Cargo.toml");
    let dependencies = |text: &str| {
        let start = text.find("\n[dependencies]").map_or(0, |at| at + 15);
        let end = text[start..].find("\n[").map_or(text.len(), |at| start + at);
        text[start..end].to_owned()
    };
    assert!(!dependencies(&steps).contains("ralio-sandbox"), "steps depend on the sandbox");
    let harness = dependencies(&manifest("harness/Cargo.toml"));
    assert!(!harness.contains("ralio-"), "the harness depends on something of Ralio");
    let sandbox = dependencies(&manifest("sandbox/Cargo.toml"));
    assert!(!sandbox.contains("path ="), "the sandbox depends on something of ours");
}

/// The shape that a request line of a scenario shares with a documented path: all placeholders are equal.
fn shape(path: &str) -> Vec<String> {
    let path = path.split('?').next().unwrap_or_default();
    let segment = |part: &str| if part.starts_with('{') { "{}".into() } else { part.to_owned() };
    path.split('/').map(segment).collect()
}

#[test]
fn every_operation_is_requested_without_a_token_and_by_another_merchant() {
    let suite = load_suite(root()).expect("the suite loads");
    let text = std::fs::read_to_string(root().join("schemas/openapi.yaml")).expect("readable");
    let openapi = conformance_harness::yaml::parse(&text).expect("is YAML");
    let asked = |rule: Option<&str>, asker: &str, method: &str, path: &str| {
        let cases = suite.cases.iter().filter(|case| case.layer != Layer::Decided);
        cases.filter(|case| rule.is_none_or(|rule| case.rule_id() == rule)).any(|case| {
            case.steps.iter().filter(|step| step.value.starts_with(asker)).any(|step| {
                let words: Vec<&str> = step.value.split_whitespace().collect();
                let sends = words.iter().position(|word| *word == "sends");
                let line = sends.and_then(|at| Some((words.get(at + 1)?, words.get(at + 2)?)));
                line.is_some_and(|(verb, place)| {
                    verb.eq_ignore_ascii_case(method) && shape(place) == shape(path)
                })
            })
        })
    };
    let mut missing = Vec::new();
    for (path, item) in openapi["paths"].as_object().expect("has paths") {
        for method in item.as_object().expect("has methods").keys() {
            if path.ends_with("/auth/login") {
                continue;
            }
            // No document knows this operation.
            let is_ours = path.ends_with("/crypto-addresses");
            if !asked(Some("AUTH-2"), "the ", method, path) {
                missing.push(format!("AUTH-2 does not ask {method} {path}"));
            }
            // Requests of another merchant stand under AUTH-7, or under the rule of the requested resource; they are no
            // decision of ours.
            let is_bound = path.contains('{') && !is_ours;
            if is_bound && !asked(None, "the other merchant ", method, path) {
                missing.push(format!("no other merchant asks {method} {path}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
