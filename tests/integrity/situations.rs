//! The tables of fixtures/situations. tests/conformance.rs shows that scenarios bring them about.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::fault::load_situations;
use ralio_conformance::load_suite;

use crate::root;

#[test]
fn situations_and_their_excuses_name_rules_to_which_they_matter() {
    let openapi = root().join("schemas/openapi.yaml");
    let dimensions =
        load_situations(&root().join("fixtures/situations"), &openapi).expect("readable");
    let suite = load_suite(root()).expect("the suite loads");
    let known: BTreeSet<&str> = suite.rules.iter().map(|rule| rule.id.as_str()).collect();
    let mut titles: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for dimension in &dimensions {
        for situation in &dimension.situations {
            *titles.entry((&dimension.dimension, &situation.title)).or_default() += 1;
            let rules = situation.rules.as_ref().unwrap_or(&dimension.rules);
            for rule in rules {
                let title = &situation.title;
                assert!(known.contains(rule.as_str()), "{title}: {rule} is no rule");
            }
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
