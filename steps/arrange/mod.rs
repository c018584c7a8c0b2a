//! Arranges people, accounts, listeners and payments, and fills in the placeholders of a scenario.

pub(crate) mod account;
pub(crate) mod body;
pub(crate) mod document;
pub(crate) mod kyb;
pub(crate) mod kyc;
pub(crate) mod listening;
pub(crate) mod merchant;
pub(crate) mod names;
pub(crate) mod payin;
pub(crate) mod payment;
pub(crate) mod rate_limit;
pub(crate) mod registration;
pub(crate) mod table;
pub(crate) mod time;
pub(crate) mod treasury;
pub(crate) mod verification;
pub(crate) mod viban;
