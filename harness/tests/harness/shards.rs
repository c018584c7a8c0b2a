//! Parts of a suite for several machines.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::suite::Shard;

use crate::folder;

/// A feature with this many scenarios, whose titles end with this word.
fn feature_of(count: usize, word: &str) -> String {
    let head = "Feature: Toys\n  @source-W\n  Rule: TOY-1 A toy walks\n".to_owned();
    let scenario = |number| {
        format!("    @TOY-1.{number}\n    Scenario: Number {number} {word}\n      When it walks\n")
    };
    head + &(1..=count).map(scenario).collect::<String>()
}

/// The ids of each part.
fn parts(text: &str, parts: usize, times: Option<&BTreeMap<String, f64>>) -> Vec<BTreeSet<String>> {
    let cases = folder::suite_of(text).cases;
    let of = |part| Shard { part, parts }.of(&cases, times);
    (1..=parts).map(|part| of(part).iter().map(|case| case.id.clone()).collect()).collect()
}

#[test]
fn each_scenario_stands_in_one_part_and_stays_there() {
    let before = parts(&feature_of(40, "first"), 4, None);
    let all: usize = before.iter().map(BTreeSet::len).sum();
    assert_eq!(all, 40);
    assert_eq!(before.iter().flatten().collect::<BTreeSet<_>>().len(), 40);
    let after = parts(&feature_of(41, "renamed"), 4, None);
    for (before, after) in before.iter().zip(&after) {
        assert!(before.is_subset(after), "{before:?} {after:?}");
    }
}

#[test]
fn with_times_all_parts_take_about_as_long() {
    let time = |number: u32| f64::from(number * 7919 % 97) / 40.0;
    let times: BTreeMap<String, f64> =
        (1..=300).map(|number| (format!("TOY-1.{number}"), time(number))).collect();
    let parts = parts(&feature_of(300, "timed"), 8, Some(&times));
    let loads: Vec<f64> = parts.iter().map(|part| part.iter().map(|id| times[id]).sum()).collect();
    let mean = loads.iter().sum::<f64>() / 8.0;
    let longest = loads.iter().copied().fold(0.0, f64::max);
    assert!(longest <= mean * 1.1, "{loads:?}");
}

#[test]
fn a_part_is_written_as_two_numbers() {
    assert_eq!("2/4".parse(), Ok(Shard { part: 2, parts: 4 }));
    for wrong in ["0/4", "5/4", "4", "a/4", "1/0", ""] {
        assert!(wrong.parse::<Shard>().is_err(), "{wrong:?}");
    }
}
