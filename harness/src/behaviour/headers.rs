//! The headers of a message among its leaves.

use super::{
    leaves::Leaves,
    words::{header_form, media_type},
};
use crate::kept::KeptMessage;

/// The beginning of a header's place.
pub(super) const HEADER: &str = "header ";

/// Headers that say nothing of the API.
const OF_TRANSPORT: [&str; 10] = [
    "date",
    "content-length",
    "connection",
    "keep-alive",
    "server",
    "transfer-encoding",
    "host",
    "user-agent",
    "accept",
    "accept-encoding",
];

/// Adds the headers of a message that say something of the API.
pub(super) fn add_headers(leaves: &mut Leaves, message: &KeptMessage) {
    for (name, value) in &message.headers {
        let name = name.to_ascii_lowercase();
        if !OF_TRANSPORT.contains(&name.as_str()) {
            let value = if name == "content-type" { media_type(value) } else { header_form(value) };
            leaves.insert(format!("{HEADER}{name}"), value);
        }
    }
}
