//! Feature files become rules and cases; mistakes are named by file and line.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use conformance_harness::suite::{self, Case, CaseStep, LoadError};

use crate::folder::{self, suite_of, try_files, try_suite};

const TOYS: &str = "\
@needs-clock
Feature: Toys
  What toys do.

  Background:
    Given a toy

  @JRN-1.1
  Scenario: Out of the box
    Then all is well

  @source-W @should
  Rule: TOY-1 A toy walks forwards
    Unless it is wound up badly.

    Background:
      And the toy has 4 wheels

    @TOY-1.1
    Scenario: Walking
      When the toy is wound up
      Then all is well

    @TOY-1.2
    Scenario Outline: Rolling on <count> wheels
      When the toy is wound up
      Then the toy has <count> wheels

      Examples: Few
        | count |
        | 2     |
        | 3     |

      @needs-road
      Examples: Many
        | count |
        | 18    |

  @source-K @not-observable
  Rule: TOY-2 A toy dreams
    Nobody sees it.
";

fn texts(case: &Case) -> Vec<&str> {
    case.steps.iter().map(|step| step.value.as_str()).collect()
}

#[test]
fn rules_are_read_with_id_sentence_tags_description_and_place() {
    let suite = suite_of(TOYS);
    let [first, second] = suite.rules.as_slice() else { panic!("two rules, not {suite:?}") };
    assert_eq!((first.id.as_str(), first.sentence.as_str()), ("TOY-1", "A toy walks forwards"));
    assert_eq!(first.tags, ["source-W", "should"]);
    assert_eq!(first.path, Path::new("features/toy.feature"));
    assert_eq!(first.line, 13);
    let described = first.description.as_deref().unwrap_or_default();
    assert_eq!(described.trim(), "Unless it is wound up badly.");
    assert!(first.is_should() && !first.is_not_observable());
    assert!(second.is_not_observable() && !second.is_should());
}

#[test]
fn rows_of_an_outline_are_cases_numbered_across_its_examples() {
    let suite = suite_of(TOYS);
    let ids: Vec<&str> = suite.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids, ["JRN-1.1", "TOY-1.1", "TOY-1.2#1", "TOY-1.2#2", "TOY-1.2#3"]);
    let last = &suite.cases[4];
    assert_eq!(last.scenario_id(), "TOY-1.2");
    assert_eq!(last.rule_id(), "TOY-1");
    assert_eq!(last.name, "Rolling on 18 wheels");
    assert!(texts(last).contains(&"the toy has 18 wheels"));
}

#[test]
fn a_row_stands_at_its_own_line() {
    let suite = suite_of(TOYS);
    let places: Vec<String> = suite.cases.iter().map(|case| case.place()).collect();
    let wanted = [9, 20, 31, 32, 37].map(|line| format!("features/toy.feature:{line}"));
    assert_eq!(places, wanted);
}

#[test]
fn the_backgrounds_of_feature_and_rule_come_before_the_steps() {
    let suite = suite_of(TOYS);
    assert_eq!(texts(&suite.cases[0]), ["a toy", "all is well"], "a journey has the feature's");
    let wanted = ["a toy", "the toy has 4 wheels", "the toy is wound up", "all is well"];
    assert_eq!(texts(&suite.cases[1]), wanted);
}

#[test]
fn the_tags_of_feature_rule_scenario_and_examples_apply_to_a_case() {
    let suite = suite_of(TOYS);
    assert_eq!(suite.cases[1].tags, ["needs-clock", "source-W", "should", "TOY-1.1"]);
    let many = &suite.cases[4];
    assert_eq!(many.needs().collect::<Vec<_>>(), ["clock", "road"]);
    assert_eq!(
        suite.cases[3].needs().collect::<Vec<_>>(),
        ["clock"],
        "the road is for many wheels"
    );
}

#[test]
fn a_journey_stands_under_no_rule_and_is_its_own() {
    let suite = suite_of(TOYS);
    assert!(suite.cases[0].rule.is_none());
    assert_eq!(suite.cases[0].rule_id(), "JRN-1.1");
    assert_eq!(suite.cases[0].feature, "Toys");
}

