//! The check of feature files without a target, and the phrases that it knows.

mod alignment;
mod checker;
mod context;
mod examples;
mod messages;
mod mistakes;
mod phrase_index;
mod references;
mod scenario;
mod tables;
mod texts;
mod undefined;

pub use checker::check;
pub use examples::examples;
pub use phrase_index::{add_needs, phrase_index};
