//! The order of the lines in a feature file, and names, rows and placeholders: each mistake is told at its part of a line.

use conformance_harness::suite::{FeatureMistake, SuiteFiles, lint};
use gherkin::StepType;

use crate::folder::{suite_of, try_files};

/// All mistakes in a feature, each as `line [part] message`.
fn told(text: &str) -> Vec<String> {
    let files = try_files(&[("features/toy.feature", text)]).expect("the folder is there");
    let found = lint(&files, &[], &[], |_| None);
    let all = files.mistakes.iter().chain(&found);
    all.map(|mistake| shown(&files, mistake)).collect()
}

fn shown(files: &SuiteFiles, mistake: &FeatureMistake) -> String {
    let line = files.line(&mistake.path, mistake.line).chars();
    let part: String = line.skip(mistake.column - 1).take(mistake.length).collect();
    format!("{} [{part}] {}", mistake.line, mistake.message())
}

/// A feature whose scenario begins in line 5.
fn feature(scenario: &str) -> String {
    format!(
        "Feature: Toys\n  @source-S\n  Rule: TOY-1 It walks\n    @TOY-1.1\n    {}\n",
        scenario.replace('\n', "\n    ")
    )
}

/// The mistakes of a scenario, whose lines are counted from 1.
fn told_of(scenario: &str) -> Vec<String> {
    let moved = |line: String| {
        let (number, rest) = line.split_once(' ').expect("a number");
        format!("{} {rest}", number.parse::<usize>().expect("a number").saturating_sub(4))
    };
    told(&feature(scenario)).into_iter().map(moved).collect()
}

const DESCRIBED: &str = "this line is read as a description, and not as a step; begin it with Given, When, Then, \
                         And or But, or write # before it to keep it as a comment";

#[test]
fn a_first_step_with_a_wrong_keyword_is_no_description() {
    for (line, part, keyword) in [
        ("given payouts are held", "given", "Given"),
        ("GIVEN payouts are held", "GIVEN", "Given"),
        ("Givn payouts are held", "Givn", "Given"),
        ("Given: payouts are held", "Given:", "Given"),
        ("- Given payouts are held", "- Given", "Given"),
        ("1. when payouts are held", "1. when", "When"),
        ("Adn payouts are held", "Adn", "And"),
    ] {
        let wanted = format!(
            "2 [{part}] this line is no step, because it begins with {part:?}; write {keyword}"
        );
        let scenario = format!("Scenario: S\n  {line}\n  Then all is well");
        assert_eq!(told_of(&scenario), [wanted.as_str()]);
        let outline = format!(
            "Scenario Outline: S\n  {line}\n  Then <what>\n  Examples:\n  | what |\n  | is |"
        );
        assert_eq!(told_of(&outline), [wanted.as_str()]);
        let background = format!("Feature: F\n  # Words.\n\n\n  Background:\n    {line}\n");
        assert_eq!(told(&background), [format!("6{}", &wanted[1..])]);
    }
    for line in ["payouts are held", "The payouts are held", "see the guide"] {
        let wanted = format!("2 [{line}] {DESCRIBED}");
        assert_eq!(told_of(&format!("Scenario: S\n  {line}\n  Then all is well")), [wanted]);
    }
    let apart = "Scenario: S\n\n  # Words.\n  Some words.\n\n  Then all is well";
    assert_eq!(told_of(apart), [format!("4 [Some words.] {DESCRIBED}")]);
}

#[test]
fn a_keyword_without_words_or_without_a_space_is_told() {
    let wanted =
        "2 [Given] the step has no words; write after Given what is so, is done or is seen";
    assert_eq!(told_of("Scenario: S\n  Given\n  Then all is well"), [wanted]);
    let wanted = "2 [Given] after Given stands a tab or another mark that is no space; write Given and \
                  one space";
    for space in ['\t', '\u{a0}'] {
        assert_eq!(
            told_of(&format!("Scenario: S\n  Given{space}a toy\n  Then all is well")),
            [wanted]
        );
    }
    let wanted =
        "2 [Senario:] this line is read as a description, and not as a step; write Scenario:";
    assert_eq!(told_of("Scenario: S\n  Senario: T\n  Then all is well"), [wanted]);
}

