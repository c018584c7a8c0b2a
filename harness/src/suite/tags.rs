//! The tags that rules and scenarios may have.

/// The tags that name a rule's source.
pub const SOURCES: [&str; 3] = ["source-W", "source-K", "source-R"];
/// A rule that only binds targets which claim it.
pub const DECIDED: &str = "decided";
/// A rule whose breach is a warning.
pub const SHOULD: &str = "should";
/// A rule that cannot be observed on the wire.
pub const NOT_OBSERVABLE: &str = "not-observable";
/// The prefix of capability tags.
pub const NEEDS: &str = "needs-";
