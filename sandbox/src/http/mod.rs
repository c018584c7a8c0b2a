//! HTTP for both listeners: reading requests, writing answers and refusals, serving connections.

pub(crate) mod answer;
pub(crate) mod body;
mod busy_body;
mod connections;
pub(crate) mod creation;
pub(crate) mod fields;
pub(crate) mod file_name;
mod filters;
mod lent_body;
pub(crate) mod path;
pub(crate) mod peer;
pub(crate) mod problem;
pub(crate) mod query;
pub(crate) mod record;
pub(crate) mod router;
pub(crate) mod server;
mod stream;
pub(crate) mod upload;
pub(crate) mod upload_slots;
pub(crate) mod web_address;