#[test]
fn files_are_read_from_all_folders_in_the_order_of_their_paths() {
    let feature = |id: &str| format!("Feature: F\n  @{id}\n  Scenario: S\n    Given a toy\n");
    let suite = try_suite(&[
        ("features/b.feature", &feature("TOY-1.3")),
        ("features/a/z.feature", &feature("TOY-1.2")),
        ("features/a/a/y.feature", &feature("TOY-1.1")),
        ("features/notes.md", "not Gherkin"),
        ("elsewhere/x.feature", "not Gherkin either"),
    ]);
    let suite = suite.expect("the suite loads");
    let ids: Vec<&str> = suite.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids, ["TOY-1.1", "TOY-1.2", "TOY-1.3"]);
}

fn mistake(text: &str) -> String {
    let read = try_files(&[("features/toy.feature", text)]).expect("the folder is there");
    assert!(read.suite.cases.is_empty());
    read.mistakes.first().expect("it is not Gherkin").to_string()
}

#[test]
fn a_line_that_is_no_gherkin_is_shown_with_file_and_line() {
    let text =
        "Feature: Toys\n\n  @TOY-1.1\n  Scenario: Walking\n    Given a toy\n    Wenn it walks\n";
    let message = mistake(text);
    let named =
        r#"features/toy.feature:6: this line begins with no Gherkin keyword: "Wenn it walks""#;
    assert!(message.starts_with(named), "{message}");
    assert!(message.contains(r#"did you mean "When"?"#), "{message}");
}

#[test]
fn text_below_a_name_or_in_quotes_is_not_taken_for_the_mistake() {
    let text = "\
Feature: Toys
  Words about toys.
  Rule: TOY-1 It walks
    More words.
    Scenario: Walking
      # Even more.
      Given a toy
        \"\"\"
        any text
        \"\"\"
      Wenn it walks
";
    assert!(mistake(text).starts_with("features/toy.feature:11: "), "{}", mistake(text));
}

#[test]
fn a_placeholder_without_a_column_is_shown_with_file_and_line() {
    let text = "\
Feature: Toys
  @TOY-1.1
  Scenario Outline: S
    Given a <kind> toy
    Examples:
      | colour |
      | red    |
";
    let message = mistake(text);
    let wanted =
        "features/toy.feature:4: <kind> is no column of the Examples; the columns are colour";
    assert_eq!(message, wanted);
}

#[test]
fn a_folder_without_feature_files_is_named() {
    let error = try_suite(&[("features/readme.md", "nothing yet")]).expect_err("it is empty");
    assert!(matches!(error, LoadError::Empty(_)));
    assert!(error.to_string().contains("/features; is this the folder of the suite?"), "{error}");
}

#[test]
fn a_missing_folder_is_named() {
    let error = try_suite(&[]).expect_err("there is no folder");
    assert!(matches!(error, LoadError::Read { .. }));
    assert!(error.to_string().contains("/features cannot be read"), "{error}");
}

/// An outline whose last step is the only one that its rows change.
fn outline(rows: usize) -> String {
    let steps = "      Given a toy\n".repeat(9) + "      Then the toy has <count> wheels\n";
    let rows: Vec<String> = (0..rows).map(|row| format!("        | {row} |\n")).collect();
    let rows = rows.concat();
    format!(
        "Feature: Toys\n  @TOY-1.1\n  Scenario Outline: Rolling\n{steps}\n      Examples:\n        \
         | count |\n{rows}\n  @TOY-1.2\n  Scenario: Standing\n    Given a toy\n"
    )
}

/// The place in memory of a step's words.
fn words_of(step: &CaseStep) -> *const gherkin::Step {
    &raw const **step
}

#[test]
fn many_rows_load_at_once_and_share_the_steps_that_they_do_not_change() {
    const ROWS: usize = 20_000;
    /// A time far above the one needed and far below one that grows with the square of the rows.
    const SOON: Duration = Duration::from_secs(5);
    let text = outline(ROWS);
    let begun = Instant::now();
    let suite = suite_of(&text);
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    assert_eq!(suite.cases.len(), ROWS + 1);
    let (first, last) = (&suite.cases[0], &suite.cases[ROWS - 1]);
    assert_eq!((first.id.as_str(), last.id.as_str()), ("TOY-1.1#1", "TOY-1.1#20000"));
    assert_eq!(last.line, first.line + ROWS - 1);
    assert_eq!(last.steps[9].value, format!("the toy has {} wheels", ROWS - 1));
    assert!((0..9).all(|step| words_of(&first.steps[step]) == words_of(&last.steps[step])));
    assert_eq!(suite.cases[ROWS].line, text.lines().count() - 1, "lines after rows stay right");
    assert_eq!(suite.cases[ROWS].steps[0].line, text.lines().count());
}

#[test]
fn steps_with_the_same_words_share_them_and_keep_their_lines() {
    let text = "\
Feature: Toys
  Background:
    Given a shop
  @TOY-1.1
  Scenario: A red toy
    Given toys
      | red |
    Then it is sold
  @TOY-1.2
  Scenario: A blue toy
    Given toys
      | blue |
    Then it is sold
";
    let suite = suite_of(text);
    let (one, other) = (&suite.cases[0].steps, &suite.cases[1].steps);
    let shared = one.iter().zip(other).map(|(one, other)| words_of(one) == words_of(other));
    assert_eq!(shared.collect::<Vec<_>>(), [true, false, true]);
    let lines = |steps: &[CaseStep]| steps.iter().map(|step| step.line).collect::<Vec<_>>();
    assert_eq!((lines(one), lines(other)), (vec![3, 6, 8], vec![3, 11, 13]));
}

#[test]
fn cells_are_read_with_their_escapes_between_comments_and_empty_lines() {
    let text = "\
Feature: Toys
  @TOY-1.1
  Scenario Outline: A <colour> toy
    Given a toy
      \"\"\"
      Examples:
        | colour |
      \"\"\"

    Examples: Some
      Words about <colour>.

      # a comment
      | colour     | other |
      # | none | none |

      | a\\|b\\\\c\\nd |       |
      |  red       | x     | # a comment
";
    let names: Vec<String> = suite_of(text).cases.iter().map(|case| case.name.clone()).collect();
    assert_eq!(names, ["A a|b\\c\nd toy", "A red toy"]);
}

#[test]
fn a_row_with_too_few_or_too_many_cells_is_named() {
    let text = "\
Feature: Toys
  @TOY-1.1
  Scenario Outline: S
    Given a <kind> toy
    Examples:
      | kind | colour |
      | car  | red    |
      | bus  |
";
    let wanted = "features/toy.feature:8: this row has 1 cell, and the first one has 2; give each \
                  column a cell; an empty one is `| |`";
    assert_eq!(mistake(text), wanted);
    let text = text.replace("| bus  |", "| bus | red | new |");
    let wanted = "features/toy.feature:8: this row has 3 cells, and the first one has 2; take the last \
                  cell away, or name its column in the first row";
    assert_eq!(mistake(&text), wanted);
}

#[test]
fn only_regular_files_are_read() {
    let folder = folder::with(&[("features/toy.feature", "Feature: F\n")]);
    let file = folder.path().join("features/toy.feature");
    let refused = |why: &str| {
        let read = suite::load(folder.path()).expect("the folder is there");
        let reason = &read.mistakes.first().expect("it is not a regular file").reason;
        assert_eq!(*reason, format!("the file cannot be read: {why}"));
    };
    std::fs::remove_file(&file).expect("removed");
    std::os::unix::fs::symlink("/dev/zero", &file).expect("linked");
    refused("it is not a regular file");
    std::fs::remove_file(&file).expect("removed");
    let made = std::process::Command::new("mkfifo").arg(&file).status();
    assert!(made.is_ok_and(|status| status.success()));
    refused("it is not a regular file");
    std::fs::remove_file(&file).expect("removed");
    std::fs::File::create(&file).expect("made").set_len((16 << 20) + 1).expect("long");
    refused("it is larger than 16 MiB");
}

#[test]
fn a_link_to_a_folder_above_leads_in_no_circle() {
    let text = "Feature: F\n  @TOY-1.1\n  Scenario: S\n    Given a toy\n";
    let folder = folder::with(&[("features/a/toy.feature", text)]);
    for name in ["one", "two"] {
        let link = folder.path().join("features/a").join(name);
        std::os::unix::fs::symlink(folder.path().join("features"), link).expect("linked");
    }
    assert_eq!(suite::load(folder.path()).expect("it loads").suite.cases.len(), 1);
}
