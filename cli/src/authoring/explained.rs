//! Phrases and words explained for the terminal.

use std::collections::HashMap;

use ralio_conformance::language::{
    MemberSource, MessageSide, PhraseExplanation, ReferenceExplanation, WordList, terms,
    vocabulary::parameter_words,
};

/// The topics of words, each with its explanation in lines.
pub(super) fn topics() -> [(&'static str, Vec<(String, String)>); 7] {
    let references = |all: &[ReferenceExplanation]| {
        all.iter().map(|one| (one.example.clone(), one.says.clone())).collect::<Vec<_>>()
    };
    let list = |list: &WordList| {
        let values = list.values.iter().map(|(word, says)| (word.clone(), says.clone()));
        std::iter::once((String::new(), list.says.clone())).chain(values).collect::<Vec<_>>()
    };
    let terms = terms();
    let parameters = terms.parameters.keys();
    let states = terms.lists.iter().flat_map(|(name, words)| {
        let values = words.values.iter().map(|(word, says)| (word.clone(), says.clone()));
        std::iter::once((String::new(), format!("{name}: {}", words.says))).chain(values)
    });
    [
        (
            "parameters",
            parameters.map(|name| (format!("{{{name}}}"), parameter_words(name))).collect(),
        ),
        ("references", references(&terms.references)),
        ("matchers", references(&terms.matchers)),
        ("people", list(&terms.people)),
        ("documents", list(&terms.documents)),
        ("states", states.collect()),
        ("tags", terms.tags.iter().map(|(tag, says)| (format!("@{tag}"), says.clone())).collect()),
    ]
}

/// The parameters of a phrase, each with its meaning.
pub(super) fn parameters(one: &PhraseExplanation) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> = Vec::new();
    for (name, word) in one.parameters() {
        let line = match word {
            Some(word) => {
                let list = word.list.as_ref().and_then(|list| terms().lists.get(list));
                let values = list.map(|list| {
                    let words: Vec<&str> = list.values.keys().map(String::as_str).collect();
                    format!(", one of: {}", words.join(", "))
                });
                let says = format!("{}{}", word.says, values.unwrap_or_default());
                (format!("{{{name}}} {}", word.name), says)
            }
            None => (format!("{{{name}}}"), parameter_words(name)),
        };
        if !told.contains(&line) {
            told.push(line);
        }
    }
    told
}

/// The text and the table below a step, with their members and columns.
pub(super) fn below(one: &PhraseExplanation) -> Vec<(&'static str, String)> {
    let mut told = Vec::new();
    if let Some(text) = &one.text {
        let members = match &text.members {
            Some(MemberSource::Names(names)) => format!(" Members: {}.", names.join(", ")),
            Some(MemberSource::Message(kind)) => {
                let calls = one.calls.as_deref().unwrap_or_default();
                match kind {
                    MessageSide::Request if calls.contains('{') => {
                        " Members: those of the operation's request.".to_owned()
                    }
                    MessageSide::Request => format!(" Members: those of the request of {calls}."),
                    MessageSide::Answer => " Members: those of the operation's answer.".to_owned(),
                }
            }
            None => String::new(),
        };
        told.push(("text", format!("{}{members}", text.told())));
    }
    if let Some(table) = &one.table {
        let columns = if table.columns.is_empty() {
            String::new()
        } else {
            format!(" Columns: {}, in any order under their names.", table.columns.join(", "))
        };
        told.push(("table", format!("{}{columns}", table.says)));
    }
    if let Some(needs) = &one.needs {
        told.push(("needs", format!("a target that claims {needs}")));
    }
    told
}

/// A phrase with its explanation, and an example if that is wanted.
pub(super) fn phrase(one: &PhraseExplanation, examples: &HashMap<&str, String>) -> String {
    let mut lines = vec![one.phrase.clone(), format!("    {}", one.says)];
    lines.extend(parameters(one).iter().map(|(name, says)| format!("    {name}: {says}")));
    lines.extend(below(one).iter().map(|(name, says)| format!("    {name}: {says}")));
    if let Some(example) = examples.get(one.phrase.as_str()) {
        lines.push("    Example:".to_owned());
        lines.extend(example.lines().map(|line| format!("      {line}")));
    }
    lines.join("\n") + "\n"
}
