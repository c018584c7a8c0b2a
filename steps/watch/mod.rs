//! Reads and waits: the census, an account's holding, the deliveries that are due.

mod census;
mod events;
mod foreign;
mod holding;
mod quiet;
mod refusal;
mod repeats;
mod settling;

pub(crate) use census::{all_pages_of, lists_order, take_census};
pub(crate) use events::{events_since, listening, listening_of, no_new_events, shown_delivery};
pub(crate) use foreign::tell_apart;
pub(crate) use holding::expect_holding;
pub(crate) use quiet::late_events;
pub(crate) use refusal::expect_refusal;
pub(crate) use repeats::repeat_creations;
pub(crate) use settling::{await_timeouts, is_restless, settle, settle_other, why_unseen};
