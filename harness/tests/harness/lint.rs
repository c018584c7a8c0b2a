//! Mistakes in feature files are named before anything runs, each in words that say what to do.

use conformance_harness::{
    run::phrases,
    suite::{FeatureMistake, StepMistake, SuiteFiles, lint},
};
use regex::Regex;

use crate::{folder::try_files, toy::Toy};

/// The mistake of a step that is not known.
fn find(step: &gherkin::Step) -> Option<StepMistake> {
    let known = phrases::<Toy>().into_iter().any(|(kind, phrase)| {
        kind == step.ty && Regex::new(&phrase).is_ok_and(|phrase| phrase.is_match(&step.value))
    });
    (!known).then(|| StepMistake {
        part: step.value.split(' ').next_back().unwrap_or_default().to_owned(),
        reason: "no phrase matches".to_owned(),
        remedy: "write another".to_owned(),
    })
}

fn problems_of(files: &SuiteFiles) -> Vec<FeatureMistake> {
    lint(files, &["clock", "road"], &["features"], find)
}

/// The mistakes in a feature, as `line: message`.
fn problems(text: &str) -> Vec<String> {
    let found = |problem: FeatureMistake| format!("{}: {}", problem.line, problem.message());
    let files = try_files(&[("features/toy.feature", text)]).expect("the folder is there");
    problems_of(&files).into_iter().map(found).collect()
}

/// A feature of one rule with one scenario, each part of which can be made wrong.
fn feature(rule_tags: &str, rule: &str, tags: &str, step: &str) -> String {
    format!(
        "\
Feature: Toys
  {rule_tags}
  Rule: {rule}
    {tags}
    Scenario: Walking
      {step}
"
    )
}

fn ruled(rule_tags: &str, rule: &str) -> Vec<String> {
    problems(&feature(rule_tags, rule, "@TOY-1.1", "Then all is well"))
}

fn tagged(tags: &str) -> Vec<String> {
    problems(&feature("@source-W", "TOY-1 It walks", tags, "Then all is well"))
}

fn stepped(step: &str) -> Vec<String> {
    problems(&feature("@source-W", "TOY-1 It walks", "@TOY-1.1", step))
}

#[test]
fn a_suite_without_mistakes_has_no_problems() {
    assert_eq!(tagged("@TOY-1.1 @needs-clock @needs-road"), [""; 0]);
    for tags in [
        "@source-W",
        "@source-K",
        "@source-R",
        "@source-S",
        "@decided",
        "@source-W @decided @should",
    ] {
        assert_eq!(ruled(tags, "TOY-1 It walks"), [""; 0], "{tags}");
    }
}

#[test]
fn an_unknown_tag_is_reported_with_the_known_ones() {
    for tag in ["wip", "ignore", "retry", "needs-wings", "source-X", "toy-1.1"] {
        let wanted = format!(
            "4: @{tag} is not a known tag; known are ids, @source-W (welcome guide), @source-K (KYB guide), \
             @source-R (reference), @source-S (common sense), @decided (this project's decision), \
             @should, @not-observable, @needs-clock, @needs-road"
        );
        assert_eq!(tagged(&format!("@TOY-1.1 @{tag}")), [wanted]);
    }
    let message = &ruled("@source-W @wip", "TOY-1 It walks")[0];
    assert!(message.starts_with("2: @wip is not a known tag"), "{message}");
}

