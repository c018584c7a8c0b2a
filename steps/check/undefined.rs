//! Steps that no phrase matches, or several: the nearest phrases, and why they do not fit.

use conformance_harness::{
    nearest as nearest_word,
    run::IndexedPhrase,
    suite::{StepMistake, TYPOGRAPHIC, plain_step},
};
use gherkin::StepType;

use super::{
    alignment::{Alignment, WordDifference, accepts, align},
    phrase_index::{UsedPhrase, explained_phrases, phrase_index},
    search::search,
    spelling::{meant_money, odd_name, possessive, spaces_and_layers},
};
use crate::language::{
    PARAMETERS, PhraseExplanation, explanation,
    vocabulary::{choices, parameter_words},
};

/// The greatest cost of a phrase that is of use as a hint.
const USEFUL: f64 = 0.5;

/// The greatest cost of a phrase whose differences explain the mistake: if they are wrong values or one word, and if they are
/// more. Beyond it the author meant other words.
const EXPLAINED: (f64, f64) = (0.34, 0.12);

/// The cost of another keyword: a phrase of the right kind is the better hint.
const OTHER_KIND: f64 = 0.12;

/// The most phrases in a hint.
const MOST: usize = 3;

/// A phrase near a step.
struct NearPhrase {
    phrase: &'static IndexedPhrase,
    alignment: Alignment,
    rank: f64,
}

impl NearPhrase {
    /// True if the differences explain the mistake.
    fn is_explained(&self) -> bool {
        let Alignment { cost, differences } = &self.alignment;
        let is_value = |one: &WordDifference| matches!(one, WordDifference::Value { .. });
        let is_clear = differences.len() < 2 || differences.iter().all(is_value);
        *cost <= if is_clear { EXPLAINED.0 } else { EXPLAINED.1 }
    }
}

/// The mistake of a step that does not match exactly one phrase.
pub(super) fn step_mistake(step: &gherkin::Step) -> Option<StepMistake> {
    if UsedPhrase::of(step).is_some() {
        return None;
    }
    let mut matching = phrase_index().matching(step);
    match (matching.next(), matching.next()) {
        (Some(_), None) => None,
        (Some(first), Some(second)) => Some(StepMistake {
            part: String::new(),
            reason: format!("several phrases match: {:?} and {:?}", first.text, second.text),
            remedy: "this is a mistake of the vocabulary and not of the scenario".to_owned(),
        }),
        (None, _) => Some(undefined(step)),
    }
}

fn undefined(step: &gherkin::Step) -> StepMistake {
    let plain = plain_step(step);
    let text = plain.value.as_str();
    if let Some(mark) = text.chars().find(|letter| TYPOGRAPHIC.contains(letter)) {
        return StepMistake {
            part: mark.to_string(),
            reason: format!("{mark} is a typographic quotation mark, which no phrase has"),
            remedy: "write \" around texts and ' before s".to_owned(),
        };
    }
    if let Some((_, comment)) = text.split_once(" #") {
        return StepMistake {
            part: format!("#{comment}"),
            reason: "a comment after a step is a part of the step".to_owned(),
            remedy: "write it in a line of its own".to_owned(),
        };
    }
    if let Some(mistake) = spaces_and_layers(text) {
        return mistake;
    }
    let near = nearest(step.ty, text);
    let Some(best) = near.first().filter(|best| best.is_explained()) else {
        return unlike(step.ty, text, &near);
    };
    if best.phrase.kind != step.ty && best.alignment.differences.is_empty() {
        return of_another_kind(step, best, &near);
    }
    if let Some(mistake) = odd_name(&best.alignment.differences) {
        return mistake;
    }
    let differences = best.alignment.differences.iter();
    let told: Vec<String> = differences.clone().map(|one| tell(one, best.phrase)).collect();
    let part = differences.clone().find_map(|difference| match difference {
        WordDifference::Value { shown, .. }
        | WordDifference::Word { shown, .. }
        | WordDifference::Extra(shown) => Some(shown.clone()),
        WordDifference::Missing(_) => None,
    });
    let meant: Option<Vec<String>> = differences.map(meant_value).collect();
    StepMistake {
        part: part.unwrap_or_default(),
        reason: format!("no phrase matches {text:?}: {}", told.join("; ")),
        remedy: match meant {
            // The sentence is the right one, and so is the way to mend each value.
            Some(meant) if !meant.is_empty() => format!("write {}", meant.join(" and ")),
            _ => listed(near.iter().map(|near| near.phrase.text.as_str())),
        },
    }
}

