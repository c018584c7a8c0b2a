//! The check of feature files without a target, and the phrases that it knows.

mod ahead;
mod alignment;
mod checker;
mod completion;
mod context;
mod course;
mod cursor;
mod documents;
mod examples;
mod meaning;
mod messages;
mod mistakes;
mod phrase_fit;
mod phrase_index;
mod queries;
mod references;
mod scenario;
mod search;
mod tables;
mod text_completion;
mod texts;
mod undefined;

pub use checker::check;
pub use completion::complete;
pub use cursor::Completion;
pub use examples::examples;
pub use meaning::meaning;
pub use phrase_index::{add_needs, explained_phrases, phrase_index, phrase_of, source_of};
pub use search::search;
