//! The spelling of this edition of the API, "guide": paths, members, states, event types and standard bodies. No other file
//! of the suite spells them.

mod body;
pub mod delivery;
mod event;
pub mod fact;
pub mod key;
mod network;
pub mod operation;
pub mod operator;
mod order;
pub mod path;
pub mod state;

pub use body::{
    DOCUMENT_CATEGORY, MANDATORY_DOCUMENTS, SANDBOX_CODE_2FA, account_body, bank_payout_body,
    card_payin_body, crypto_payout_body, login_body, otp_body, payment_form, transfer_body,
    viban_body, viban_rail, viban_rejection,
};
pub use event::{
    ACCOUNT_EVENT, API, COMPANY_LEVEL_EVENT, LEVEL_EVENTS, PARTY_ENTITY, PARTY_EVENT, PAYIN_RULE,
    REGISTRATION, TRANSFER_RULE, USER_LEVEL_EVENT, VERIFIED_EVENT, announced_party,
    announced_session, convention, events_rule, is_about_party, may_fail_silently, names,
    order_events, resource_of, session_event, session_rule, viban_events,
};
pub use network::{ETHEREUM, NETWORKS, SOLANA, TRON};
pub use order::{is_payin, is_payout, is_transfer, order_type};
pub use state::{is_about_code, is_about_funds};