/// The mistake of a step that is like no phrase: phrases with the same meaning help more than those with similar words.
fn unlike(kind: StepType, text: &str, near: &[NearPhrase]) -> StepMistake {
    let keyword = format!("{kind:?} ");
    let all: Vec<&PhraseExplanation> =
        explained_phrases().filter(|one| one.phrase.starts_with(&keyword)).collect();
    let by_meaning = search(text, &all).into_iter().map(|one| one.phrase.as_str());
    let by_words = near.iter().map(|near| near.phrase.text.as_str());
    let mut hints: Vec<&str> = Vec::new();
    for hint in by_meaning.take(MOST - 1).chain(by_words) {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    hints.truncate(MOST + 1);
    let remedy = if hints.is_empty() {
        "`conform steps` shows all phrases, `conform steps \"move money\"` searches them".to_owned()
    } else {
        listed(hints.into_iter())
    };
    StepMistake { part: String::new(), reason: format!("no phrase matches {text:?}"), remedy }
}

/// A phrase fits, and it belongs after another keyword.
fn of_another_kind(step: &gherkin::Step, best: &NearPhrase, near: &[NearPhrase]) -> StepMistake {
    let (kind, step_kind) = (best.phrase.kind, step.ty);
    let own = near.iter().find(|one| one.phrase.kind == step_kind);
    let own = own.filter(|one| one.is_explained());
    let place = match kind {
        StepType::Given => "write it before the first When, as a part of the situation".to_owned(),
        StepType::When => "write When before it, as the action of the scenario".to_owned(),
        StepType::Then => "write Then before it, after the action that it judges".to_owned(),
    };
    let instead = own.map(|one| format!("; a {step_kind:?} is: {}", one.phrase.text));
    let keyword = step.keyword.trim();
    let goes_on = if ["And", "But"].contains(&keyword) {
        format!(", because {keyword} goes on with the {step_kind:?} before it")
    } else {
        String::new()
    };
    StepMistake {
        part: keyword.to_owned(),
        reason: format!(
            "{:?} is a {kind:?}, and this step is a {step_kind:?}{goes_on}",
            best.phrase.text
        ),
        remedy: format!("{place}{}", instead.unwrap_or_default()),
    }
}

/// The nearest phrases over all keywords, best first.
fn nearest(kind: StepType, text: &str) -> Vec<NearPhrase> {
    let phrases = phrase_index().all().iter();
    let mut near: Vec<NearPhrase> = phrases
        .map(|phrase| {
            let words = phrase.text.split_once(' ').map_or("", |(_, words)| words);
            let alignment = align(text, words);
            let other = if phrase.kind == kind { 0.0 } else { OTHER_KIND };
            NearPhrase { phrase, rank: alignment.cost + other, alignment }
        })
        .filter(|near| near.alignment.cost <= USEFUL)
        .collect();
    near.sort_by(|left, right| left.rank.total_cmp(&right.rank));
    near.truncate(MOST);
    near
}

fn listed<'p>(phrases: impl Iterator<Item = &'p str>) -> String {
    let lines: Vec<String> = phrases.map(|phrase| format!("\n    {phrase}")).collect();
    format!("did you mean:{}", lines.concat())
}

fn tell(difference: &WordDifference, phrase: &IndexedPhrase) -> String {
    match difference {
        WordDifference::Value { shown, parameter } if accepts(parameter, shown) => {
            format!("quotes or an apostrophe are missing or too much at {shown:?}")
        }
        WordDifference::Value { shown, parameter } => {
            format!("{shown:?} is not {}", parameter_words(parameter))
        }
        WordDifference::Word { shown, wanted } => {
            format!("{wanted:?} belongs in the place of {shown:?}")
        }
        WordDifference::Missing(word) => match missing_word(word, phrase) {
            Some(says) => format!("{says} is missing"),
            None => format!("{word:?} is missing"),
        },
        WordDifference::Extra(word) => format!("{word:?} is too much"),
    }
}

/// The meaning of a parameter that is missing. A phrase with several of one name misses the last of them.
fn missing_word(word: &str, phrase: &IndexedPhrase) -> Option<&'static str> {
    let name = word.strip_prefix('{')?.strip_suffix('}')?;
    let parameters = explanation(&phrase.text)?.parameters();
    let words = parameters.filter(|(known, _)| *known == name).filter_map(|(_, word)| word);
    words.last().map(|word| word.says.as_str())
}

/// The value that may be meant, for parameters that are often written in another way.
fn meant_value(difference: &WordDifference) -> Option<String> {
    let WordDifference::Value { shown, parameter } = difference else { return None };
    let meant = match parameter.as_str() {
        "person" if accepts(parameter, shown) => return possessive(shown),
        "person" => {
            let mut letters = shown.chars();
            let first = letters.next()?.to_ascii_uppercase();
            format!("{first}{}", letters.as_str().to_lowercase())
        }
        "currency" => shown.chars().take(3).collect::<String>().to_uppercase(),
        "money" => meant_money(shown)?,
        _ => {
            let (_, pattern) = PARAMETERS.iter().find(|(name, _)| name == parameter)?;
            nearest_word(shown, choices(pattern)?.into_iter(), 1).into_iter().next()?
        }
    };
    accepts(parameter, &meant).then_some(meant)
}
