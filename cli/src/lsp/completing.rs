//! Completion in editors, and the one layout.

use conformance_harness::suite::laid_out;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, DocumentFormattingParams, Documentation, InsertTextFormat, MarkupContent,
    MarkupKind, Range, TextEdit,
};
use ralio_conformance::{
    check::{Completion, complete},
    language::{PhraseExplanation, WordExplanation, explanation, terms},
};
use serde_json::{Value, json};

use super::{places, session::Session};
use crate::authoring::phrase_as_markdown;

impl Session {
    /// The completions at a place.
    pub(super) fn completions(&self, asked: &CompletionParams) -> Option<CompletionResponse> {
        let place = &asked.text_document_position;
        let text = &self.text(&place.text_document.uri)?.text;
        let line = place.position.line as usize;
        let words = text.lines().nth(line).unwrap_or_default();
        let column = places::column(words, place.position.character);
        let found = complete(text, line + 1, column, &self.description);
        let items = found.iter().enumerate();
        let items = items.map(|(index, one)| self.item(index, one, line + 1, words));
        // Words that fill a parameter are no part of the phrase, so the editor cannot filter by itself.
        Some(CompletionResponse::List(CompletionList {
            is_incomplete: true,
            items: items.collect(),
        }))
    }

    fn item(&self, index: usize, one: &Completion, line: usize, words: &str) -> CompletionItem {
        let typed: String = words.chars().skip(one.from - 1).take(one.to - one.from).collect();
        let (start, end) =
            (places::position(line, words, one.from), places::position(line, words, one.to));
        let snippet = one.phrase.filter(|_| self.knows_snippets);
        let new_text = snippet.map_or_else(|| one.insert.clone(), |phrase| filled(one, phrase));
        let edit = TextEdit { range: Range { start, end }, new_text };
        CompletionItem {
            label: one.label.clone(),
            kind: Some(kind(one)),
            detail: Some(one.detail.clone()),
            sort_text: Some(format!("{index:05}")),
            filter_text: Some(if typed.is_empty() { one.label.clone() } else { typed }),
            insert_text_format: snippet.map(|_| InsertTextFormat::SNIPPET),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            data: one.phrase.map(|phrase| json!(phrase.phrase)),
            ..CompletionItem::default()
        }
    }

    /// A completion with its explanation, which the editor asks for when somebody looks at it.
    pub(super) fn explained(&self, mut item: CompletionItem) -> CompletionItem {
        let phrase = item.data.as_ref().and_then(Value::as_str);
        item.documentation = phrase.and_then(explanation).map(|phrase| {
            let value = phrase_as_markdown(phrase, &self.examples);
            Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
        });
        item
    }

    /// The edit that lays out a text; none if it is no Gherkin.
    pub(super) fn layout(&self, asked: &DocumentFormattingParams) -> Option<Vec<TextEdit>> {
        let open = self.text(&asked.text_document.uri)?;
        let mut new_text = laid_out(open.file()?);
        if open.text.contains("\r\n") {
            new_text = new_text.replace('\n', "\r\n");
        }
        if new_text == open.text {
            return Some(Vec::new());
        }
        Some(vec![TextEdit { range: places::whole(&open.text), new_text }])
    }
}

fn kind(one: &Completion) -> CompletionItemKind {
    match one.label.chars().next() {
        _ if one.phrase.is_some() => CompletionItemKind::FUNCTION,
        Some('{') => CompletionItemKind::REFERENCE,
        Some('@') => CompletionItemKind::ENUM_MEMBER,
        _ if one.insert.ends_with(": ") => CompletionItemKind::FIELD,
        _ => CompletionItemKind::VALUE,
    }
}

/// The phrase as a snippet: each parameter is a place with an example, or with the allowed words.
fn filled(one: &Completion, phrase: &PhraseExplanation) -> String {
    let mut text = String::new();
    let mut rest = one.insert.as_str();
    // The parameters at the start may be filled already.
    let left = one.insert.matches('{').count();
    let skipped = phrase.parameters().count().saturating_sub(left);
    for (index, (name, word)) in phrase.parameters().skip(skipped).enumerate() {
        let Some((before, after)) = rest.split_once(&format!("{{{name}}}")) else { break };
        text += &escaped(before);
        text += &snippet_place(index + 1, name, word);
        rest = after;
    }
    text + &escaped(rest)
}

/// A place of a snippet: the allowed words to choose from, or an example.
fn snippet_place(number: usize, name: &str, word: Option<&WordExplanation>) -> String {
    if let Some(list) = word.and_then(|word| terms().lists.get(word.list.as_deref()?)) {
        let words: Vec<&str> = list.values.keys().map(String::as_str).collect();
        return format!("${{{number}|{}|}}", words.join(","));
    }
    let told = terms().parameters.get(name);
    let example = told.map_or(name, |told| told.example.as_str());
    format!("${{{number}:{}}}", escaped(example))
}

/// A text in which no letter is a sign of a snippet.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}
