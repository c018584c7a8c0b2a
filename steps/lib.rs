//! The vocabulary of the suite: what the words in `features/` mean, and how a run of them judges a target.
//!
//! Phrases stand in a file per noun: `merchant`, `user`, `kyb`, `account`, `payin`, `payment`, `wallet`, `order`,
//! `webhook`, `limit`, and `request` for the generic ones. `values` has the parameter types, `world` what a scenario knows,
//! `oracle` what is judged after it.

pub mod body;
pub mod document;
pub mod edition;
pub mod endpoint;
pub mod fixtures;
pub mod judge;
pub mod kyb;
pub mod limit;
pub mod listening;
pub mod matcher;
pub mod names;
pub mod operator;
pub mod oracle;
pub mod own_account;
pub mod people;
pub mod shared;
pub mod values;
pub mod viban;
pub mod vocabulary;
pub mod webhook;
pub mod world;

mod account;
mod fee;
mod findings;
mod merchant;
mod order;
mod payin;
mod payment;
mod portal;
mod request;
mod subject;
mod trace;
mod user;
mod wallet;

pub use judge::{CAPABILITIES, Options, SetUpError, judge, load_contract, load_suite, select};
pub use vocabulary::phrase_list;
pub use world::World;
