//! Operations: the rules and events of one action, between the handlers and the store.

pub(crate) mod accounts;
pub(crate) mod card_payins;
pub(crate) mod clock;
pub(crate) mod crypto_addresses;
pub(crate) mod deliveries;
mod events;
pub(crate) mod held_orders;
pub(crate) mod idempotency;
pub(crate) mod kyb;
pub(crate) mod kyb_documents;
pub(crate) mod kyc;
pub(crate) mod merchants;
pub(crate) mod one_time_passwords;
mod orders;
pub(crate) mod payins;
pub(crate) mod payouts;
pub(crate) mod people;
mod prices;
pub(crate) mod quotes;
pub(crate) mod related_parties;
mod second_factor;
pub(crate) mod transfers;
pub(crate) mod users;
pub(crate) mod virtual_ibans;
pub(crate) mod webhook_endpoints;
