//! Reviewed answers and events: what is accepted, what waits for review, and what no scenario uses any more.

mod command;
mod conversation;
mod text;

pub(crate) use command::snapshots;
