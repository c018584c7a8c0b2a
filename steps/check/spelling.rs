//! Spellings of steps and values that are told by what they lack: spaces, layers, names, amounts.

use conformance_harness::{likeness, suite::StepMistake};

use super::{
    alignment::{WordDifference, accepts},
    context::unknown_word,
};

/// The words that bind a step to a layer, without the comma and the space after them.
const LAYERS: [&str; 2] = ["as decided", "as the reference says"];

/// The mistake of a step in its spaces, or in the words of its layer.
pub(super) fn spaces_and_layers(text: &str) -> Option<StepMistake> {
    if let Some((before, after)) = text.split_once("  ") {
        let word = before.split(' ').next_back().unwrap_or_default();
        let next = after.trim_start();
        let spaces = " ".repeat(after.len() - next.len() + 2);
        let next = next.split(' ').next().unwrap_or_default();
        return Some(StepMistake {
            part: format!("{word}{spaces}{next}"),
            reason: "two spaces stand in a row, and no phrase has two".to_owned(),
            remedy: format!("write one: {word} {next}"),
        });
    }
    let lower = text.to_lowercase();
    let words = LAYERS.into_iter().find(|words| lower.starts_with(words))?;
    let part = text.get(..words.len()).unwrap_or_default();
    Some(StepMistake {
        part: part.to_owned(),
        reason: format!("the layer of a step stands before it as `{words}, `"),
        remedy: format!("write `{words}, ` with small letters, a comma and a space"),
    })
}

/// The mistake of a name with other letters than those of English.
pub(super) fn odd_name(differences: &[WordDifference]) -> Option<StepMistake> {
    let names = differences.iter().filter_map(|difference| match difference {
        WordDifference::Value { shown, parameter } if parameter == "person" => Some(shown),
        _ => None,
    });
    let mut odd = names.filter(|name| {
        let is_odd = |letter: char| letter == '-' || (letter.is_alphabetic() && !letter.is_ascii());
        name.contains(is_odd) && !name.contains(' ')
    });
    let name = odd.next()?;
    let plain: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    let plain: String = plain.chars().take(1).chain(plain.to_lowercase().chars().skip(1)).collect();
    let example = if name.is_ascii() { plain } else { "Ana".to_owned() };
    Some(StepMistake {
        part: name.clone(),
        reason: format!("{name} cannot be a name here: a name may have only the letters A to Z"),
        remedy: format!("write such a name, as in {example}"),
    })
}

/// A name without the letters that belong after it, as in `Anas` for `Ana's`.
pub(super) fn possessive(shown: &str) -> Option<String> {
    let name = shown.strip_suffix('s').filter(|name| accepts("person", name)).unwrap_or(shown);
    (accepts("person", shown) && !shown.contains(' ')).then(|| format!("{name}'s"))
}

/// An amount that was written in another order or with other points, as in `30,00 EUR` or `EUR 1,000.00`.
pub(super) fn meant_money(shown: &str) -> Option<String> {
    let (mut currency, mut number) = (String::new(), String::new());
    for letter in shown.chars() {
        match letter {
            '€' => currency.push_str("EUR"),
            '$' => currency.push_str("USD"),
            letter if letter.is_ascii_alphabetic() => currency.push(letter.to_ascii_uppercase()),
            letter if letter.is_ascii_digit() || "-.,'".contains(letter) => number.push(letter),
            ' ' => {}
            _ => return None,
        }
    }
    let points: Vec<usize> = number.match_indices(['.', ',', '\'']).map(|(at, _)| at).collect();
    let last = points.last().copied();
    let is_decimal = |at: usize| {
        let length = number.len() - at - 1;
        let is_thousand = length == 3 && (points.len() > 1 || !number[at..].starts_with('.'));
        !is_thousand
    };
    let point = last.filter(|at| is_decimal(*at));
    let (whole, decimals) =
        point.map_or((number.as_str(), ""), |at| (&number[..at], &number[at + 1..]));
    let whole = whole.replace(['.', ',', '\''], "");
    // Further decimals are left out if they say nothing.
    let (kept, rest) = decimals.split_at_checked(2).unwrap_or((decimals, ""));
    let is_clear = !currency.is_empty() && !whole.is_empty() && rest.bytes().all(|one| one == b'0');
    is_clear.then(|| format!("{currency} {whole}.{kept:0<2}"))
}

/// Reason and remedy of a type of event that is not known: those about the same thing help most.
pub(super) fn unknown_event(event: &str, known: &[&str]) -> (String, String) {
    /// The smallest likeness of a type that may be meant.
    const NEAR: f64 = 0.75;
    let noun = |event: &str| event.split('.').next().map(str::to_owned);
    let of_noun = known.iter().copied().filter(|one| noun(one) == noun(event));
    let mut of_noun: Vec<&str> = of_noun.collect();
    of_noun.sort_unstable();
    if of_noun.is_empty() || of_noun.iter().any(|one| likeness(one, event) >= NEAR) {
        return unknown_word(event, "a type of event", known);
    }
    let reason = format!("{event:?} is not a type of event that is known");
    (reason, format!("did you mean {}?", of_noun.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_mended_in_every_spelling() {
        for (shown, meant) in [
            ("30,00 EUR", "EUR 30.00"),
            ("EUR 5.000", "EUR 5.00"),
            ("EUR 1,000.00", "EUR 1000.00"),
            ("EUR 1.000,00", "EUR 1000.00"),
            ("EUR 1,000", "EUR 1000.00"),
            ("€5", "EUR 5.00"),
            ("eur 2.5", "EUR 2.50"),
        ] {
            assert_eq!(meant_money(shown).as_deref(), Some(meant), "{shown}");
        }
        assert_eq!(meant_money("EUR 5.005"), None);
    }

    #[test]
    fn the_letters_behind_a_name_are_added() {
        assert_eq!(possessive("Anas").as_deref(), Some("Ana's"));
        assert_eq!(possessive("Ana").as_deref(), Some("Ana's"));
        assert_eq!(possessive("ana"), None);
    }
}
