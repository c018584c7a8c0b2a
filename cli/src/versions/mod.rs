//! The commands that compare versions of an API: `record` and `diff`.

mod allowed;
mod choice;
mod diff;
mod difference;
mod documents;
mod html;
mod live;
mod markdown;
mod model;
mod note_file;
mod record;
mod side;
mod sides;
mod text;

pub(crate) use choice::NoteChoice;
pub(crate) use diff::diff;
pub(crate) use record::record;
