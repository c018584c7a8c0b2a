//! The operator of the Portal: through the target's JSON interface, on pages by a map, or as a person at the keyboard.

mod access;
mod action;
mod acts;
mod answer;
mod asked;
pub(crate) mod browser;
mod call;
pub(crate) mod json;
mod manual;
mod operator;
mod pages_operator;
pub(crate) mod party;
mod undo_list;
mod verbs;

pub use access::MerchantAccess;
pub(crate) use access::{credential, path_of};
pub use action::{Action, FundedPayin};
pub use acts::{KNOWN_ACTS, READ_SECRET};
pub(crate) use answer::is_of_page;
pub use asked::AskedWork;
pub(crate) use call::{FAILURE, outcome_code, rail_code};
pub use json::merchant_in;
pub(crate) use manual::{PREPARATION, has_second, instruction, was_asked};
pub use operator::{PortalOperator, portal_map_of};
pub use pages_operator::PagesOperator;
pub use undo_list::DoneAct;
