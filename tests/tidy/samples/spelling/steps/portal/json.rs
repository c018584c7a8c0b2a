//! The operator's interface, which has a spelling of its own.

pub(crate) const EVENT_ID: &str = "eventId";
