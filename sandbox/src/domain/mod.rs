//! The rules for money, users and orders: pure code without clock, storage or network.

pub(crate) mod account;
pub(crate) mod activity;
pub(crate) mod business;
pub(crate) mod card;
pub(crate) mod clock;
pub(crate) mod country;
pub(crate) mod document;
pub(crate) mod event;
pub(crate) mod failure;
pub(crate) mod fee;
pub(crate) mod file_format;
pub(crate) mod fx;
pub(crate) mod iban;
pub(crate) mod id;
pub(crate) mod idempotency;
pub(crate) mod kyb;
pub(crate) mod ledger;
pub(crate) mod money;
pub(crate) mod order;
pub(crate) mod order_events;
pub(crate) mod order_type;
pub(crate) mod otp;
pub(crate) mod parties;
pub(crate) mod price;
pub(crate) mod profile;
pub(crate) mod rate_limit;
pub(crate) mod refusal;
pub(crate) mod related_party;
pub(crate) mod session;
pub(crate) mod test_card;
pub(crate) mod user;
pub(crate) mod viban;
pub(crate) mod wallet;

#[cfg(test)]
mod account_properties;
#[cfg(test)]
mod books_properties;
#[cfg(test)]
mod legal_changes;
#[cfg(test)]
mod price_properties;
