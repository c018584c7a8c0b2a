//! New identifiers.

use uuid::Uuid;

use crate::domain::id::Id;

/// A new identifier; identifiers are ordered by the time at which they were made.
pub(crate) fn fresh_id<T>() -> Id<T> {
    Id::new(Uuid::now_v7())
}
