//! Webhooks: signing, sending and retrying deliveries.

mod dispatcher;
mod internal_address;
mod lanes;
mod public_names;
mod retry;
mod sender;
mod signature;
mod skipped_time;

pub(crate) use dispatcher::{Dispatcher, Work};
pub(crate) use sender::Sender;
pub(crate) use signature::sign;
