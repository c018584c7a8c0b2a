//! Mistakes in feature files are named before anything runs, each in words that say what to do.

use conformance_harness::{
    run::{matcher, phrases},
    suite::{FeatureMistake, Suite, lint},
};

use crate::{
    folder::{suite_of, try_suite},
    toy::Toy,
};

fn problems_of(suite: &Suite) -> Vec<FeatureMistake> {
    lint(suite, &["clock", "road"], matcher::<Toy>(|phrase| vec![phrase.to_owned()]))
}

/// The mistakes in a feature, as `line: message`.
fn problems(text: &str) -> Vec<String> {
    let found = |problem: FeatureMistake| format!("{}: {}", problem.line, problem.message);
    problems_of(&suite_of(text)).into_iter().map(found).collect()
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
            "5: @{tag} is not a known tag; known are ids, @source-W (welcome guide), -K (KYB guide), -R \
             (reference), -S (common sense), @decided (this project's decision), @should, \
             @not-observable, @needs-clock, @needs-road"
        );
        assert_eq!(tagged(&format!("@TOY-1.1 @{tag}")), [wanted]);
    }
    let message = &ruled("@source-W @wip", "TOY-1 It walks")[0];
    assert!(message.starts_with("3: @wip is not a known tag"), "{message}");
}

