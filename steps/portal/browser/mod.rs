//! The Portal's pages in a browser, as the scenarios about them see them: acts by the map, and looks at whole pages.

mod content;
mod file_policy;
mod inspection;
mod pages;
mod walk;

pub(crate) use pages::Pages;
pub(super) use pages::exchange_of;
