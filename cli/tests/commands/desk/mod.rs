//! The desk: a page on loopback behind a token, on which scenarios are checked, run and saved.

mod open_desk;
mod page;
mod pictures;
