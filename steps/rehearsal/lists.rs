//! The lists of the API, as the forecast of a run knows them: each in the API document, and each that a feature reads.

use std::path::Path;

use conformance_harness::{suite, yaml};
use serde_json::Value;

use super::needs::needs_of;
use crate::{check::UsedPhrase, edition::path, language::PersonName, world::CaseTrait};

/// The reference by which an operation takes the number of a page.
const PAGE: &str = "#/components/parameters/page";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The paths of all operations that give a list in pages, with names in the place of ids.
fn lists() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("schemas/openapi.yaml")).expect("readable");
    let document = yaml::parse(&text).expect("is YAML");
    let is_list = |operations: &Value| {
        let taken = operations.pointer("/get/parameters").and_then(Value::as_array);
        taken.into_iter().flatten().any(|one| one["$ref"] == PAGE)
    };
    let paths = document["paths"].as_object().expect("has paths").iter();
    paths.filter(|(_, operations)| is_list(operations)).map(|(path, _)| path.clone()).collect()
}

/// True for a list of things that other scenarios of the merchant have as well.
fn is_of_merchant(list: &str) -> bool {
    !list.contains('{') && !path::is_catalogue(list) && !list.starts_with(path::OF_THE_MERCHANT)
}

fn is_at(list: &str, place: &str) -> bool {
    let place = place.split('?').next().unwrap_or_default();
    let (list, place): (Vec<&str>, Vec<&str>) =
        (list.split('/').collect(), place.split('/').collect());
    let is_same = |(list, place): (&&str, &&str)| list == place || list.starts_with('{');
    list.len() == place.len() && list.iter().zip(&place).all(is_same)
}

#[test]
fn every_list_of_the_merchant_is_known_as_one() {
    let lists: Vec<String> = lists().into_iter().filter(|list| is_of_merchant(list)).collect();
    assert!(lists.len() >= 4, "{lists:?}");
    for list in lists {
        for query in ["", "?page=2&pageSize=1"] {
            assert!(path::lists_of_merchant(&format!("{list}{query}")), "{list}{query}");
        }
    }
}

#[test]
fn who_looks_into_a_list_does_not_share_its_subject() {
    let (lists, accounts) = (lists(), path::accounts("{uid}"));
    assert!(lists.contains(&accounts), "{lists:?}");
    let suite = suite::load(root()).expect("the features").suite;
    let mut seen = 0;
    for case in &suite.cases {
        let needs = needs_of(case, |_| true);
        let mut read: Option<String> = None;
        for step in &case.steps {
            let Some(phrase) = UsedPhrase::of(step) else { continue };
            if phrase.word("method") == Some("GET") {
                read = phrase.word("path").map(str::to_owned);
                continue;
            }
            let explanation = phrase.explanation;
            if !explanation.reads_answer {
                read = None;
            }
            let looks_inside = explanation.text.is_some() || explanation.compares.is_some();
            let Some(place) = read.as_deref().filter(|_| looks_inside) else { continue };
            let Some(list) = lists.iter().find(|list| is_at(list, place)) else { continue };
            seen += 1;
            if is_of_merchant(list) {
                assert!(needs.has(CaseTrait::SeesAll), "{}: {place}", case.id);
            } else if *list == accounts {
                let is_owner = |name: &str| place.contains(&format!("{{{}}}", name.to_lowercase()));
                let mut cast = needs.cast.iter().map(PersonName::first);
                assert!(!cast.any(is_owner), "{}: {place}", case.id);
            }
        }
    }
    assert!(seen > 20, "only {seen} lists are looked into");
}
