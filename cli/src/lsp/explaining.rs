//! Explanations of what stands at a place, and the way to where it is defined.

use std::{fs, path::Path};

use conformance_harness::suite::{Case, Rule};
use lsp_types::{
    GotoDefinitionResponse, Hover, HoverContents, Location, MarkupContent, MarkupKind, Range,
    TextDocumentPositionParams,
};
use ralio_conformance::{
    check::{meaning, phrase_of, remembered, source_of},
    language::{PhraseExplanation, terms},
};

use super::{places, session::Session};
use crate::authoring::phrase_as_markdown;

/// The thing at a place of a feature file.
enum Named<'s> {
    Phrase(&'static PhraseExplanation),
    /// A reference or a matcher, without its braces, and its meaning.
    Reference(&'s str, &'static str),
    /// A tag, without `@`.
    Tag(&'s str),
}

impl Session {
    /// The explanation of what stands at a place.
    pub(super) fn explanation(&self, place: &TextDocumentPositionParams) -> Option<Hover> {
        let (named, range) = self.named_at(place)?;
        let value = match named {
            Named::Phrase(phrase) => phrase_as_markdown(phrase, &self.examples),
            Named::Reference(inner, says) => format!("`{{{inner}}}`: {says}"),
            Named::Tag(tag) => self.tag_explained(tag)?,
        };
        let contents = MarkupContent { kind: MarkupKind::Markdown, value };
        Some(Hover { contents: HoverContents::Markup(contents), range: Some(range) })
    }

    /// The definition of what stands at a place: of a phrase its explanation and its function, of an id its rule or scenario.
    pub(super) fn definition(
        &self,
        place: &TextDocumentPositionParams,
    ) -> Option<GotoDefinitionResponse> {
        let (named, _) = self.named_at(place)?;
        let found = match named {
            Named::Phrase(phrase) => self.phrase_places(&phrase.phrase),
            Named::Reference(..) => Vec::new(),
            Named::Tag(tag) => {
                let rule = self.rule(tag).map(|rule| (rule.path.as_path(), rule.line));
                let scenario = || self.scenario(tag).map(|case| (&*case.path, *case.lines.start()));
                let found = rule.or_else(scenario);
                found.and_then(|(path, line)| self.location(path, line)).into_iter().collect()
            }
        };
        (!found.is_empty()).then_some(GotoDefinitionResponse::Array(found))
    }

    fn named_at(&self, place: &TextDocumentPositionParams) -> Option<(Named<'_>, Range)> {
        let open = self.text(&place.text_document.uri)?;
        let number = place.position.line as usize + 1;
        let line = open.text.lines().nth(number - 1)?;
        let column = places::column(line, place.position.character);
        let ranged = |from: usize, length| places::range(number, line, from, length);
        if line.trim_start().starts_with('@') {
            let (from, tag) = around(line, column, '@', ' ')?;
            return Some((Named::Tag(tag), ranged(from, tag.chars().count() + 1)));
        }
        let reference = around(line, column, '{', '}').and_then(|(from, inner)| {
            let above = open.text.lines().take(number - 1);
            let says = meaning(inner, &remembered(above))?;
            Some((Named::Reference(inner, says), ranged(from, inner.chars().count() + 2)))
        });
        reference.or_else(|| {
            let mut steps = open.read().suite.cases.iter().flat_map(|case| &case.steps);
            let step = steps.find(|step| step.line == number)?;
            Some((Named::Phrase(phrase_of(step)?), ranged(1, 0)))
        })
    }

    fn rule(&self, id: &str) -> Option<&Rule> {
        self.suite.files.suite.rules.iter().find(|rule| rule.id == id).map(AsRef::as_ref)
    }

    fn scenario(&self, id: &str) -> Option<&Case> {
        let mut cases = self.suite.files.suite.cases.iter();
        cases.find(|case| case.scenario_id() == id).map(AsRef::as_ref)
    }

    fn tag_explained(&self, tag: &str) -> Option<String> {
        let of_rule =
            |rule: &Rule| format!("**{}** ({}) {}", rule.id, rule.sources(), rule.sentence);
        if let Some(rule) = self.rule(tag) {
            return Some(of_rule(rule));
        }
        if let Some(case) = self.scenario(tag) {
            let rule = case.rule.as_ref().map(|rule| format!("\n\n{}", of_rule(rule)));
            return Some(format!("**{tag}** {}{}", case.name, rule.unwrap_or_default()));
        }
        terms().tags.get(tag).map(|says| format!("`@{tag}`: {says}"))
    }

    /// The explanation of a phrase in YAML and its function in Rust; neither beside a suite without the sources.
    fn phrase_places(&self, phrase: &str) -> Vec<Location> {
        let Some((source, line)) = source_of(phrase) else { return Vec::new() };
        let explained = Path::new(source).with_extension("yaml");
        let text = fs::read_to_string(self.root.join(&explained)).unwrap_or_default();
        let is_it = |line: &str| {
            let told = line.strip_prefix("- phrase:").map(str::trim);
            told.is_some_and(|told| told.trim_matches('"') == phrase)
        };
        let at = text.lines().position(is_it).and_then(|at| self.location(&explained, at + 1));
        let is_there = self.root.join(source).is_file();
        let function = self.location(Path::new(source), line as usize).filter(|_| is_there);
        at.into_iter().chain(function).collect()
    }

    fn location(&self, path: &Path, line: usize) -> Option<Location> {
        Some(Location { uri: self.address(path)?, range: places::line_start(line) })
    }
}

/// The words around a letter between two signs, without them, and the letter of the first sign. The end of the line closes as a
/// space does.
fn around(line: &str, column: usize, open: char, close: char) -> Option<(usize, &str)> {
    let at = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    let from = line[..line.ceil_char_boundary(at + 1)].rfind(open)?;
    let inner = &line[from + open.len_utf8()..];
    let end = inner.find(close).or((close == ' ').then_some(inner.len()))?;
    let is_inside = at <= from + open.len_utf8() + end;
    let column = line[..from].chars().count() + 1;
    is_inside.then(|| (column, &inner[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_around_a_letter_are_found() {
        let line = "  @AUTH-1.2 @needs-clock";
        assert_eq!(around(line, 3, '@', ' '), Some((3, "AUTH-1.2")));
        assert_eq!(around(line, 9, '@', ' '), Some((3, "AUTH-1.2")));
        assert_eq!(around(line, 20, '@', ' '), Some((13, "needs-clock")));
        assert_eq!(around(line, 1, '@', ' '), None);
        let line = "ä: \"{ana.eur}\" {b}";
        assert_eq!(around(line, 6, '{', '}'), Some((5, "ana.eur")));
        assert_eq!(around(line, 2, '{', '}'), None);
        assert_eq!(around(line, 17, '{', '}'), Some((16, "b")));
    }
}
