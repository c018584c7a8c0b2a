//! New identifiers.

use std::sync::Mutex;

use uuid::{ContextV7, Timestamp, Uuid};

use super::real_time::real_time;
use crate::domain::id::Id;

/// Keeps the order of identifiers made in the same millisecond.
static CONTEXT: Mutex<ContextV7> = Mutex::new(ContextV7::new());

/// A new identifier; identifiers are ordered by the time at which they were made.
pub(crate) fn fresh_id<T>() -> Id<T> {
    Id::new(fresh_uuid())
}

/// A new UUID of version 7, with the real time of this process in it and not that of the host, which
/// may be set back.
pub(crate) fn fresh_uuid() -> Uuid {
    let millis = u64::try_from(real_time().millis()).unwrap_or(0);
    let nanos = u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(&CONTEXT, millis / 1000, nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_unique_and_in_order_and_carry_the_real_time() {
        let before = real_time().millis();
        let made = (0..1000).map(|_| fresh_uuid()).collect::<Vec<_>>();
        assert!(made.is_sorted_by(|one, next| one < next));
        let (seconds, nanos) = made[0].get_timestamp().unwrap().to_unix();
        let millis = i64::try_from(seconds * 1000 + u64::from(nanos / 1_000_000)).unwrap();
        assert!((before..=real_time().millis()).contains(&millis), "{before} {millis}");
    }
}
