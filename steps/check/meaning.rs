//! The meaning of a reference or a matcher, for those who read a scenario.

use std::mem::discriminant;

use regex::Regex;

use crate::language::{Matcher, ReferenceExplanation, terms};

/// A name that the patterns of references call `PERSON`.
const PERSON: &str = "[a-z][a-z0-9]*";

/// The names under which lines of a text remember values, as in `{any as fee}`.
pub fn remembered<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let matchers = lines.flat_map(|line| line.split('{').skip(1));
    let names = matchers.filter_map(|part| part.split_once('}')?.0.split_once(" as "));
    names.map(|(_, name)| name).collect()
}

/// The explanation of a reference or a matcher that is written `{inner}`, where these names are remembered; none if it is
/// neither.
#[must_use]
pub fn meaning(inner: &str, remembered: &[&str]) -> Option<&'static str> {
    let terms = terms();
    if let Some(matcher) = Matcher::read(&format!("{{{inner}}}")) {
        let is_alike = |one: &&ReferenceExplanation| {
            let known = Matcher::read(&one.example);
            known.is_some_and(|known| discriminant(&known) == discriminant(&matcher))
        };
        return terms.matchers.iter().find(is_alike).map(|one| one.says.as_str());
    }
    let is_remembered = remembered.contains(&inner.split(['.', ' ']).next().unwrap_or(inner));
    let is_reckoned = inner.contains(" + ") || inner.contains(" - ");
    let fits = |one: &&ReferenceExplanation| match one.pattern.as_str() {
        "REMEMBERED" => is_remembered && !is_reckoned,
        "RECKONED" => is_reckoned,
        pattern => !is_remembered && is_named(pattern, inner),
    };
    terms.references.iter().find(fits).map(|one| one.says.as_str())
}

fn is_named(pattern: &str, name: &str) -> bool {
    let pattern = format!("^(?:{})$", pattern.replace("PERSON", PERSON));
    Regex::new(&pattern).is_ok_and(|pattern| pattern.is_match(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_matchers_have_meanings() {
        let lines = ["fee: \"{any as fee}\"", "  total: \"{any as total}\""];
        let names = remembered(lines.into_iter());
        assert_eq!(names, ["fee", "total"]);
        let says = |inner: &str| meaning(inner, &names).unwrap_or("nothing");
        assert!(says("total").contains("remembers"));
        assert!(says("total.amount").contains("remembers"));
        assert!(says("ana").contains("user id"));
        assert!(says("bruno.usd").contains("newest account"));
        assert!(says("order.3").contains("the first order"));
        assert!(says("fee + 250").contains("reckoned"));
        assert!(says("any as total").contains("remembers"));
        assert!(says("not before made").contains("not before"));
        assert!(says("paidAt + 2 days").contains("plus 7 days"));
        assert_eq!(says("Total 3"), "nothing");
    }
}
