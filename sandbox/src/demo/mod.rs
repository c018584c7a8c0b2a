//! A merchant with two weeks of orders, users and deliveries, for people who try the sandbox.
//!
//! The same functions that serve requests write this past, each step at an earlier moment.

mod companies;
mod files;
mod history;
mod merchant;
mod orders;

mod past_deliveries;
mod people;
mod profile;

pub(crate) use merchant::fill;
