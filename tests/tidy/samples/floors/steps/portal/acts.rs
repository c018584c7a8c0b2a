//! Acts.

pub fn act() {}
