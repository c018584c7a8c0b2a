//! The Portal.

mod acts;
pub use acts::act;
