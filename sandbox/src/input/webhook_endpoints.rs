//! Reads the registration of a webhook endpoint.

use crate::domain::event::EventType;
use crate::domain::refusal::FieldCode;
use crate::http::fields::Fields;
use crate::http::web_address::{MAX_WEB_ADDRESS, is_web_address};

/// Reads the address of a webhook endpoint and the events that it subscribes to (HOOK-1).
pub(crate) fn read_webhook_endpoint(fields: &Fields<'_>) -> Option<(String, Vec<EventType>)> {
    let url = fields.text_within("url", MAX_WEB_ADDRESS).and_then(|text| {
        let reason = "must be a valid https:// URL with a host and without credentials";
        let valid = is_web_address(text, &["https"]).then(|| text.to_owned());
        valid.or_else(|| fields.fault("url", FieldCode::InvalidFormat, reason))
    });
    url.zip(read_events(fields))
}

fn read_events(fields: &Fields<'_>) -> Option<Vec<EventType>> {
    let mut events = Some(vec![]);
    for (index, item) in fields.list("events", EventType::ALL.len())?.iter().enumerate() {
        let place = format!("events/{index}");
        let known = match item.as_str() {
            Some(code) => EventType::parse(code).or_else(|| {
                fields.fault_inside(&place, FieldCode::UnknownValue, "is no event type")
            }),
            None => fields.fault_inside(&place, FieldCode::WrongType, "must be a string"),
        };
        match (&mut events, known) {
            (Some(events), Some(known)) if !events.contains(&known) => events.push(known),
            (Some(_), Some(_)) => {}
            _ => events = None,
        }
    }
    events
}
