//! Filters pick cases by tags, name, rule, file and line; one that matches nothing is an error.

use conformance_harness::suite::{FeaturePlace, Selection, SelectionError, Suite};

use crate::folder::try_suite;

const TOYS: &str = "\
Feature: Toys
  @source-W
  Rule: TOY-1 A toy walks forwards

    @TOY-1.1 @needs-clock
    Scenario: Walking
      When the toy is wound up
      Then all is well

    @TOY-1.2
    Scenario Outline: Rolling
      When the toy is wound up
      Then the toy has <count> wheels

      Examples: Few
        | count |
        | 2     |
        | 3     |

  @source-K @not-observable
  Rule: TOY-2 A toy dreams
    Nobody sees it.
";

const CARS: &str = "\
Feature: Cars
  @decided
  Rule: CAR-1 A car rolls

    @CAR-1.1
    Scenario: Rolling away
      Given a toy
";

fn suite() -> Suite {
    try_suite(&[("features/toys/walk.feature", TOYS), ("features/cars.feature", CARS)])
        .expect("the suite loads")
}

fn try_select(selection: &Selection) -> Result<Vec<String>, SelectionError> {
    let cases = selection.apply(&suite())?;
    Ok(cases.iter().map(|case| case.id.clone()).collect())
}

fn ids(selection: &Selection) -> Vec<String> {
    try_select(selection).expect("something is selected")
}

fn refusal(selection: &Selection) -> String {
    try_select(selection).expect_err("the filter is refused").to_string()
}

fn by_tags(tags: &str) -> Selection {
    Selection { tags: Some(tags.to_owned()), ..Selection::default() }
}

fn by_name(name: &str) -> Selection {
    Selection { name: Some(name.to_owned()), ..Selection::default() }
}

fn by_rules(rules: &[&str]) -> Selection {
    let rules = rules.iter().map(|rule| (*rule).to_owned()).collect();
    Selection { rules, ..Selection::default() }
}

fn by_places(places: &[&str]) -> Selection {
    let place = |text: &&str| text.parse::<FeaturePlace>().expect("any text is a place");
    Selection { places: places.iter().map(place).collect(), ..Selection::default() }
}

const ROWS: [&str; 2] = ["TOY-1.2#1", "TOY-1.2#2"];

#[test]
fn no_filter_selects_everything_in_the_order_of_the_suite() {
    let all = ["CAR-1.1", "TOY-1.1", "TOY-1.2#1", "TOY-1.2#2"];
    assert_eq!(ids(&Selection::default()), all);
}

#[test]
fn a_tag_expression_selects_by_the_tags_of_rule_and_scenario() {
    assert_eq!(ids(&by_tags("@needs-clock")), ["TOY-1.1"]);
    assert_eq!(ids(&by_tags("@source-W and not @needs-clock")), ROWS);
    assert_eq!(ids(&by_tags("@decided or @needs-clock")), ["CAR-1.1", "TOY-1.1"]);
    assert_eq!(ids(&by_tags("@TOY-1.2")), ROWS);
}

#[test]
fn a_tag_that_no_scenario_carries_is_refused_also_behind_not() {
    for tags in ["@needs-wings", "not @needs-wings", "@decided or @needs-wings"] {
        let wanted = "--tags names @needs-wings, which no scenario carries";
        assert!(refusal(&by_tags(tags)).starts_with(wanted), "{tags}");
    }
}

#[test]
fn a_text_that_is_no_tag_expression_is_refused() {
    for tags in ["@a and", "(@decided", "&&"] {
        let wanted = format!("--tags {tags:?} is not a tag expression");
        assert!(refusal(&by_tags(tags)).starts_with(&wanted), "{}", refusal(&by_tags(tags)));
    }
}

#[test]
fn a_part_of_the_name_selects_in_any_letter_case() {
    assert_eq!(ids(&by_name("ROLL")), ["CAR-1.1", "TOY-1.2#1", "TOY-1.2#2"]);
}

