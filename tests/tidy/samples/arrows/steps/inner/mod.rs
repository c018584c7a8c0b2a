//! Declares and re-exports.

mod deep;
mod renamed;

pub use deep::{Colour, Shown, paint};
pub use renamed::Plain as Fancy;
