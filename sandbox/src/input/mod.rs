//! Readers of request bodies, which the API, the operator's JSON and the pages share.

mod clock;
mod companies;
mod failure_reasons;
mod fees;
mod persons;
mod related_parties;
mod settings;
mod simulated_payins;
mod webhook_endpoints;

pub(crate) use clock::LONGEST_ADVANCE_MS;
pub(crate) use companies::{founding_limit, read_company};
pub(crate) use failure_reasons::read_failure_reason;
pub(crate) use persons::{birthdate_limit, read_person};
pub(crate) use related_parties::read_related_party;
pub(crate) use settings::SettingsChange;
pub(crate) use simulated_payins::read_simulated_payin;
pub(crate) use webhook_endpoints::read_webhook_endpoint;
