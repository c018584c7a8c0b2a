//! `conform new`: a few questions, and a feature file that passes `conform check`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use conformance_harness::{
    quote::escaped,
    report::Output,
    suite::{FeatureMistake, Suite},
};
use ralio_conformance::{
    SetUpError,
    check::{check, explained_phrases, search},
    language::{PhraseExplanation, terms},
    load_description,
};

use super::questions::{Answers, Ended};
use crate::{
    arguments::NewArguments, error::CommandError, exit_code::NOT_JUDGED, suite_folder::SuiteFolder,
};

/// The most phrases that a question offers.
const MOST_PHRASES: usize = 9;

/// The situations that are offered, each with its steps.
const SITUATIONS: [(&str, &[&str]); 5] = [
    (
        "a merchant and a verified person with money",
        &[
            "Given a merchant who listens for events",
            "And Ana has a EUR account holding EUR 500.00",
        ],
    ),
    (
        "two persons with accounts, one with money",
        &[
            "Given a merchant who listens for events",
            "And Ana has a EUR account holding EUR 500.00",
            "And Bruno has a EUR account",
        ],
    ),
    (
        "a person who is not verified",
        &["Given a merchant who listens for events", "And Ana is a new user"],
    ),
    (
        "a company with a complete KYB session",
        &["Given a merchant who listens for events", "And Acme has a complete KYB session"],
    ),
    ("a merchant alone", &["Given a merchant who listens for events"]),
];

/// The results that are offered, each with its steps.
const RESULTS: [(&str, &[&str]); 4] = [
    ("the order is completed", &["Then the order is completed"]),
    ("it is refused, and nothing changes", &["Then it is refused", "And nothing has changed"]),
    ("the API answers with success", &["Then the answer is 200"]),
    ("the API answers that something was made", &["Then the answer is 201"]),
];

