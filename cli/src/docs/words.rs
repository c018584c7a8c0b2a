//! Words for readers who do not know the tags: sources, layers, severities, verdicts, and needs.

use conformance_harness::{
    layer::Layer,
    suite::{Case, DECIDED, NEEDS, NOT_OBSERVABLE, Rule, SHOULD, SOURCE},
    verdict::Verdict,
};

/// The letters of sources, with their meaning.
pub(super) const SOURCE_WORDS: [(char, &str); 5] = [
    ('W', "the welcome guide (integration from scratch)"),
    ('K', "the guide to KYB sessions"),
    ('R', "the API reference and its webhook pages"),
    ('S', "sense: no payments API may get this wrong"),
    ('D', "decided by this project, because no document says it"),
];

/// The layers, with the targets that they bind.
pub(super) const LAYER_WORDS: [(Layer, &str); 3] = [
    (Layer::Guides, "binds every target"),
    (Layer::Reference, "binds every target that follows the reference"),
    (Layer::Decided, "binds only targets that accept the decisions of this project"),
];

/// The two severities, with their meaning.
pub(super) const SEVERITY_WORDS: [(&str, &str); 2] = [
    ("must", "a target that breaks the rule does not conform"),
    ("should", "a breach of the rule is a warning"),
];

/// The verdicts, with their meaning.
pub(super) const VERDICT_WORDS: [(Verdict, &str); 6] = [
    (Verdict::Passed, "the target did what the scenario says"),
    (Verdict::Failed, "the target did something else"),
    (Verdict::Error, "the suite could not tell, because of the set-up or the network"),
    (Verdict::Warning, "the target did something that is allowed and not recommended"),
    (Verdict::KnownDeviation, "it deviates, and the target's profile lists that with a reason"),
    (Verdict::NotApplicable, "the target does not offer what the scenario needs, or is not bound"),
];

/// The capabilities that scenarios need, with what the target can do.
const NEED_WORDS: [(&str, &str); 5] = [
    ("clock", "needs a clock that the run can move"),
    ("drain", "needs a target that says when no delivery is due"),
    ("idempotency", "needs idempotency keys"),
    ("rate-limit", "needs a limit of requests"),
    ("browser", "needs the Portal's pages in a browser"),
];

/// The sign before a verdict, which readers see who do not see its colour.
pub(super) fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "✓",
        Verdict::Failed | Verdict::Error => "✗",
        Verdict::Warning => "!",
        Verdict::KnownDeviation => "≠",
        Verdict::NotApplicable => "–",
    }
}

/// The sources of a rule: each letter with its meaning.
pub(super) fn sources(rule: &Rule) -> Vec<(char, &'static str)> {
    let letters = rule.sources();
    SOURCE_WORDS.into_iter().filter(|(letter, _)| letters.contains(*letter)).collect()
}

/// The targets that a layer binds.
pub(super) fn layer_words(layer: Layer) -> &'static str {
    let found = LAYER_WORDS.into_iter().find(|(one, _)| *one == layer);
    found.map_or("", |(_, words)| words)
}

/// The severity of a rule, with its meaning.
pub(super) fn severity(rule: &Rule) -> (&'static str, &'static str) {
    SEVERITY_WORDS[usize::from(rule.is_should())]
}

/// A tag in words; none for ids, which are shown as such, and for tags that the page already shows.
pub(super) fn tag_words(tag: &str, case: Option<&Case>) -> Option<String> {
    let tag = tag.trim_start_matches('@');
    if case.is_some_and(|case| case.scenario_id() == tag) || tag == NOT_OBSERVABLE {
        return None;
    }
    let of_source = |letter: &str| {
        let found = SOURCE_WORDS.iter().find(|(one, _)| letter.starts_with(*one));
        found.map(|(letter, words)| format!("source {letter}: {words}"))
    };
    let of_need = |need: &str| {
        let found = NEED_WORDS.iter().find(|(one, _)| *one == need);
        found.map(|(_, words)| (*words).to_owned())
    };
    let told = match tag {
        DECIDED => of_source("D"),
        SHOULD => Some("a breach is a warning".to_owned()),
        _ => tag
            .strip_prefix(SOURCE)
            .and_then(of_source)
            .or_else(|| tag.strip_prefix(NEEDS).and_then(of_need)),
    };
    told.or_else(|| Some(format!("tag {tag}")))
}

/// The title of a section, which is a folder of features.
pub(super) fn section_title(folder: &str) -> String {
    // Names of two or three letters are abbreviations, as in KYC.
    if folder.chars().count() < 4 {
        return folder.to_uppercase();
    }
    let words = folder.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
