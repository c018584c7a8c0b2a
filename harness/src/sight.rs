//! Facts about places in messages, by which findings with the same cause are told from others.

use serde::{Deserialize, Serialize};

/// The fact of a member that should be there.
pub const MISSING: &str = "is missing";

/// The fact of a member that should not be there.
pub const UNDOCUMENTED: &str = "is not documented";

/// The end of the fact of a value that is none of the documented ones.
pub const UNKNOWN_VALUE: &str = "which is no documented value";

/// A fact about a place in a message, in words that hold for every message of the kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sight {
    /// A JSON Pointer in which `*` stands for every item; empty for the message as a whole.
    pub place: String,
    /// The fact itself, as in `is missing`.
    pub fact: String,
}

impl Sight {
    /// The name of the member at the place; empty for the message as a whole.
    #[must_use]
    pub fn name(&self) -> &str {
        self.place.rsplit('/').find(|part| *part != "*").unwrap_or_default()
    }
}
