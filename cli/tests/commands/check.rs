//! `conform check` on the mistakes that authors make: each is told with its place, a reason and a remedy, and one broken file
//! does not silence the others.

use std::{collections::BTreeMap, fs, process::Command};

use serde::Deserialize;
use serde_json::Value;

use crate::support::{
    conform::{ROOT, printed},
    own_suite::own_suite,
};

/// A mistake of an author.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorMistake {
    name: String,
    /// The steps of the one scenario of a feature.
    #[serde(default)]
    steps: Option<String>,
    /// The whole feature.
    #[serde(default)]
    feature: Option<String>,
    /// Words of the line that is named.
    line: String,
    /// The part that is underlined; the whole line if it is left out.
    #[serde(default)]
    part: Option<String>,
    /// Words of the reason.
    reason: String,
    /// Words of the remedy.
    remedy: String,
}

impl AuthorMistake {
    fn text(&self) -> String {
        if let Some(feature) = &self.feature {
            return feature.clone();
        }
        let steps = self.steps.as_deref().unwrap_or_default();
        let steps: Vec<String> = steps.lines().map(|line| format!("      {line}\n")).collect();
        format!(
            "Feature: Trial\n\n  @source-S\n  Rule: TRY-1 Something holds\n\n    @TRY-1.1\n    \
             Scenario: One\n{}",
            steps.concat()
        )
    }
}

/// The mistakes of each file, by the file's name.
fn told(arguments: &[&str]) -> BTreeMap<String, Vec<Value>> {
    let (code, text) = printed(&[&["check", "--format", "json"], arguments].concat());
    assert_eq!(code, 2, "{text}");
    let found: Value = serde_json::from_str(&text).expect("JSON");
    let mut by_file: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for mistake in found["mistakes"].as_array().expect("a list") {
        let path = mistake["path"].as_str().expect("a path");
        let name = path.rsplit('/').next().expect("a name").to_owned();
        by_file.entry(name).or_default().push(mistake.clone());
    }
    by_file
}

#[test]
fn each_mistake_is_told_with_its_place_a_reason_and_a_remedy() {
    let text = include_str!("author_mistakes.yaml");
    let all: Vec<AuthorMistake> =
        serde_json::from_value(conformance_harness::yaml::parse(text).expect("YAML"))
            .expect("the form of a mistake");
    assert!(all.len() >= 70, "{} mistakes", all.len());
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = Vec::new();
    for (number, mistake) in all.iter().enumerate() {
        let path = folder.path().join(format!("{number}.feature"));
        // Ids are those of one file each.
        let id = format!("TRY-{}", number + 1);
        fs::write(&path, mistake.text().replace("TRY-1", &id)).expect("written");
        files.push(path.to_str().expect("is text").to_owned());
    }
    let found = told(&files.iter().map(String::as_str).collect::<Vec<_>>());
    let mut wrong = Vec::new();
    for (number, mistake) in all.iter().enumerate() {
        let text = fs::read_to_string(&files[number]).expect("readable");
        let told = found.get(&format!("{number}.feature")).map(Vec::as_slice).unwrap_or_default();
        if !told.iter().any(|one| is_it(one, mistake, &text)) {
            let lines: Vec<String> = told.iter().map(Value::to_string).collect();
            wrong.push(format!("{}: told is\n  {}", mistake.name, lines.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn is_it(told: &Value, wanted: &AuthorMistake, text: &str) -> bool {
    let number = |name: &str| usize::try_from(told[name].as_u64().unwrap_or_default()).unwrap_or(0);
    let says = |name: &str, words: &str| told[name].as_str().unwrap_or_default().contains(words);
    let line = text.lines().nth(number("line").saturating_sub(1)).unwrap_or_default();
    let part: String =
        line.chars().skip(number("column").saturating_sub(1)).take(number("length")).collect();
    line.contains(&wanted.line)
        && wanted.part.as_ref().is_none_or(|wanted| *wanted == part)
        && says("reason", &wanted.reason)
        && says("remedy", &wanted.remedy)
}

#[test]
fn the_suite_has_no_mistakes_and_a_chosen_file_is_told_alone() {
    let (code, text) = printed(&["check"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("no mistakes in "), "{text}");
    let (_, text) = printed(&["check", "features/payouts"]);
    assert!(text.contains("files with"), "{text}");
}

#[test]
fn people_see_the_line_with_the_mistaken_part_underlined() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.feature");
    let text = "Feature: Trial\n\n  @source-S\n  Rule: TRY-1 Something holds\n\n    @TRY-1.1\n    Scenario: \
                One\n      Given a merchant\n      When the merchant logs off\n      Then the answer is 200\n";
    fs::write(&path, text).expect("written");
    let (code, told) = printed(&["check", path.to_str().expect("is text")]);
    assert_eq!(code, 2);
    let wanted = "9 |       When the merchant logs off\n  |                              ^^^\n";
    assert!(told.contains(wanted), "{told}");
    assert!(told.contains("{actor} logs in"), "{told}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let output = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["check", "nowhere.feature"])
        .current_dir(ROOT)
        .output()
        .expect("conform starts");
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("nowhere.feature cannot be read"), "{text}");
}

#[test]
fn the_page_of_phrases_is_the_one_that_conform_makes() {
    let (code, made) = printed(&["steps", "--all", "--format", "markdown"]);
    assert_eq!(code, 0);
    let kept = fs::read_to_string(format!("{ROOT}/docs/phrases.md")).expect("readable");
    assert!(kept == made, "make it again: conform steps --all --format markdown > docs/phrases.md");
}

#[test]
fn phrases_are_searched_by_meaning_and_topics_are_explained() {
    let (code, text) = printed(&["steps", "move", "money"]);
    assert_eq!(code, 0);
    assert!(text.contains("When the merchant transfers") && text.contains("Example:"), "{text}");
    let (_, text) = printed(&["steps", "references"]);
    assert!(text.contains("{ana.eur}") && text.contains("newest account"), "{text}");
    let (code, text) = printed(&["steps", "zebra"]);
    assert_eq!(code, 2, "{text}");
}

#[test]
fn a_broken_file_does_not_stop_scenarios_of_others() {
    let good = "features/payouts/bank-payout.feature";
    let text = fs::read_to_string(format!("{ROOT}/{good}")).expect("readable");
    let broken = "Feature: F\n  Scenario: S\n    Whenever\n";
    let folder = own_suite(&[(good, &text), ("features/broken.feature", broken)]);
    let suite = folder.path().to_str().expect("is text");
    let run = ["run", "--rule", "OUT-1.1", "--evidence", "none", "--suite", suite];
    for arguments in
        [&run[..], &["steps", "payout", "--suite", suite], &["list", good, "--suite", suite]]
    {
        let (code, text) = printed(arguments);
        assert_eq!(code, 0, "{arguments:?}: {text}");
    }
    let (code, _) = printed(&["run", "--suite", suite]);
    assert_eq!(code, 2, "a whole run needs a whole suite");
}