#[test]
fn a_description_may_begin_with_the_words_of_keywords() {
    let lines = "Scenarios of toys.\nExamples of toys.\nRules of toys.\nBackground information: toys.\n  \
                 Given toys, they walk.\nFeatures.\n| a | table |\n```\nExample\n\n```";
    let text = |described: &str| {
        format!(
            "Feature: F\n{lines}\n\n@source-S\nRule: TOY-1 It walks\n{described}\n@TOY-1.1\n\
             Scenario: S\nThen all is well\n"
        )
    };
    assert_eq!(told(&text(lines)), [""; 0]);
    let suite = suite_of(&text(lines));
    let described = suite.rules[0].description.as_deref().unwrap_or_default();
    assert!(
        described.starts_with("Scenarios of toys.\nExamples of toys.\nRules of"),
        "{described}"
    );
    assert_eq!(suite.cases[0].line, 28);
}

#[test]
fn a_star_goes_on_with_the_step_before_it() {
    use StepType::{Given, Then, When};
    let steps = "Scenario: S\n* a\n* b\nWhen c\n* d\nThen e\n* f\nAnd g\n* h\nBut i";
    let suite = suite_of(&feature(steps));
    let kinds: Vec<StepType> = suite.cases[0].steps.iter().map(|step| step.ty).collect();
    assert_eq!(kinds, [Given, Given, When, When, Then, Then, Then, Then, Then]);
}

#[test]
fn a_media_type_behind_a_mark_is_no_part_of_the_text() {
    for mark in ["\"\"\"", "```"] {
        for media_type in ["yaml", "application/json", " yaml"] {
            let text = format!(
                "Scenario: S\n  Then it says\n    {mark}{media_type}\n    a: 1\n      b\n    {mark}"
            );
            assert_eq!(told_of(&text), [""; 0]);
            let suite = suite_of(&feature(&text));
            let step = &suite.cases[0].steps[0];
            assert_eq!(step.docstring.as_deref(), Some("\na: 1\n  b\n"), "{mark}{media_type}");
            assert_eq!(step.line, 6);
        }
    }
    let wanted =
        "3 [a: 1] after \"\"\" stand words that are no media type; begin the text in the next line";
    assert_eq!(told_of("Scenario: S\n  Then it says\n  \"\"\"a: 1\n  \"\"\""), [wanted]);
    let wanted = "4 [b] words stand after the \"\"\" with which the text ends; write them in the line above it";
    assert_eq!(told_of("Scenario: S\n  Then it says\n  \"\"\"\n  \"\"\" b"), [wanted]);
    let wanted = "4 [\"\"\"] the text would end at this \"\"\"; write ``` around the text";
    assert_eq!(told_of("Scenario: S\n  Then it says\n  \"\"\"\n  a \"\"\" b\n  \"\"\""), [wanted]);
}

#[test]
fn each_block_has_its_place() {
    let step = "    Then all is well\n";
    let wanted = "4 [Background:] a Background stands before the first scenario; move it above the \
                  scenario in line 2";
    let text = format!("Feature: F\n  Scenario: S\n{step}  Background:\n{step}");
    assert_eq!(told(&text), [wanted]);
    let wanted = "4 [Background:] a second Background stands here; the first is in line 2; write its \
                  steps below that one";
    assert_eq!(told(&format!("Feature: F\n  Background:\n{step}  Background:\n{step}")), [wanted]);
    let wanted = "2 [@a] a Background has no tags; take them away, or write them above the feature, the \
                  rule or a scenario";
    assert_eq!(told(&format!("Feature: F\n  @a\n  Background:\n{step}")), [wanted]);
    let before = "this line stands before the feature; begin the file with the line `Feature: …`, below \
                  its tags and comments";
    let wanted = [format!("2 [Rule: TOY-1 It] {before}"), format!("3 [some words] {before}")];
    assert_eq!(told("# Words.\n  Rule: TOY-1 It\nsome words\nFeature: F\n"), wanted);
    let wanted = "2 [Feature: G] a second feature begins here; the first stands in line 1; write it into \
                  a file of its own";
    assert_eq!(told("Feature: F\nFeature: G\n"), [wanted]);
    let wanted = "3 [@a] these tags stand above nothing that has tags; write them above a feature, a \
                  rule, a scenario or Examples";
    assert_eq!(told_of("Scenario: S\n  Then all is well\n  @a"), [wanted]);
    assert_eq!(told_of("Scenario: S\n  Then all is well\n  @a\n  And all is well"), [wanted]);
    let wanted = "5 [Rule: B-1 B] this line is read as a part of the description above it; write the tags \
                  of this rule above it";
    let rules =
        "Feature: F\n  @source-S @not-observable\n  Rule: A-1 A\n    Words.\n  Rule: B-1 B\n";
    assert_eq!(told(rules), [wanted]);
}

