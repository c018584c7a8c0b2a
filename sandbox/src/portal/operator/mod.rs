//! The operator's JSON under `/operator/v1`: the actions of the Portal for programs.

mod access;
mod api_keys;
mod clock;
mod deliveries;
mod kyb_sessions;
mod kyc_sessions;
mod merchants;
mod orders;
mod people;
mod related_parties;
mod routes;
mod settings;
mod simulated_payins;
mod users;
mod virtual_ibans;
mod webhook_endpoint;

pub(super) use routes::routes;
