//! The phrases of scenarios, a file per noun. A phrase binds text to the floors below; no phrase file calls another one.

mod account;
mod comparison;
mod delivery;
mod fee;
mod kyb;
mod limit;
mod merchant;
mod order;
mod own_account;
mod page;
mod payin;
mod payment;
mod portal;
mod refusal;
mod request;
mod snapshot;
mod user;
mod viban;
mod wallet;
mod webhook;
