//! `conform format`: one layout, which changes no meaning.

use std::{collections::BTreeMap, fs, path::Path};

use conformance_harness::suite::{FeatureFile, SuiteFiles, laid_out, load_edited};
use gherkin::{Background, Scenario, Step};

use crate::support::conform::{ROOT, printed};

/// The meaning of a file, without its layout.
fn meaning(file: &FeatureFile) -> Vec<String> {
    let feature = &file.feature;
    let mut told = vec![format!("{} {:?}", feature.name, feature.tags)];
    let words = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    told.extend(feature.description.as_ref().map(words));
    let steps = |steps: &[Step]| -> Vec<String> {
        let told = |step: &Step| {
            let rows = step.table.as_ref().map(|table| &table.rows);
            format!("{:?} {} {} {:?} {rows:?}", step.ty, step.keyword, step.value, step.docstring)
        };
        steps.iter().map(told).collect()
    };
    let mut add = |background: Option<&Background>, scenarios: &[Scenario]| {
        told.extend(background.map(|one| steps(&one.steps)).unwrap_or_default());
        for one in scenarios {
            told.push(format!("{} {} {:?}", one.keyword, one.name, one.tags));
            told.extend(one.description.as_ref().map(words));
            told.extend(steps(&one.steps));
            told.extend(one.examples.iter().map(|one| format!("{:?} {:?}", one.name, one.tags)));
        }
    };
    add(feature.background.as_ref(), &feature.scenarios);
    for rule in &feature.rules {
        add(rule.background.as_ref(), &rule.scenarios);
    }
    told.extend(feature.rules.iter().map(|rule| {
        let description = rule.description.as_ref().map(words);
        format!("{} {:?} {description:?}", rule.name, rule.tags)
    }));
    told.extend(file.tables.values().flat_map(|rows| rows.values()).map(|cells| {
        let cells: Vec<&str> = cells.iter().map(|cell| cell.value.as_str()).collect();
        cells.join("|")
    }));
    told.extend(file.texts.values().map(|text| text.content.clone()));
    told.extend(file.comments.values().map(|comment| comment.trim().to_owned()));
    told
}

fn read(path: &Path, text: String) -> SuiteFiles {
    SuiteFiles::of(BTreeMap::from([(path.to_path_buf(), text)]))
}

/// The text with more spaces and empty lines where they have no meaning.
fn spoiled(file: &FeatureFile) -> String {
    let mut spoiled = String::new();
    let mut is_text = false;
    for (number, line) in file.text.lines().enumerate() {
        let words = line.trim();
        let is_mark = words.starts_with("\"\"\"");
        if is_text || is_mark || words.is_empty() {
            spoiled.extend([line, "\n"]);
        } else {
            let space = " ".repeat(number % 5);
            let words = words.replace(" | ", "   |").replace(" @", "   @");
            let is_block = words.ends_with("scenario:") || words.starts_with("Scenario");
            let words = if is_block { words.replacen(": ", ":    ", 1) } else { words };
            let more = if words.starts_with('|') || words.starts_with('@') { "\n" } else { "" };
            // Descriptions keep the indentation of their lines below each other.
            let before = if is_described(file, number + 1) { &line[..2] } else { space.as_str() };
            spoiled.extend([before, words.as_str(), "  ", more, "\n"]);
        }
        is_text ^= is_mark;
    }
    spoiled
}

fn is_described(file: &FeatureFile, line: usize) -> bool {
    let words = file.text.lines().nth(line - 1).unwrap_or_default().trim();
    !words.starts_with(['|', '@', '#'])
        && file.descriptions.values().any(|text| text.lines().any(|one| one.trim() == words))
}

#[test]
fn every_feature_keeps_its_meaning_when_it_is_laid_out_again() {
    let files = load_edited(Path::new(ROOT), BTreeMap::new()).expect("the suite can be read");
    assert!(files.files.len() > 100);
    for (path, file) in &files.files {
        let spoiled = spoiled(file);
        let read_spoiled = read(path, spoiled.clone());
        assert_eq!(read_spoiled.mistakes, [], "{}: {spoiled}", path.display());
        let again = laid_out(&read_spoiled.files[path]);
        let read_again = read(path, again.clone());
        assert_eq!(read_again.mistakes, [], "{}: {again}", path.display());
        let laid = &read_again.files[path];
        assert_eq!(meaning(laid), meaning(file), "{}", path.display());
        assert_eq!(laid_out(laid), again, "{} is laid out twice", path.display());
    }
}

#[test]
fn the_features_of_the_suite_have_the_one_layout() {
    let (code, text) = printed(&["format", "--check"]);
    assert_eq!(code, 0, "write them: conform format\n{text}");
}

#[test]
fn a_check_names_the_file_and_a_format_writes_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.feature");
    let name = path.to_str().expect("is text");
    fs::write(&path, "Feature: One\n @TRY-1.1\n Scenario: Two\n  Given a merchant\n")
        .expect("written");
    let (code, told) = printed(&["format", "--check", name]);
    assert_eq!(code, 2);
    assert!(told.contains("one.feature would change") && told.contains("1 file of 1"), "{told}");
    let (code, told) = printed(&["format", name]);
    assert_eq!(code, 0);
    assert!(told.contains("one.feature is laid out"), "{told}");
    let text = fs::read_to_string(&path).expect("readable");
    assert_eq!(text, "Feature: One\n\n  @TRY-1.1\n  Scenario: Two\n    Given a merchant\n");
    let (code, told) = printed(&["format", "--check", name]);
    assert_eq!((code, told.as_str()), (0, "the layout of 1 file is right\n"));
}

#[test]
fn a_file_with_mistakes_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.feature");
    let text = "Feature: One\n Scenario: Two\n  Given a merchant\n  Wenn a merchant\n";
    fs::write(&path, text).expect("written");
    let (code, told) = printed(&["format", path.to_str().expect("is text")]);
    assert_eq!(code, 2);
    assert!(told.contains("one.feature:4") && told.contains("no Gherkin keyword"), "{told}");
    assert_eq!(fs::read_to_string(&path).expect("readable"), text);
}
