//! One message, and the values that several kinds of messages have.

use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::{Value, json};

/// The id of the run in its own messages.
pub(super) const RUN: &str = "run";

/// Writes one message.
pub(super) fn say(file: &mut dyn Write, kind: &str, message: &Value) -> io::Result<()> {
    writeln!(file, "{{\"{kind}\":{message}}}")
}

/// A time as messages write it.
pub(super) fn timestamp(time: Timestamp) -> Value {
    json!({"seconds": time.as_second(), "nanos": time.subsec_nanosecond()})
}
