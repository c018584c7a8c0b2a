//! Completion in editors, and the one layout.

use conformance_harness::suite::laid_out;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, DocumentFormattingParams, Documentation, InsertTextFormat, MarkupContent,
    MarkupKind, Position, Range, TextEdit,
};
use ralio_conformance::{
    check::{Completion, complete},
    language::{PhraseExplanation, WordExplanation, terms},
};

use super::{places, session::Session};
use crate::authoring::phrase_as_markdown;

impl Session {
    /// The completions at a place.
    pub(super) fn completions(&self, asked: &CompletionParams) -> Option<CompletionResponse> {
        let place = &asked.text_document_position;
        let (_, text) = self.text(&place.text_document.uri)?;
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
        let range = places::range(line, words, one.from, one.to - one.from);
        let start = places::position(line, words, one.from);
        let range = if one.from == one.to { Range { start, end: start } } else { range };
        let template = one.phrase.filter(|_| self.knows_templates);
        let insert = template.map_or_else(|| one.insert.clone(), |phrase| filled(one, phrase));
        CompletionItem {
            label: one.label.clone(),
            kind: Some(kind(one)),
            detail: Some(one.detail.clone()),
            documentation: one
                .phrase
                .map(|phrase| markdown(phrase_as_markdown(phrase, &self.examples))),
            sort_text: Some(format!("{index:05}")),
            filter_text: Some(if typed.is_empty() { one.label.clone() } else { typed }),
            insert_text_format: template.map(|_| InsertTextFormat::SNIPPET),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: insert })),
            ..CompletionItem::default()
        }
    }

    /// The edit that lays out a text; none if it has mistakes.
    pub(super) fn layout(&self, asked: &DocumentFormattingParams) -> Option<Vec<TextEdit>> {
        let (path, text) = self.text(&asked.text_document.uri)?;
        let new_text = laid_out(self.suite.files.files.get(path)?);
        if new_text == text {
            return Some(Vec::new());
        }
        let end = u32::try_from(text.lines().count() + 1).unwrap_or(u32::MAX);
        let end = Position { line: end, character: 0 };
        Some(vec![TextEdit { range: Range { start: Position::default(), end }, new_text }])
    }
}

pub(super) fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
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

/// The phrase as a template: each parameter is a place with an example, or with the allowed words.
fn filled(one: &Completion, phrase: &PhraseExplanation) -> String {
    let mut text = String::new();
    let mut rest = one.insert.as_str();
    // The parameters at the start may be filled already.
    let left = one.insert.matches('{').count();
    let skipped = phrase.parameters().count().saturating_sub(left);
    for (index, (name, word)) in phrase.parameters().skip(skipped).enumerate() {
        let Some((before, after)) = rest.split_once(&format!("{{{name}}}")) else { break };
        text += &escaped(before);
        text += &template_place(index + 1, name, word);
        rest = after;
    }
    text + &escaped(rest)
}

/// A place of a template: the allowed words to choose from, or an example.
fn template_place(number: usize, name: &str, word: Option<&WordExplanation>) -> String {
    if let Some(list) = word.and_then(|word| terms().lists.get(word.list.as_deref()?)) {
        let words: Vec<&str> = list.values.keys().map(String::as_str).collect();
        return format!("${{{number}|{}|}}", words.join(","));
    }
    let told = terms().parameters.get(name);
    let example = told.map_or(name, |told| told.example.as_str());
    format!("${{{number}:{}}}", escaped(example))
}

/// A text in which nothing is a sign of a template.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}
