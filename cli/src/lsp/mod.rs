//! `conform lsp`: the language server with which editors check, complete, explain, lay out and run feature files.

mod command;
mod completing;
mod explaining;
mod lens_runs;
mod lenses;
mod offers;
mod places;
mod server;
mod session;

pub(crate) use command::lsp;
