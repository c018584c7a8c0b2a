//! The check of feature files without a target, and the phrases that it knows.

mod alignment;
mod checker;
mod completion;
mod context;
mod examples;
mod messages;
mod mistakes;
mod phrase_index;
mod references;
mod scenario;
mod search;
mod tables;
mod texts;
mod undefined;

pub use checker::check;
pub use completion::{Completion, complete};
pub use examples::examples;
pub use phrase_index::{add_needs, phrase_index};
pub use search::search;
