//! The query of a path: its parameters are those of the operation, with values that they allow.

use conformance_harness::{
    nearest,
    schema::{DescribedParameter, ShapeNode},
};

use super::{
    context::{ScenarioCheck, meant_or_known, unknown_word},
    forms::is_literal,
    messages::allowed_values,
    mistakes::{StepPlace, UNDOCUMENTED},
    phrase_index::UsedPhrase,
};

/// Checks the query of a request that is not expected to be refused.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    let query = phrase.word("path").and_then(|path| path.split_once('?'));
    let (Some((_, query)), &[operation]) = (query, scenario.answered.as_slice()) else { return };
    if scenario.expected.is_refusal || scenario.mistakes.is_on_purpose(place) {
        return;
    }
    let Some(named) = named(&operation.query) else { return };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let known = named.iter().find(|(names, _)| names.iter().any(|known| known == name));
        if let Some((_, parameter)) = known {
            check_value(scenario, place, pair, (value, parameter));
        } else if is_plain(name) && !name.is_empty() && !is_joined(name, &named) {
            let request = format!("{} {}", operation.method, operation.path);
            let reason = format!("{request} has no parameter {name:?}");
            let remedy = format!(
                "{} (if it is on purpose, write {UNDOCUMENTED} in the line above)",
                meant_parameter(name, &named)
            );
            scenario.mistakes.in_step(place, pair, reason, remedy);
        }
    }
}

/// A parameter with every name that it may have.
type NamedParameter<'p> = (Vec<String>, &'p DescribedParameter);

fn all_names<'n>(named: &'n [NamedParameter<'_>]) -> impl Iterator<Item = &'n str> {
    named.iter().flat_map(|(names, _)| names.iter().map(String::as_str))
}

/// True for a field of one filter with the operator of another: the documents do not list all pairs.
fn is_joined(name: &str, named: &[NamedParameter<'_>]) -> bool {
    let Some((field, operator)) = name.rsplit_once('_') else { return false };
    let known = || all_names(named).filter_map(|one| one.rsplit_once('_'));
    known().any(|one| one.0 == field) && known().any(|one| one.1 == operator)
}

/// The parameter that may be meant, or one name of each.
fn meant_parameter(name: &str, named: &[NamedParameter<'_>]) -> String {
    let near = nearest(name, all_names(named), 1).into_iter().next();
    let is_part = |known: &&str| known.to_lowercase().contains(&name.to_lowercase());
    let near = near.or_else(|| all_names(named).find(is_part).map(str::to_owned));
    let known = named.iter().filter_map(|(names, _)| names.first().map(String::as_str));
    let known: Vec<&str> = known.collect();
    if known.is_empty() {
        return "it takes none".to_owned();
    }
    meant_or_known(near.as_deref(), "known are", &known)
}

/// True if a text of a query is written as it is meant.
fn is_plain(text: &str) -> bool {
    is_literal(text) && !text.contains(['%', '+'])
}

/// The parameters with their names; none if the names cannot be counted.
fn named(query: &[DescribedParameter]) -> Option<Vec<NamedParameter<'_>>> {
    let named = query.iter().map(|parameter| {
        let one = || Some(vec![parameter.name.clone()]);
        let names = if parameter.is_pattern { names_of(&parameter.name) } else { one() };
        Some((names?, parameter))
    });
    named.collect()
}

/// The names that fit a pattern of words and choices, as in `^(alias|state)_(eq|neq)$`; none if it is of another form.
fn names_of(pattern: &str) -> Option<Vec<String>> {
    let pattern = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let mut names = vec![String::new()];
    for (index, part) in pattern.split(['(', ')']).enumerate() {
        let is_choice = index % 2 == 1;
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        if !part.chars().all(|letter| is_word(letter) || (is_choice && letter == '|')) {
            return None;
        }
        let longer =
            names.iter().flat_map(|name| part.split('|').map(move |end| format!("{name}{end}")));
        names = longer.collect();
    }
    Some(names)
}

/// A value is in the closed list of its parameter, and a number if the parameter is one.
fn check_value(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    pair: &str,
    (value, parameter): (&str, &DescribedParameter),
) {
    let Some(node) = parameter.shape.nodes.first().filter(|_| is_plain(value)) else { return };
    let name = pair.split('=').next().unwrap_or(pair);
    let allowed = allowed_values(std::iter::once(node)).unwrap_or_default();
    let (reason, remedy) = if is_no_number(value, node) {
        (format!("{name} is a number, and {value:?} is none"), format!("write it as in {name}=1"))
    } else if !allowed.is_empty() && !allowed.contains(value) {
        let known: Vec<&str> = allowed.iter().map(String::as_str).collect();
        unknown_word(value, &format!("a value of {name}"), &known)
    } else {
        return;
    };
    scenario.mistakes.in_step(place, pair, reason, remedy);
}

fn is_no_number(value: &str, node: &ShapeNode) -> bool {
    node.is_number && value.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_of_choices_stands_for_every_name() {
        let names = names_of("^(alias|state)_(eq|neq)$").expect("choices");
        assert_eq!(names, ["alias_eq", "alias_neq", "state_eq", "state_neq"]);
        assert_eq!(names_of("^page$"), Some(vec!["page".to_owned()]));
        for other in ["page", "^[a-z]+$", "^a|b$"] {
            assert_eq!(names_of(other), None, "{other}");
        }
    }
}
