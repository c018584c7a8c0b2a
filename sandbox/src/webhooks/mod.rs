//! Webhooks: signing, sending and retrying deliveries.

mod dispatcher;
mod lanes;
mod retry;
mod sender;
mod signature;
mod skipped_time;

pub(crate) use dispatcher::{Dispatcher, Work};
pub(crate) use sender::Sender;
pub(crate) use signature::sign;
