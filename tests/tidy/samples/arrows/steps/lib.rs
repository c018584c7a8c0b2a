//! A sample: each way to write a path.

mod inner;
mod made;
mod paths;

pub use inner::Shown;
