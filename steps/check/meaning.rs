//! The meaning of a reference or a matcher, for those who read a scenario.

use std::mem::discriminant;

use regex::Regex;

use crate::language::{Matcher, ReferenceExplanation, terms};

/// A name that the patterns of references call `PERSON`.
const PERSON: &str = "[a-z][a-z0-9]*";

/// The explanation of a reference or a matcher that is written `{inner}`; none if it is neither.
#[must_use]
pub fn meaning(inner: &str) -> Option<&'static str> {
    let terms = terms();
    let written = format!("{{{inner}}}");
    let is_written = |one: &&ReferenceExplanation| one.example == written;
    let mut all = terms.references.iter().chain(&terms.matchers);
    if let Some(one) = all.find(is_written) {
        return Some(&one.says);
    }
    if let Some(matcher) = Matcher::read(&written) {
        let is_alike = |one: &&ReferenceExplanation| {
            let known = Matcher::read(&one.example);
            known.is_some_and(|known| discriminant(&known) == discriminant(&matcher))
        };
        return terms.matchers.iter().find(is_alike).map(says);
    }
    let fits = |one: &&ReferenceExplanation| is_named(&one.pattern, inner);
    if let Some(one) = terms.references.iter().find(fits) {
        return Some(&one.says);
    }
    let is_name = |name: &str| name.starts_with(|letter: char| letter.is_ascii_lowercase());
    let kind =
        if inner.contains(" + ") || inner.contains(" - ") { "RECKONED" } else { "REMEMBERED" };
    let special = terms.references.iter().find(|one| one.pattern == kind);
    special.filter(|_| is_name(inner)).map(says)
}

fn says(one: &'static ReferenceExplanation) -> &'static str {
    &one.says
}

fn is_named(pattern: &str, name: &str) -> bool {
    let pattern = format!("^(?:{})$", pattern.replace("PERSON", PERSON));
    // A person's id has the most general pattern: every word fits it, also one that the scenario remembers.
    Regex::new(&pattern).is_ok_and(|pattern| pattern.is_match(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_matchers_have_meanings() {
        let says = |inner: &str| meaning(inner).unwrap_or("nothing");
        assert!(says("bruno.usd").contains("newest account"));
        assert!(says("order.3").contains("the first order"));
        assert!(says("fee + 250").contains("reckoned"));
        assert!(says("any as total").contains("remembers"));
        assert!(says("not before made").contains("not before"));
        assert!(says("paidAt + 2 days").contains("plus 7 days"));
        assert_eq!(says("Total 3"), "nothing");
    }
}
