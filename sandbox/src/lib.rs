//! The reference sandbox of the Ralio payments API: API, Portal and webhooks in one process.
//!
//! [`start`] opens the store, binds both listeners and answers with a running [`Sandbox`].

mod api;
mod app;
mod auth;
mod command;
mod control;
mod demo;
mod domain;
mod http;
mod input;
mod listing;
mod log_lines;
mod operations;
mod portal;
mod running;
mod store;
mod verification;
mod views;
mod webhooks;

pub use command::run_command;
pub use running::{Config, Sandbox, StartError, start};
pub use verification::verify;
