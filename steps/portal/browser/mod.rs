//! The Portal's pages in a browser, used as people use them.

mod compliance;
mod content;
mod developers;
mod document;
mod inspection;
mod money;
mod pages;
mod walk;

pub(crate) use pages::Pages;