#[test]
fn only_english_keywords_are_read() {
    let wanted = "1 [# language: de] only the English keywords are read here, and not those of \"de\"; \
                  take this line away, and write Feature, Given, When, Then";
    let text = feature("Scenario: S\nThen all is well");
    assert_eq!(told(&format!("# language: de\n{text}")), [wanted]);
    assert_eq!(told(&format!("# language: en\n{text}")), [""; 0]);
    let german = told("# language: de\nFunktionalität: F\n");
    assert_eq!(german, [wanted]);
}

#[test]
fn one_text_or_one_table_stands_below_a_step() {
    let (text, table) = ("  \"\"\"\n  a\n  \"\"\"\n", "  | a |\n\n  # Words.\n  | b |\n");
    let told = |below: &str| told_of(&format!("Scenario: S\n  Then it says\n{below}"));
    assert_eq!(told(table), [""; 0]);
    let wanted = "6 [\"\"\"] a step has one text, and this one has it in line 7; write the second one below \
                  a step of its own, or into the first";
    assert_eq!(told(&format!("{text}{text}")), [wanted]);
    let wanted = "a step has a text or a table, and this one has a text in line 7; write the table below \
                  a step of its own";
    let both = [format!("6 [| a |] {wanted}"), format!("9 [| b |] {wanted}")];
    assert_eq!(told(&format!("{text}{table}")), both);
    let wanted = "7 [\"\"\"] a step has a text or a table, and this one has a table in line 7; write the text \
                  below a step of its own";
    assert_eq!(told(&format!("{table}{text}")), [wanted]);
    let wanted =
        "2 [| a |] a table stands here below no step; write it below the step that it belongs to";
    assert_eq!(told_of("Scenario: S\n  | a |\n  Then all is well"), [wanted]);
    let wanted = r"3 [\d] \d stands for nothing in a cell; write \\ for a backslash, \| for a bar, \n for a new line";
    assert_eq!(told("  | \\d |\n"), [wanted]);
}

const OUTLINE: &str = "Scenario Outline: S\n  Then it is <what>\n";

#[test]
fn an_outline_has_examples_with_rows_and_only_an_outline_has_them() {
    let told = |examples: &str| told_of(&format!("{OUTLINE}{examples}"));
    let wanted = "1 [Scenario Outline:] this outline has no Examples, so nothing fills it; write \
                  Examples: and a table after its steps, or make it a Scenario:";
    assert_eq!(told(""), [wanted]);
    let wanted = "3 [Examples: E] the Examples have no table; write one below them: a row with the names of \
                  the columns, and a row for each case";
    assert_eq!(told("  Examples: E"), [wanted]);
    let wanted = "3 [Examples: E] the Examples have no row; write a row with values below the names of \
                  the columns";
    assert_eq!(told("  Examples: E\n  | what |"), [wanted]);
    let wanted = "1 [Scenario:] this scenario has Examples, and only an outline has them; write \
                  Scenario Outline:";
    let scenario = "Scenario: S\n  Then it is <what>\n  Examples:\n  | what |\n  | a |";
    assert_eq!(told_of(scenario), [wanted]);
    let wanted = "6 [Then all is well] a step stands after the Examples of its scenario; write it before them";
    assert_eq!(told("  Examples:\n  | what |\n  | a |\n  Then all is well"), [wanted]);
}

