//! Profiles of the people and companies of the demo, read as the API reads a request.

use serde_json::{Map, Value};

use crate::domain::refusal::Refusal;
use crate::http::fields::{FieldErrors, Fields};

/// Reads a profile with `read`, which also reads the profiles of requests.
pub(super) fn profile_of(
    said: &Value,
    read: impl FnOnce(&Fields<'_>) -> Option<Map<String, Value>>,
) -> Result<Map<String, Value>, Refusal> {
    let errors = FieldErrors::default();
    let profile = read(&Fields::root(said, &errors));
    errors.finish(profile)
}
