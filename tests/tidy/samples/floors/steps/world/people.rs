//! People.

pub struct Person;

pub fn upward() { crate::phrases::payin::payin() }