#[test]
fn a_scenario_needs_exactly_one_id_of_its_own_rule() {
    let text = feature("@source-W", "TOY-1 It walks", "@needs-clock", "Then all is well");
    assert_eq!(problems(&text), [r#"5: "Walking" has no id tag, as in `@OUT-1.1`"#]);
    assert_eq!(tagged("@TOY-1.1 @TOY-1.2"), [r#"5: "Walking" has more than one id tag"#]);
    for foreign in ["TOY-2.1", "CAR-1.1", "TOY-10.1", "TOY-1"] {
        let wanted = format!("5: @{foreign} does not belong under rule TOY-1");
        assert_eq!(tagged(&format!("@{foreign}")), [wanted]);
    }
}

#[test]
fn an_id_belongs_to_one_scenario_also_across_files() {
    let text = feature("@source-W", "TOY-1 It walks", "@TOY-1.1", "Then all is well");
    let other = text.replace("TOY-1 It", "TOY-2 It");
    let suite = try_suite(&[("features/a.feature", &text), ("features/b.feature", &other)]);
    let found: Vec<String> = problems_of(&suite.expect("the suite loads"))
        .into_iter()
        .map(|problem| problem.to_string())
        .collect();
    assert_eq!(
        found,
        [
            "features/b.feature:5: @TOY-1.1 does not belong under rule TOY-2",
            "features/b.feature:5: @TOY-1.1 is already used at features/a.feature:5",
        ]
    );
}

#[test]
fn rows_of_one_outline_share_its_id_and_two_outlines_do_not() {
    let outline = "\
    @TOY-1.1
    Scenario Outline: S
      Then <what>
      Examples: E
        | what        |
        | all is well |
        | all is well |
";
    let head = "Feature: Toys\n  @source-W\n  Rule: TOY-1 It walks\n";
    assert_eq!(problems(&format!("{head}{outline}")), [""; 0]);
    let found = problems(&format!("{head}{outline}{outline}"));
    assert_eq!(found.len(), 2, "each row of the second outline: {found:?}");
    assert!(found[0].ends_with("is already used at features/toy.feature:5"), "{found:?}");
}

#[test]
fn a_rule_opens_with_its_id_and_states_a_requirement() {
    let found = ruled("@source-W", "Walking is fun");
    let wanted = r#"3: a rule opens with its id, as in `Rule: OUT-1 …`, not "Walking""#;
    assert!(found.contains(&wanted.to_owned()), "{found:?}");
    let found = ruled("@source-W", "TOY-1.1 It walks");
    assert!(found[0].contains(r#"not "TOY-1.1""#), "{found:?}");
    assert_eq!(ruled("@source-W", "TOY-1"), ["3: rule TOY-1 states no requirement behind its id"]);
}

#[test]
fn a_rule_names_its_source() {
    let wanted = "3: rule TOY-1 has no source tag (@source-W, -K, -R, -S or @decided)";
    assert_eq!(ruled("@should", "TOY-1 It walks"), [wanted]);
}

#[test]
fn a_rule_stands_once() {
    let second = "  @source-W\n  Rule: TOY-1 It walks again\n    @TOY-1.2\n    Scenario: S\n      \
                  Then all is well\n";
    let text = feature("@source-W", "TOY-1 It walks", "@TOY-1.1", "Then all is well") + second;
    let wanted = "rule TOY-1 stands more than once";
    assert_eq!(problems(&text), [format!("3: {wanted}"), format!("8: {wanted}")]);
}

fn lone_rule(tags: &str, description: &str) -> Vec<String> {
    problems(&format!("Feature: Toys\n  {tags}\n  Rule: TOY-1 It dreams\n    {description}\n"))
}

#[test]
fn a_rule_has_scenarios_or_says_why_it_cannot_be_observed() {
    assert_eq!(lone_rule("@source-W", ""), ["3: rule TOY-1 has no scenario"]);
    let why = "3: rule TOY-1 does not say why it is not observable";
    assert_eq!(lone_rule("@source-W @not-observable", ""), [why]);
    assert_eq!(lone_rule("@source-W @not-observable", "Nobody sees it."), [""; 0]);
}

#[test]
fn a_rule_that_is_not_observable_has_no_scenarios() {
    let found = ruled("@source-W @not-observable", "TOY-1 It walks");
    assert_eq!(found, ["3: rule TOY-1 is @not-observable and has scenarios"]);
}

#[test]
fn a_scenario_has_steps() {
    assert_eq!(stepped(""), [r#"5: "Walking" has no steps"#]);
}

#[test]
fn a_scenario_asserts_something() {
    let wanted = "5: \"Walking\" asserts nothing and so can never fail; end it with a `Then` that states \
                  the expected effect";
    assert_eq!(stepped("Given a toy\n      When the toy is wound up"), [wanted]);
    assert_eq!(stepped("Given a toy\n      Then all is well\n      And all is well"), [""; 0]);
}

#[test]
fn an_undefined_step_is_reported_with_the_nearest_phrases_of_its_kind() {
    let found = stepped("When the toy is wind up\n      Then all is well");
    let [message] = found.as_slice() else { panic!("one problem, not {found:?}") };
    let mut lines = message.lines();
    let first = r#"6: no phrase matches "the toy is wind up"; the nearest are:"#;
    assert_eq!(lines.next(), Some(first));
    assert_eq!(lines.next(), Some("    ^the toy is wound up$"));
    assert!(lines.count() <= 2, "at most three hints: {message}");
}

#[test]
fn a_phrase_of_another_kind_does_not_match() {
    let found = stepped("Given the toy is wound up\n      Then all is well");
    assert!(found[0].starts_with(r#"6: no phrase matches "the toy is wound up""#), "{found:?}");
}

#[test]
fn a_step_like_no_phrase_at_all_promises_no_hints() {
    let found = stepped("Then 0123456789 0123456789 0123456789");
    let [message] = found.as_slice() else { panic!("one problem, not {found:?}") };
    assert!(!message.contains("the nearest are"), "{message}");
    assert!(
        message.ends_with("and none is similar; `conform steps` shows all phrases"),
        "{message}"
    );
}

#[test]
fn an_ambiguous_step_is_reported_with_the_phrases_that_match_it() {
    let found = stepped("Then the toy has 4 wheels");
    let [message] = found.as_slice() else { panic!("one problem, not {found:?}") };
    let expected = [r"^the toy has (\d+) wheels$", r"^the toy has 4 (\w+)$"];
    assert!(message.starts_with(r#"6: several phrases match "the toy has 4 wheels": "#));
    assert!(expected.iter().all(|phrase| message.contains(phrase)), "{message}");
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
    let lines: Vec<usize> =
        problems_of(&suite_of(&text)).into_iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [3, 3, 5, 5, 6]);
}

#[test]
fn a_tag_of_rules_is_refused_on_a_scenario_where_it_would_change_nothing() {
    for tag in ["should", "not-observable"] {
        let wanted = format!("5: @{tag} belongs on the rule: on a scenario it changes nothing");
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
