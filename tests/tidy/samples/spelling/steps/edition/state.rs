//! The place where the API is spelled.

pub(crate) const COMPLETED: &str = "COMPLETED";
