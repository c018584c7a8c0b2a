//! The JSON of resources, as the API and the operator's JSON show them.

mod accounts;
mod kyb;
mod kyc;
mod ledger;
mod orders;
mod users;
mod virtual_ibans;

pub(crate) use accounts::{account, crypto_address, merchant_user, own_account, own_account_item};
pub(crate) use kyb::{kyb_case, kyb_document, kyb_session, related_party};
pub(crate) use kyc::{kyc_check, kyc_session, kyc_session_item};
pub(crate) use ledger::ledger_line;
pub(crate) use orders::{card_payin_created, order, order_detail, quote, validated};
pub(crate) use users::{activity, user};
pub(crate) use virtual_ibans::viban;