/// Asks, and writes the file.
pub(crate) fn new(arguments: &NewArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.suite)?;
    if folder.is_temporary() {
        return Err(CommandError::NothingToWatch);
    }
    let description = load_description(&folder)?;
    let mut files = conformance_harness::suite::load(&folder).map_err(SetUpError::from)?;
    let mut answers = Answers::new(output.clone());
    let written = conversation(&mut answers, &files.suite, arguments.file.as_deref());
    let Ok(written) = written else {
        output.say("nothing was written");
        return Ok(NOT_JUDGED);
    };
    let path = folder.join(&written.path);
    write_new(&path, &written.text)?;
    files.add(written.path.clone(), written.text);
    let mistakes = check(&files, &description);
    let own: Vec<&FeatureMistake> =
        mistakes.iter().filter(|mistake| mistake.path == written.path).collect();
    let shown = written.path.display();
    output.say(&escaped(&format!("{shown} is written")));
    for mistake in &own {
        output.say(&escaped(&format!("to do: {mistake}")));
    }
    output.say(&escaped(&format!(
        "run it: conform run {shown} --story; run it whenever it is saved: conform watch {shown}"
    )));
    Ok(if own.is_empty() { 0 } else { NOT_JUDGED })
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, text: &str) -> Result<(), CommandError> {
    let unwritable = |source: std::io::Error| CommandError::NotWritten {
        path: path.display().to_string(),
        source,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    let mut file = fs::File::create_new(path).map_err(unwritable)?;
    file.write_all(text.as_bytes()).map_err(unwritable)
}

/// A file to write.
struct NewFile {
    path: PathBuf,
    text: String,
}

fn conversation(
    answers: &mut Answers,
    suite: &Suite,
    file: Option<&Path>,
) -> Result<NewFile, Ended> {
    let sentence =
        answers.text("What must hold? One sentence, as a fact", "A payout is completed")?;
    let (section, id) = rule_id(answers, suite)?;
    let source = source_tag(answers)?;
    let name = answers.text("What does the scenario show? A few words", &sentence)?;
    let situation = answers.choice("Which situation?", &SITUATIONS.map(|(words, _)| words))?;
    let action = action(answers)?;
    let result = answers.choice("What must be seen then?", &RESULTS.map(|(words, _)| words))?;
    let steps = SITUATIONS[situation].1.iter().map(|step| (*step).to_owned());
    let steps =
        steps.chain([action]).chain(RESULTS[result].1.iter().map(|step| (*step).to_owned()));
    let steps: Vec<String> = steps.map(|step| format!("      {step}\n")).collect();
    let text = format!(
        "Feature: {sentence}\n\n  {source}\n  Rule: {id} {sentence}\n\n    @{id}.1\n    Scenario: {name}\n{}",
        steps.concat()
    );
    let path = file.map_or_else(
        || PathBuf::from(format!("features/{section}/{}.feature", slug(&sentence))),
        Path::to_path_buf,
    );
    Ok(NewFile { path, text })
}

/// The section and the id of the new rule: a family with its next free number.
fn rule_id(answers: &mut Answers, suite: &Suite) -> Result<(String, String), Ended> {
    let mut families: BTreeMap<&str, (String, u32)> = BTreeMap::new();
    for rule in &suite.rules {
        let Some((family, number)) = rule.id.rsplit_once('-') else { continue };
        let section = rule.path.components().nth(1);
        let section = section.map(|part| part.as_os_str().to_string_lossy().into_owned());
        let known = families.entry(family).or_insert((section.unwrap_or_default(), 0));
        known.1 = known.1.max(number.parse().unwrap_or_default());
    }
    let offered: Vec<String> = families
        .iter()
        .map(|(family, (section, number))| format!("{family}-{} ({section})", number + 1))
        .collect();
    let offered: Vec<&str> = offered.iter().map(String::as_str).collect();
    let chosen = answers.choice("Which rule is it? The next free one of a family", &offered)?;
    let (family, (section, number)) =
        families.into_iter().nth(chosen).unwrap_or(("NEW", ("new".to_owned(), 0)));
    Ok((section, format!("{family}-{}", number + 1)))
}

fn source_tag(answers: &mut Answers) -> Result<String, Ended> {
    let sources = ["source-W", "source-K", "source-R", "source-S", "decided"];
    let told: Vec<&str> =
        sources.iter().map(|tag| terms().tags.get(*tag).map_or(*tag, String::as_str)).collect();
    let chosen = answers.choice("Where is it stated?", &told)?;
    Ok(format!("@{}", sources[chosen]))
}

/// The step with the action: a phrase that was searched, its parameters filled.
fn action(answers: &mut Answers) -> Result<String, Ended> {
    let actions: Vec<&PhraseExplanation> =
        explained_phrases().filter(|one| one.phrase.starts_with("When ")).collect();
    loop {
        let words =
            answers.text("What is done? A few words, to search a phrase", "pay money out")?;
        let mut found = search(&words, &actions);
        found.truncate(MOST_PHRASES);
        if found.is_empty() {
            answers.say("no phrase is about these words; try others");
            continue;
        }
        let offered: Vec<&str> = found.iter().map(|one| one.phrase.as_str()).collect();
        let chosen = answers.choice("Which phrase?", &offered)?;
        return filled(answers, found[chosen]);
    }
}

/// A phrase with values in the places of its parameters.
fn filled(answers: &mut Answers, phrase: &PhraseExplanation) -> Result<String, Ended> {
    let mut text = String::new();
    let mut rest = phrase.phrase.as_str();
    let mut used = BTreeSet::new();
    for (name, word) in phrase.parameters() {
        let (before, after) = rest.split_once(&format!("{{{name}}}")).unwrap_or((rest, ""));
        text += before;
        let told = terms().parameters.get(name);
        let list = word.and_then(|word| word.list.as_ref());
        let first = list.and_then(|list| terms().lists.get(list)?.values.keys().next());
        let usual = told.map(|told| told.example.as_str()).unwrap_or_default();
        let example = first.map_or(usual, String::as_str);
        let says = told.map_or(name, |told| told.says.as_str());
        let says = word.map_or(says, |word| word.says.as_str());
        // A second person is another one.
        let is_second = !used.insert(name) && name == "person";
        let example = if is_second { "Bruno" } else { example };
        text += &answers.text(&format!("{name}: {says}"), example)?;
        rest = after;
    }
    text += rest;
    Ok(text.replace("(s)", "s").replace("(n)", "").replace("pass/passes", "pass"))
}

/// A name for a file, made from a sentence.
fn slug(sentence: &str) -> String {
    let words = sentence.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<String> =
        words.filter(|word| !word.is_empty()).take(6).map(str::to_lowercase).collect();
    if words.is_empty() { "new".to_owned() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_first_words_of_its_sentence() {
        assert_eq!(
            slug("A payout, once completed, is final forever"),
            "a-payout-once-completed-is-final"
        );
        assert_eq!(slug("…"), "new");
    }
}
