//! Reviewed answers and events: what is accepted, what waits for a person, and what nobody asks for any more.

mod command;
mod conversation;
mod text;

pub(crate) use command::snapshots;
