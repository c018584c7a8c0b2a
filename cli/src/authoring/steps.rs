//! `conform steps`: the phrases of scenarios, explained, and searched by meaning.

use std::collections::HashMap;

use conformance_harness::report::Output;
use ralio_conformance::{
    check::{examples, explained_phrases, search},
    language::PhraseExplanation,
    read_suite,
};
use serde_json::json;

use super::{explained, markdown};
use crate::{
    arguments::{StepsArguments, StepsFormat},
    error::CommandError,
    exit_code::NOT_JUDGED,
    suite_folder::SuiteFolder,
};

/// Shows phrases.
pub(crate) fn steps(arguments: &StepsArguments, output: &Output) -> Result<u8, CommandError> {
    let words = arguments.words.join(" ");
    let mut all: Vec<&PhraseExplanation> = explained_phrases().collect();
    all.sort_by(|left, right| left.phrase.cmp(&right.phrase));
    if let Some((_, lines)) = explained::topics().into_iter().find(|(topic, _)| *topic == words) {
        for (word, says) in lines {
            output.say(&if word.is_empty() { says } else { format!("  {word:<28} {says}") });
        }
        return Ok(0);
    }
    let is_whole = arguments.all || !words.is_empty() || arguments.format != StepsFormat::Text;
    let examples = if is_whole {
        // Examples come from the files that can be read; a broken one is no reason to explain nothing.
        examples(&read_suite(&SuiteFolder::find(&arguments.suite)?)?)
    } else {
        HashMap::new()
    };
    if !words.is_empty() {
        all = search(&words, &all);
    }
    match arguments.format {
        StepsFormat::Json => {
            let phrases = all.iter().map(
                |one| json!({ "explanation": one, "example": examples.get(one.phrase.as_str()) }),
            );
            let terms = ralio_conformance::language::terms();
            let told = json!({ "phrases": phrases.collect::<Vec<_>>(), "terms": terms });
            output.say(&format!("{told:#}"));
        }
        StepsFormat::Markdown => output.say(markdown::page(&all, &examples).trim_end()),
        StepsFormat::Text => say(&all, &examples, arguments.all || !words.is_empty(), output),
    }
    if all.is_empty() {
        output.say(&format!("no phrase is about {words:?}; `conform steps` shows all phrases"));
        return Ok(NOT_JUDGED);
    }
    Ok(0)
}

fn say(
    phrases: &[&PhraseExplanation],
    examples: &HashMap<&str, String>,
    is_explained: bool,
    output: &Output,
) {
    for one in phrases {
        output.say(&if is_explained {
            explained::phrase(one, examples)
        } else {
            format!("{}\n    {}", one.phrase, one.says)
        });
    }
    let topics: Vec<&str> = explained::topics().iter().map(|(topic, _)| *topic).collect();
    if !phrases.is_empty() {
        output.say(&format!(
            "`conform steps WORDS` searches by meaning, `--all` explains everything; topics are {}",
            topics.join(", ")
        ));
    }
}
