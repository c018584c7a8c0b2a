//! The message about the program that writes the others.

use std::env::consts;

use serde_json::{Value, json};

/// The version of the messages' schemas.
const PROTOCOL: &str = "34.2.1";

/// The message.
pub(super) fn meta(version: &str) -> Value {
    json!({
        "protocolVersion": PROTOCOL,
        "implementation": {"name": "conform", "version": version},
        "runtime": {"name": "Rust"},
        "os": {"name": consts::OS},
        "cpu": {"name": consts::ARCH},
    })
}
