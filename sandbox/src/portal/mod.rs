//! The Portal's listener: pages for people, and the same actions as JSON for the operator.

mod first_merchant;
mod operator;
mod pages;
mod password;
mod routes;
mod secrets;

pub(crate) use first_merchant::found_first_merchant;
pub(crate) use operator::OperatorKey;
pub(crate) use password::SignInGate;
pub(crate) use routes::router;
pub(crate) use secrets::fresh_secret;
