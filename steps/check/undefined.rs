//! Steps that no phrase matches, or several: the nearest phrases, and why they do not fit.

use conformance_harness::{
    run::IndexedPhrase,
    suite::{StepMistake, TYPOGRAPHIC, plain_step},
};
use gherkin::StepType;

use super::{
    alignment::{Alignment, WordDifference, align},
    phrase_index::phrase_index,
};
use crate::language::vocabulary::parameter_words;

/// The greatest cost of a phrase that is of use as a hint.
const USEFUL: f64 = 0.5;

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

/// The mistake of a step that does not match exactly one phrase.
pub(super) fn step_mistake(step: &gherkin::Step) -> Option<StepMistake> {
    let index = phrase_index();
    let mut matching = index.matching(step);
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
    let near = nearest(step.ty, text);
    let Some(best) = near.first() else {
        return StepMistake {
            part: String::new(),
            reason: format!("no phrase matches {text:?}, and none is similar"),
            remedy:
                "`conform steps` shows all phrases, `conform steps \"move money\"` searches them"
                    .to_owned(),
        };
    };
    if best.phrase.kind != step.ty && best.alignment.differences.is_empty() {
        return of_another_kind(step, best, &near);
    }
    let differences = best.alignment.differences.iter();
    let told: Vec<String> = differences.clone().map(tell).collect();
    let part = differences.clone().find_map(|difference| match difference {
        WordDifference::Value { shown, .. }
        | WordDifference::Word { shown, .. }
        | WordDifference::Extra(shown) => Some(shown.clone()),
        WordDifference::Missing(_) => None,
    });
    StepMistake {
        part: part.unwrap_or_default(),
        reason: format!("no phrase matches {text:?}: {}", told.join("; ")),
        remedy: format!("the nearest {}", listed(&near)),
    }
}

/// A phrase fits, and it belongs behind another keyword.
fn of_another_kind(step: &gherkin::Step, best: &NearPhrase, near: &[NearPhrase]) -> StepMistake {
    let own: Vec<&NearPhrase> = near.iter().filter(|one| one.phrase.kind == step.ty).collect();
    let (kind, step_kind) = (best.phrase.kind, step.ty);
    let place = match kind {
        StepType::Given => "write it before the first When, as a part of the situation".to_owned(),
        StepType::When => "write When before it, as the action of the scenario".to_owned(),
        StepType::Then => "write Then before it, behind the action that it judges".to_owned(),
    };
    let instead = own.first().map(|one| format!("; a {step_kind:?} is: {}", one.phrase.text));
    StepMistake {
        part: step.keyword.trim().to_owned(),
        reason: format!("{:?} is a {kind:?}, and this step is a {step_kind:?}", best.phrase.text),
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

fn listed(near: &[NearPhrase]) -> String {
    let one = if near.len() == 1 { "is:" } else { "are:" };
    let phrases: Vec<String> =
        near.iter().map(|near| format!("\n    {}", near.phrase.text)).collect();
    format!("{one}{}", phrases.concat())
}

fn tell(difference: &WordDifference) -> String {
    match difference {
        WordDifference::Value { shown, parameter } => {
            format!("{shown:?} is not {}", parameter_words(parameter))
        }
        WordDifference::Word { shown, wanted } => {
            format!("{wanted:?} belongs in the place of {shown:?}")
        }
        WordDifference::Missing(word) => format!("{word:?} is missing"),
        WordDifference::Extra(word) => format!("{word:?} is too much"),
    }
}