#[test]
fn the_tables_of_an_outline_have_the_same_columns_and_no_equal_rows() {
    let told = |examples: &str| told_of(&format!("{OUTLINE}{examples}"));
    let wanted =
        "4 [| what | what |] two columns are named \"what\"; give one of them another name";
    assert_eq!(told("  Examples:\n  | what | what |\n  | a | b |"), [wanted]);
    let wanted =
        "4 [| what | |] a column has no name; write the name of each column into the first row";
    assert_eq!(told("  Examples:\n  | what | |\n  | a | b |"), [wanted]);
    let wanted = "7 [kind] the first Examples of this outline have no column \"kind\"; all Examples of an \
                  outline have the columns what";
    assert_eq!(
        told("  Examples:\n  | what |\n  | a |\n  Examples:\n  | kind |\n  | b |"),
        [wanted]
    );
    let wanted = "6 [| a |] this row is equal to the one in line 9; take it away, or change a cell";
    assert_eq!(told("  Examples:\n  | what |\n  | a |\n  | a |").len(), 1);
    let equal = told("  Examples:\n  | what |\n  | a |\n  | a |").concat();
    assert_eq!(equal, wanted);
    let wanted = "5 [c] this row has 2 cells, and the first one has 1; take the last cell away, or name its \
                  column in the first row";
    assert_eq!(told("  Examples:\n  | what |\n  | b | c |"), [wanted]);
}

#[test]
fn placeholders_stand_in_outlines_and_without_spaces() {
    let wanted = "nothing fills <what>: only a Scenario Outline has placeholders; write the value itself, \
                  or write Scenario Outline: and Examples with the column what";
    for (below, line) in
        [("<what>", 2), ("so\n  \"\"\"\n  a\n  b: <what>\n  \"\"\"", 5), ("so\n  | <what> |", 3)]
    {
        let wanted = format!("{line} [<what>] {wanted}");
        assert_eq!(told_of(&format!("Scenario: S\n  Then it is {below}")), [wanted]);
    }
    for text in ["<script>alert(1)</script>", "<i>", "1 < 2 and 3 > 2", "<x>y</x>", "<img src=x>"] {
        assert_eq!(told_of(&format!("Scenario: S\n  Then it is {text}")), [""; 0]);
    }
    let spaced = "Scenario Outline: S\n  Then it is < what >\n  And <what>\n  Examples:\n  | what |\n  | a |";
    let wanted = "2 [< what >] < what > is no placeholder, because of its spaces; write <what>";
    assert_eq!(told_of(spaced), [wanted]);
    let unknown = "Scenario Outline: S\n  Then it is <wat>\n  Examples:\n  | what |\n  | a |";
    let wanted = "2 [<wat>] <wat> is no column of the Examples; the columns are what";
    assert_eq!(told_of(unknown), [wanted]);
}

#[test]
fn features_rules_and_scenarios_have_names_and_ids() {
    let wanted = "1 [Scenario:] the scenario has no name; write after the keyword what it shows";
    assert_eq!(told_of("Scenario:\n  Then all is well"), [wanted]);
    let text = feature("Scenario: S\nThen all is well");
    let wanted =
        "1 [Feature:] the feature has no name; write after Feature: what the file is about";
    assert_eq!(told(&text.replace("Feature: Toys", "Feature:")), [wanted]);
    let wanted = "1 [Feature: F] the feature has no scenario; write a rule with scenarios below it, as in \
                  `Rule: OUT-1 …`";
    assert_eq!(told("Feature: F\n  Given a toy\n"), [wanted]);
    let wanted =
        "3 [Rule:] the rule has no words; write its id and what holds, as in `Rule: OUT-1 …`";
    assert_eq!(told(&text.replace("Rule: TOY-1 It walks", "Rule:")), [wanted]);
    for (id, plain) in [("TOY-1.0", "TOY-1.1"), ("TOY-1.01", "TOY-1.1")] {
        let wanted = format!("5 [Scenario: S] a number in @{id} begins with 0; write @{plain}");
        assert_eq!(told(&text.replace("TOY-1.1", id)), [wanted]);
    }
    let wanted = "3 [Rule: TOY-01 It walks] the number in TOY-01 begins with 0; write TOY-1";
    let zero = told(&text.replace("TOY-1 ", "TOY-01 ").replace("TOY-1.1", "TOY-01.1"));
    assert!(zero.contains(&wanted.to_owned()), "{zero:?}");
    let twice = format!("{text}    @TOY-1.2\n    Scenario: S\n      Then all is well\n");
    let wanted = "8 [Scenario: S] the scenario in line 5 has the same name; name in each what makes it different";
    assert_eq!(told(&twice), [wanted]);
}
