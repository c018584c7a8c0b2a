//! The report of a run as Cucumber Messages: one JSON object a line, in the order in which a Cucumber says them.

mod document;
mod message;
mod meta;
mod pickle;
mod stream;
mod test_case;

pub(crate) use stream::write;
