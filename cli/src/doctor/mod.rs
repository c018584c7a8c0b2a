//! Checks of the set-up: what is wrong with it, and the remedy.

mod address;
mod check;
mod claims;
mod command;
mod connection;
mod credentials;
mod examine;
mod machine;
mod probe;
mod webhooks;

pub(crate) use check::SetUpCheck;
pub(crate) use command::doctor;
pub(crate) use examine::before_run;
