//! The preparation of a run whose scenarios share one merchant: its endpoint, its cast and its treasury.

mod endpoint;
mod kept;
mod members;
mod money;
mod opened;
mod prepare;

pub use kept::{CastFile, CastFileError};
pub(crate) use members::to_verify as members_to_verify;
pub(crate) use prepare::{prepare, set_back, what_is_left};