#[test]
fn a_scenario_needs_exactly_one_id_of_its_own_rule() {
    let text = feature("@source-W", "TOY-1 It walks", "@needs-clock", "Then all is well");
    assert_eq!(
        problems(&text),
        [r#"5: "Walking" has no id tag; write the next free number above it, as in @TOY-1.1"#]
    );
    let doubled = r#"5: "Walking" has more than one id tag; leave one of them"#;
    assert_eq!(tagged("@TOY-1.1 @TOY-1.2"), [doubled]);
    for foreign in ["TOY-2.1", "CAR-1.1", "TOY-10.1", "TOY-1"] {
        let wanted =
            format!("5: @{foreign} does not belong under rule TOY-1; its id begins with @TOY-1.");
        assert_eq!(tagged(&format!("@{foreign}")), [wanted]);
    }
}

#[test]
fn an_id_belongs_to_one_scenario_also_across_files() {
    let text = feature("@source-W", "TOY-1 It walks", "@TOY-1.1", "Then all is well");
    let other = text.replace("TOY-1 It", "TOY-2 It");
    let files = try_files(&[("features/a.feature", &text), ("features/b.feature", &other)]);
    let found: Vec<String> = problems_of(&files.expect("the suite loads"))
        .into_iter()
        .map(|problem| problem.to_string())
        .collect();
    assert_eq!(
        found,
        [
            "features/b.feature:5: @TOY-1.1 does not belong under rule TOY-2; its id begins with @TOY-2.",
            "features/b.feature:5: @TOY-1.1 is already used at features/a.feature:5; give this scenario \
             the next free number",
        ]
    );
}

#[test]
fn rows_of_one_outline_share_its_id_and_two_outlines_do_not() {
    let outline = "\
    @TOY-1.1
    Scenario Outline: S <note>
      Then <what>
      Examples: E
        | what        | note |
        | all is well | a    |
        | all is well | b    |
";
    let head = "Feature: Toys\n  @source-W\n  Rule: TOY-1 It walks\n";
    assert_eq!(problems(&format!("{head}{outline}")), [""; 0]);
    let found =
        problems(&format!("{head}{outline}{}", outline.replace("Outline: S", "Outline: T")));
    assert_eq!(found.len(), 2, "each row of the second outline: {found:?}");
    assert!(found[0].contains("is already used at features/toy.feature:5;"), "{found:?}");
}

#[test]
fn a_rule_opens_with_its_id_and_states_a_requirement() {
    let found = ruled("@source-W", "Walking is fun");
    let wanted =
        r#"3: a rule opens with its id, not with "Walking"; write it as in `Rule: OUT-1 …`"#;
    assert!(found.contains(&wanted.to_owned()), "{found:?}");
    let found = ruled("@source-W", "TOY-1.1 It walks");
    assert!(found[0].contains(r#"not with "TOY-1.1""#), "{found:?}");
    let wanted = "3: rule TOY-1 states no requirement after its id; state it as a fact";
    assert_eq!(ruled("@source-W", "TOY-1"), [wanted]);
}

#[test]
fn a_rule_names_its_source() {
    let wanted = "3: rule TOY-1 has no source tag; write above it where the rule is stated: @source-W \
                  (welcome guide), @source-K (KYB guide), @source-R (reference), @source-S (common \
                  sense), @decided (this project's decision)";
    assert_eq!(ruled("@should", "TOY-1 It walks"), [wanted]);
}

#[test]
fn a_rule_stands_once() {
    let second = "  @source-W\n  Rule: TOY-1 It walks again\n    @TOY-1.2\n    Scenario: S\n      \
                  Then all is well\n";
    let text = feature("@source-W", "TOY-1 It walks", "@TOY-1.1", "Then all is well") + second;
    let wanted = "rule TOY-1 stands more than once; a rule that goes on in another file has the same \
                  sentence and the same tags there";
    assert_eq!(problems(&text), [format!("3: {wanted}"), format!("8: {wanted}")]);
}

fn lone_rule(tags: &str, description: &str) -> Vec<String> {
    problems(&format!("Feature: Toys\n  {tags}\n  Rule: TOY-1 It dreams\n    {description}\n"))
}

#[test]
fn a_rule_has_scenarios_or_says_why_it_cannot_be_observed() {
    assert_eq!(
        lone_rule("@source-W", ""),
        [
            "3: rule TOY-1 has no scenario; write one below it, or tag the rule @not-observable and say why"
        ]
    );
    let why = "3: rule TOY-1 does not say why it is not observable; say it in the lines below the \
               rule";
    assert_eq!(lone_rule("@source-W @not-observable", ""), [why]);
    assert_eq!(lone_rule("@source-W @not-observable", "Nobody sees it."), [""; 0]);
}

#[test]
fn a_rule_that_is_not_observable_has_no_scenarios() {
    let found = ruled("@source-W @not-observable", "TOY-1 It walks");
    let wanted = "3: rule TOY-1 is @not-observable and has scenarios; take the tag away, or the \
                  scenarios";
    assert_eq!(found, [wanted]);
}

#[test]
fn a_scenario_has_steps() {
    assert_eq!(stepped(""), [r#"5: "Walking" has no steps; write its steps below it"#]);
}

#[test]
fn a_scenario_asserts_something() {
    let wanted = "5: \"Walking\" asserts nothing and so can never fail; end it with a `Then` that states \
                  the expected effect";
    assert_eq!(stepped("Given a toy\n      When the toy is wound up"), [wanted]);
    assert_eq!(stepped("Given a toy\n      Then all is well\n      And all is well"), [""; 0]);
}

#[test]
fn a_mistake_in_a_step_is_placed_at_its_part() {
    let text = feature("@source-W", "TOY-1 It walks", "@TOY-1.1", "Then all is bad");
    let files = try_files(&[("features/toy.feature", &text)]).expect("the folder is there");
    let found = problems_of(&files);
    let place = (found[0].line, found[0].column, found[0].length);
    assert_eq!(place, (6, "      Then all is bad".len() - 2, 3));
}

#[test]
fn a_scenario_outside_a_rule_is_refused_but_in_the_named_folders() {
    let text = "Feature: Toys\n  @TOY-1.1\n  Scenario: S\n    Then all is well\n";
    let files = try_files(&[("features/toy.feature", text), ("features/all/toy.feature", text)]);
    let found = lint(&files.expect("the folder is there"), &[], &["features/all"], find);
    let outside = found.iter().filter(|one| one.reason.contains("stands under no rule"));
    let places: Vec<String> = outside.map(|one| one.path.display().to_string()).collect();
    assert_eq!(places, ["features/toy.feature"]);
}

#[test]
fn a_mistake_in_a_background_is_reported_once() {
    let text = "\
Feature: Toys
  Background:
    Given no such phrase
  @TOY-1.1
  Scenario: A
    Then all is well
  @TOY-1.2
  Scenario: B
    Then all is well
";
    let found = problems(text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("3: "), "{found:?}");
}

#[test]
fn problems_come_in_the_order_of_the_lines() {
    let text = feature("@wip", "TOY-1 It walks", "@CAR-1.1", "Then no such phrase");
    let files = try_files(&[("features/toy.feature", &text)]).expect("the folder is there");
    let lines: Vec<usize> = problems_of(&files).into_iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [2, 3, 5, 6]);
}

#[test]
fn a_tag_of_rules_is_refused_on_a_scenario_where_it_would_change_nothing() {
    for tag in ["should", "not-observable"] {
        let wanted = format!("5: @{tag} on a scenario changes nothing; write it above the rule");
        assert_eq!(tagged(&format!("@TOY-1.1 @{tag}")), [wanted]);
    }
}

#[test]
fn every_phrase_of_a_vocabulary_can_be_listed() {
    let all = phrases::<Toy>();
    let given = (gherkin::StepType::Given, "^a toy$".to_owned());
    assert!(all.contains(&given), "{all:?}");
    assert!(all.is_sorted_by(|left, right| left.1 <= right.1), "in the order of the alphabet");
}
