//! Phrases.

mod order;
pub mod payin;
