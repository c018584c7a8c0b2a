//! The situations of fixtures/situations: each that matters to a rule is brought about by one of its scenarios, or excused.

use std::{collections::BTreeMap, ffi::OsString, path::Path};

use conformance_harness::fault::load_situations;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_situation_of_a_rule_is_brought_about() {
    let arguments = ["conform", "score", "--situations", "--suite"].map(OsString::from);
    let code = conform::run_command(arguments.into_iter().chain([root().into()]));
    assert_eq!(code, 0, "see the lines above");
}

#[test]
fn every_excuse_is_for_a_rule_to_which_the_situation_matters() {
    let openapi = root().join("schemas/openapi.yaml");
    let dimensions =
        load_situations(&root().join("fixtures/situations"), &openapi).expect("readable");
    let mut titles: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for dimension in &dimensions {
        for situation in &dimension.situations {
            *titles.entry((&dimension.dimension, &situation.title)).or_default() += 1;
            let rules = situation.rules.as_ref().unwrap_or(&dimension.rules);
            for (rule, reason) in &situation.excused {
                assert!(
                    rules.contains(rule),
                    "{}: {rule} is excused and not meant",
                    situation.title
                );
                assert!(reason.len() > 20, "{}: {rule} has no reason", situation.title);
            }
        }
    }
    let twice: Vec<_> = titles.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "these situations stand twice: {twice:?}");
}
