//! The payments API, a file per resource, under `/api/v1`.

mod accounts;
mod auth;
mod bank_payouts;
mod business_users;
mod caller;
mod card_payins;
mod crypto_addresses;
mod crypto_payouts;
mod identity_verifications;
mod individual_users;
mod kyb_documents;
mod kyb_sessions;
mod merchant_user;
mod orders;
mod payins;
mod payouts;
mod reference;
mod routes;
mod transactions;
mod transfers;
mod virtual_ibans;

pub(crate) use routes::router;