#[test]
fn a_rule_a_scenario_or_a_row_is_selected_by_its_id_in_any_letter_case() {
    assert_eq!(ids(&by_rules(&["TOY-1"])), ["TOY-1.1", "TOY-1.2#1", "TOY-1.2#2"]);
    assert_eq!(ids(&by_rules(&["toy-1.2"])), ROWS);
    assert_eq!(ids(&by_rules(&["TOY-1.2#2"])), ["TOY-1.2#2"]);
    assert_eq!(ids(&by_rules(&["CAR-1", "TOY-1.1"])), ["CAR-1.1", "TOY-1.1"]);
}

#[test]
fn an_unknown_rule_is_refused_with_the_nearest_ones() {
    let wanted = "--rule TOY-9 names no rule of the suite; did you mean TOY-1";
    assert!(refusal(&by_rules(&["TOY-9"])).starts_with(wanted));
    assert_eq!(refusal(&by_rules(&["%%%"])), "--rule %%% names no rule of the suite");
    assert!(refusal(&by_rules(&["CAR-1", "TOY-9"])).contains("TOY-9"), "each one must be there");
}

#[test]
fn a_rule_without_scenarios_is_not_called_unknown() {
    let message = refusal(&by_rules(&["toy-2"]));
    assert!(message.starts_with("--rule TOY-2 selects nothing: the rule has no scenario"));
}

#[test]
fn a_file_selects_however_it_is_written() {
    let here = std::env::current_dir().expect("there is a current folder");
    let absolute = here.join("features/cars.feature").display().to_string();
    for file in ["features/cars.feature", "./features/cars.feature", "cars.feature", &absolute] {
        assert_eq!(ids(&by_places(&[file])), ["CAR-1.1"], "{file}");
    }
    assert_eq!(ids(&by_places(&["features/toys"])).len(), 3, "a folder means its files");
    assert_eq!(ids(&by_places(&["cars.feature", "walk.feature:6"])), ["CAR-1.1", "TOY-1.1"]);
}

#[test]
fn a_part_of_a_file_name_is_not_the_file() {
    assert!(refusal(&by_places(&["ars.feature"])).starts_with("ars.feature is no file or folder"));
}

#[test]
fn a_line_of_a_scenario_selects_it() {
    for line in [6, 7, 8] {
        let place = format!("features/toys/walk.feature:{line}");
        assert_eq!(ids(&by_places(&[&place])), ["TOY-1.1"], "line {line}");
    }
}

#[test]
fn the_line_of_a_row_selects_only_that_row() {
    assert_eq!(ids(&by_places(&["walk.feature:17"])), ["TOY-1.2#1"]);
    assert_eq!(ids(&by_places(&["walk.feature:18"])), ["TOY-1.2#2"]);
}

#[test]
fn the_line_of_an_outline_or_of_its_steps_selects_all_rows() {
    for line in [11, 12, 13] {
        assert_eq!(ids(&by_places(&[&format!("walk.feature:{line}")])), ROWS, "line {line}");
    }
}

#[test]
fn the_line_of_an_outline_with_a_comment_below_it_selects_all_rows() {
    let text = "\
Feature: Toys
  @TOY-1.1
  Scenario Outline: Rolling
    # Some words.

    Given a <kind>
    Examples: Kinds
      | kind |
      | toy  |
";
    let suite = try_suite(&[("features/toys.feature", text)]).expect("the suite loads");
    let selected = by_places(&["toys.feature:3"]).apply(&suite);
    assert_eq!(selected.map(|cases| cases.len()).ok(), Some(1));
}

#[test]
fn a_line_without_a_scenario_is_refused() {
    for line in [1, 3, 99] {
        let place = format!("walk.feature:{line}");
        let wanted = format!("there is no scenario at line {line} of walk.feature");
        assert!(refusal(&by_places(&[&place])).starts_with(&wanted));
    }
    assert!(refusal(&by_places(&["no.feature"])).starts_with("no.feature is no file or folder"));
}

#[test]
fn all_filters_must_agree_and_say_so_when_nothing_is_left() {
    let agreeing = Selection { name: Some("rolling".to_owned()), ..by_rules(&["TOY-1"]) };
    assert_eq!(ids(&agreeing), ROWS);
    let contrary = Selection { name: Some("walking".to_owned()), ..by_rules(&["CAR-1"]) };
    assert!(refusal(&contrary).starts_with("no scenario matches all of the filters together"));
    assert!(refusal(&by_name("flying")).contains("stands in no scenario's name"));
}
