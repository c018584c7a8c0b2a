//! The tags that rules and scenarios may have.

use std::sync::LazyLock;

use regex::Regex;

/// The prefix of the tags that name a source.
pub const SOURCE: &str = "source-";
/// The tags that name the source of a rule, or of a scenario that rests on another one: the welcome guide, the KYB guide, the
/// reference pages, common sense.
pub const SOURCES: [&str; 4] = ["source-W", "source-K", "source-R", "source-S"];
/// A rule or scenario whose very subject is a decision of this project.
pub const DECIDED: &str = "decided";
/// A rule whose breach is a warning.
pub const SHOULD: &str = "should";
/// A rule that cannot be observed on the wire.
pub const NOT_OBSERVABLE: &str = "not-observable";
/// The prefix of capability tags.
pub const NEEDS: &str = "needs-";

static ID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[A-Z]+-[0-9]+(\.[0-9]+)?$").ok());

/// True if a tag is the id of a scenario or rule.
#[must_use]
pub(super) fn is_id(tag: &str) -> bool {
    ID.as_ref().is_some_and(|pattern| pattern.is_match(tag))
}

/// An id whose numbers begin with 0, in the right form. Numbers begin at 1.
#[must_use]
pub(super) fn without_zeros(id: &str) -> Option<String> {
    let (family, numbers) = id.rsplit_once('-').filter(|_| is_id(id))?;
    let plain = numbers.split('.').map(|number| match number.trim_start_matches('0') {
        "" => "1",
        rest => rest,
    });
    let plain = plain.collect::<Vec<_>>().join(".");
    (plain != numbers).then(|| format!("{family}-{plain}"))
}
