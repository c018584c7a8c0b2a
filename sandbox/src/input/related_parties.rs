//! Reads the profile of a related party.

use serde_json::{Map, Value};

use crate::domain::related_party::ROLE_TYPES;
use crate::http::fields::Fields;
use crate::http::record::Record;

/// Reads the profile of a related party (KYB-11).
pub(crate) fn read_related_party(fields: &Fields<'_>) -> Option<Map<String, Value>> {
    let mut person = Record::of(fields);
    person.keep("roleType", fields.code("roleType", ROLE_TYPES));
    person.texts(&["firstName", "lastName"]);
    person.email("email");
    person.optional_phone("phoneNumber");
    person.countries(&["nationality"]);
    let share = fields.optional("ownershipPercentage", Fields::percentage);
    person.keep("ownershipPercentage", share.map(|share| share.cloned().unwrap_or(Value::Null)));
    person.object("residentialAddress", |address| {
        address.texts(&["addressLine1", "city", "provinceState", "postalCode"]);
        address.countries(&["country"]);
    });
    person.finish()
}
