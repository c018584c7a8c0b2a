//! The Portal.

mod page;
pub use page::Page;
