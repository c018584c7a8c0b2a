//! The events that a scenario wants, held against those that arrived.

use conformance_harness::{
    json,
    layer::{Layer, Layers},
};
use serde_json::Value;

use super::arrived::ArrivedEvent;
use crate::language::Matcher;

/// An event that a scenario wants.
#[derive(Clone, Debug)]
pub struct WantedEvent {
    /// Its type, or several with `or` between them.
    pub event_type: String,
    /// Members that it must have, by their places as in `data.orderId`, with values or matchers.
    pub members: Vec<(String, Value)>,
}

/// The demands on wanted events.
#[derive(Clone, Copy, Debug)]
pub struct Demands {
    /// True if each must be accepted by the endpoint.
    pub accepted: bool,
    /// True if no other event may come.
    pub alone: bool,
    /// True if they must be accepted in the order of the rows.
    pub in_order: bool,
    /// The way in which events are read.
    pub reading: EventReading,
}

/// The way in which events are read, which depends on the layers that bind the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventReading {
    /// Our decisions bind it: events about one resource come in order (HOOK-11), and spellings count.
    Exact,
    /// The reference binds it, which says what an event shows.
    Documented,
    /// Only the guides bind it: an event may lack members.
    Lenient,
}

impl EventReading {
    /// The way for a target that these layers bind.
    #[must_use]
    pub fn of(layers: &Layers) -> Self {
        if layers.bind(Layer::Decided) {
            Self::Exact
        } else if layers.bind(Layer::Reference) {
            Self::Documented
        } else {
            Self::Lenient
        }
    }
}

impl Demands {
    /// Each of them is accepted, in whatever order, and no other comes.
    pub const DELIVERED: Self =
        Self { accepted: true, alone: true, in_order: false, reading: EventReading::Documented };

    /// True if an event is one as demanded.
    #[must_use]
    pub fn counts(self, event: &ArrivedEvent) -> bool {
        !self.accepted || event.accepted.is_some()
    }
}

/// The place of each wanted event among those that came; or the first difference.
///
/// # Errors
/// If a wanted event did not come as demanded, or another one came.
pub fn matching(
    wanted: &[WantedEvent],
    came: &[ArrivedEvent],
    demands: Demands,
) -> Result<Vec<usize>, String> {
    let mut places: Vec<usize> = Vec::new();
    for row in wanted {
        let kind = &row.event_type;
        let fits =
            |index: &usize| !places.contains(index) && row.is_met(&came[*index], demands.reading);
        let Some(index) = (0..came.len()).find(fits) else {
            return Err(format!("{kind} {:?} did not arrive", row.told()));
        };
        if !demands.counts(&came[index]) {
            return Err(format!("{kind} arrived, and no attempt was answered 2xx within 60 s"));
        }
        let resource = came[index].resource.as_str();
        let mut earlier = places.iter().map(|place| (place, &came[*place]));
        if demands.reading == EventReading::Exact
            && earlier.any(|(place, one)| one.resource == resource && *place > index)
        {
            return Err(format!("{kind} about {resource} arrived too early"));
        }
        let last = places.last().and_then(|place| came[*place].accepted);
        if demands.in_order && last > came[index].accepted {
            return Err(format!("{kind} {:?} was accepted too early", row.told()));
        }
        places.push(index);
    }
    let extra = (0..came.len()).find(|index| demands.alone && !places.contains(index));
    match extra {
        Some(index) => Err(format!("{} arrived and should not have", came[index].event_type)),
        None => Ok(places),
    }
}

impl WantedEvent {
    /// The members as a message tells them.
    fn told(&self) -> Vec<(&str, String)> {
        self.members.iter().map(|(path, value)| (path.as_str(), json::text(value))).collect()
    }

    fn is_met(&self, event: &ArrivedEvent, reading: EventReading) -> bool {
        let is_exact = reading == EventReading::Exact;
        self.event_type.split(" or ").any(|kind| kind == event.event_type)
            && self.members.iter().all(|(path, wanted)| {
                let pointer = pointer(path);
                let Some(shown) = event.body.pointer(&pointer) else {
                    return reading == EventReading::Lenient;
                };
                match wanted.as_str() {
                    None => wanted == shown,
                    Some(text) => match Matcher::read(text) {
                        Some(matcher) => matcher.accepts(shown, parent(event, &pointer), is_exact),
                        None if shown.is_string() => shown == wanted,
                        None => text.parse::<Value>().is_ok_and(|value| value == *shown),
                    },
                }
            })
    }

    /// The values that its matchers remember, by name.
    #[must_use]
    pub fn remembered(&self, event: &ArrivedEvent) -> Vec<(String, Value)> {
        let named = self.members.iter().filter_map(|(path, wanted)| {
            let matcher = Matcher::read(wanted.as_str()?)?;
            let shown = event.body.pointer(&pointer(path))?;
            Some((matcher.remembered_as()?.to_owned(), shown.clone()))
        });
        named.collect()
    }
}

fn pointer(path: &str) -> String {
    format!("/{}", path.replace('.', "/"))
}

/// The object that has the member at this place.
fn parent<'e>(event: &'e ArrivedEvent, pointer: &str) -> &'e Value {
    let above = pointer.rsplit_once('/').map_or("", |(above, _)| above);
    event.body.pointer(above).unwrap_or(&Value::Null)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn came(kinds: &[(&str, usize)]) -> Vec<ArrivedEvent> {
        let event = |(kind, accepted): &(&str, usize)| ArrivedEvent {
            id: (*kind).to_owned(),
            event_type: (*kind).to_owned(),
            resource: (*kind).to_owned(),
            body: json!({ "data": { "count": 7, "at": "2026-02-26T17:02:28.766Z" } }),
            accepted: Some(*accepted),
        };
        kinds.iter().map(event).collect()
    }

    fn wanted(kinds: &[&str], members: &[(&str, &str)]) -> Vec<WantedEvent> {
        let members: Vec<(String, Value)> =
            members.iter().map(|(path, cell)| ((*path).to_owned(), json!(cell))).collect();
        let row =
            |kind: &&str| WantedEvent { event_type: (*kind).to_owned(), members: members.clone() };
        kinds.iter().map(row).collect()
    }

    #[test]
    fn the_order_is_that_in_which_events_were_accepted() {
        let in_order = Demands { in_order: true, ..Demands::DELIVERED };
        let rows = wanted(&["a", "b"], &[]);
        assert!(matching(&rows, &came(&[("b", 5), ("a", 3)]), in_order).is_ok());
        let late = matching(&rows, &came(&[("a", 5), ("b", 3)]), in_order);
        assert_eq!(late, Err("b [] was accepted too early".to_owned()));
        assert!(matching(&rows, &came(&[("a", 5), ("b", 3)]), Demands::DELIVERED).is_ok());
    }

    #[test]
    fn a_cell_is_a_value_or_a_matcher_and_remembers() {
        let rows = wanted(&["a"], &[("data.count", "{any as count}"), ("data.at", "{timestamp}")]);
        let came = came(&[("a", 0)]);
        assert!(matching(&rows, &came, Demands::DELIVERED).is_ok());
        assert_eq!(rows[0].remembered(&came[0]), vec![("count".to_owned(), json!(7))]);
        let other = wanted(&["a"], &[("data.count", "8")]);
        assert!(matching(&other, &came, Demands::DELIVERED).is_err());
    }
}
