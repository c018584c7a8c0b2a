//! The values of a message under their places, without what belongs to one run: an id is named by the place it came from, a
//! time by its form and its moves, a text that we sent by the member in which we sent it.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{
    id_leaf::id_of,
    sent::SentTexts,
    words::{general, general_query, is_digits, rounded, time_form},
};

/// The values of a message: JSON Pointers (or other names of places) with one text each.
pub(super) type Leaves = BTreeMap<String, String>;

/// The values of a scenario that belong to its run, each with its name.
#[derive(Debug, Default)]
pub(super) struct Origins {
    names: HashMap<String, String>,
    sent: SentTexts,
    /// The number of values with each name.
    used: HashMap<String, usize>,
    /// The names in the order in which they were given.
    order: HashMap<String, usize>,
    /// The times that a member of an object showed: the last one before this step, and the last one.
    times: HashMap<(String, String), (Option<Timestamp>, Timestamp)>,
}

/// The message in which a value stands.
#[derive(Clone, Copy)]
struct MessagePlace<'a> {
    /// The operation or the event.
    source: &'a str,
    /// The earliest time in it, or in the item of a list.
    earliest: Option<Timestamp>,
}

impl Origins {
    /// Begins a step. Its times are compared with those before it, for a step reads as often as it takes.
    pub(super) fn begin_step(&mut self) {
        for (before, last) in self.times.values_mut() {
            *before = Some(*last);
        }
    }

    /// Notes the texts of a request, which an answer may repeat.
    pub(super) fn note_sent(&mut self, value: &Value) {
        self.sent.note(value);
    }

    /// The values of a message from this operation, or of this event.
    pub(super) fn leaves(&mut self, source: &str, body: &Value) -> Leaves {
        let place = MessagePlace { source, earliest: self.earliest(body) };
        let mut leaves = Leaves::new();
        self.add(place, String::new(), "", body, &mut leaves);
        leaves
    }

    /// The earliest time that the target gave in a value.
    fn earliest(&self, value: &Value) -> Option<Timestamp> {
        let mut times = Vec::new();
        self.add_times(value, &mut times);
        times.into_iter().min()
    }

    /// Adds the times that the target gave. One that was sent, such as a day of birth, stays while all others go on.
    fn add_times(&self, value: &Value, times: &mut Vec<Timestamp>) {
        match value {
            Value::Object(members) => {
                for member in members.values() {
                    self.add_times(member, times);
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.add_times(item, times);
                }
            }
            Value::String(text) if !self.sent.contains(text) => times.extend(time(text)),
            _ => {}
        }
    }

    /// A path without the values that belong to the run.
    pub(super) fn path(&self, path: &str) -> String {
        let (path, query) = path.split_once('?').map_or((path, None), |(a, b)| (a, Some(b)));
        let parts = path.split('/').map(|part| self.known(part).unwrap_or_else(|| general(part)));
        let mut told = parts.collect::<Vec<_>>().join("/");
        if let Some(query) = query {
            let pairs = query.split('&').map(|pair| match pair.split_once('=') {
                Some((name, value)) => {
                    let value = self.known(value).unwrap_or_else(|| general(value));
                    format!("{name}={value}")
                }
                None => pair.to_owned(),
            });
            let pairs = pairs.collect::<Vec<_>>().join("&");
            told = format!("{told}?{}", general_query(&pairs));
        }
        told
    }

    /// Words without the values that belong to the run.
    pub(super) fn words(&self, text: &str) -> String {
        let words = text.split(' ').map(|word| self.known(word).unwrap_or_else(|| general(word)));
        words.collect::<Vec<_>>().join(" ")
    }

    fn known(&self, text: &str) -> Option<String> {
        self.names.get(text).cloned()
    }

    fn add(
        &mut self,
        place: MessagePlace<'_>,
        pointer: String,
        name: &str,
        value: &Value,
        leaves: &mut Leaves,
    ) {
        let leaf = match value {
            Value::Object(members) if members.is_empty() => "{}".to_owned(),
            Value::Object(members) => {
                self.add_members(place, &pointer, members, leaves);
                return;
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    // The distance between items depends on the speed of the run.
                    let place = MessagePlace { earliest: self.earliest(item), ..place };
                    self.add(place, format!("{pointer}/{index}"), name, item, leaves);
                }
                format!("[{}]", items.len())
            }
            Value::String(text) => self.text(place, &pointer, text),
            Value::Number(number) if is_id(name) => {
                // A number belongs to its member: another member may have the same one.
                self.named(place.source, &pointer, &format!("{name} {number}"))
            }
            other => other.to_string(),
        };
        leaves.insert(pointer, leaf);
    }

    fn add_members(
        &mut self,
        place: MessagePlace<'_>,
        pointer: &str,
        members: &serde_json::Map<String, Value>,
        leaves: &mut Leaves,
    ) {
        // The order of members means nothing: ids have names that do not depend on it.
        let members: BTreeMap<&String, &Value> = members.iter().collect();
        // The times of an object belong to its id.
        let id = members.iter().find(|(name, _)| **name == "id");
        let id = id.or_else(|| members.iter().find(|(name, _)| is_id(name)));
        let owner = id.map(|(name, value)| format!("{name} {value}"));
        for (name, member) in members {
            let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            match member.as_str().and_then(time) {
                Some(time) => {
                    let text = member.as_str().unwrap_or_default();
                    let owner = owner.clone().map(|owner| (owner, name.clone()));
                    leaves.insert(pointer, self.time(place, owner, text, time));
                }
                None => self.add(place, pointer, name, member, leaves),
            }
        }
    }

    fn text(&mut self, place: MessagePlace<'_>, pointer: &str, text: &str) -> String {
        if let Some(name) = self.known(text) {
            return name;
        }
        let is_in_item = general_pointer(pointer).contains('*');
        if let Some(leaf) = self.sent.leaf(text, is_in_item) {
            return leaf;
        }
        if text.len() >= LONG_NUMBER && is_digits(text) {
            return self.named(place.source, pointer, text);
        }
        match general(text) {
            word if matches!(word.as_str(), "<id>" | "<iban>" | "<address>") => {
                self.named(place.source, pointer, text)
            }
            word if word == text && !is_ambiguous(&word) => word,
            // The words in the place of values begin like names of values, too.
            word if word != text => word,
            word => Value::String(word).to_string(),
        }
    }

    /// The name of a value that belongs to the run: the place where it was seen first. There it is told with its form.
    fn named(&mut self, source: &str, pointer: &str, value: &str) -> String {
        if let Some(name) = self.known(value) {
            return name;
        }
        let place = general_pointer(pointer);
        let place = place.trim_start_matches('/').replace('/', ".");
        // Most things are known by their id.
        let name = if place == "id" { source.to_owned() } else { format!("{source}:{place}") };
        let count = self.used.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count == 1 { format!("<{name}>") } else { format!("<{name} {count}>") };
        self.names.insert(value.to_owned(), name.clone());
        self.order.insert(name.clone(), self.order.len());
        format!("new {} {name}", form(value))
    }

    /// The place of a leaf's name in the order in which they were given; none for other texts.
    pub(super) fn number_of(&self, leaf: &str) -> Option<usize> {
        self.order.get(id_of(leaf)?.name).copied()
    }

    /// The place of the newest thing that a value names, in the order in which names were given; none if it names no known one.
    pub(super) fn newest(&self, name: &str, value: &Value) -> Option<usize> {
        let known = |value: &str| self.order.get(self.names.get(value)?).copied();
        match value {
            Value::Object(members) => {
                members.iter().filter_map(|(name, member)| self.newest(name, member)).max()
            }
            Value::Array(items) => items.iter().filter_map(|item| self.newest(name, item)).max(),
            Value::String(text) => known(text),
            Value::Number(number) => known(&format!("{name} {number}")),
            _ => None,
        }
    }

    /// The form of a time, its distance from the earliest time of the message, and whether it moved from what the member showed
    /// before.
    fn time(
        &mut self,
        place: MessagePlace<'_>,
        owner: Option<(String, String)>,
        text: &str,
        time: Timestamp,
    ) -> String {
        let mut told = format!("<time {}", time_form(text));
        let distance = place.earliest.map(|earliest| time.duration_since(earliest));
        if let Some(distance) = distance.and_then(rounded) {
            told = format!("{told} +{distance}");
        }
        let before = owner.and_then(|owner| {
            let (before, last) = self.times.entry(owner).or_insert((None, time));
            *last = time;
            *before
        });
        if let Some(before) = before {
            let moved = time.duration_since(before);
            told.push_str(match moved {
                _ if moved.is_negative() => " earlier",
                _ if moved >= MOVED => " later",
                _ => "",
            });
        }
        told.push('>');
        told
    }
}

/// The least time by which a member moves visibly. A fast target makes and changes a thing in the same millisecond, a slow one in
/// seconds; after the clock was moved, it is minutes.
const MOVED: SignedDuration = SignedDuration::from_secs(10);

/// The least digits of a text that is a number given by the target, as of an account.
const LONG_NUMBER: usize = 6;

/// The form of a value that belongs to a run.
fn form(value: &str) -> &'static str {
    let is_hex = |letter: u8| letter.is_ascii_hexdigit();
    match value.len() {
        36 if value.bytes().filter(|letter| *letter == b'-').count() == 4 => {
            if value.bytes().any(|one| one.is_ascii_uppercase()) {
                "upper-case uuid"
            } else {
                "uuid"
            }
        }
        _ if value.rsplit(' ').next().is_some_and(is_digits) => "number",
        _ if value.starts_with("0x") => "address",
        _ if value.bytes().all(is_hex) => "hex",
        15..=34 if value.bytes().all(|one| one.is_ascii_digit() || one.is_ascii_uppercase()) => {
            "iban"
        }
        _ => "text",
    }
}

/// True if a member's value belongs to the run because of its name.
pub(super) fn is_id(name: &str) -> bool {
    name == "id" || name.ends_with("Id") || name.ends_with("_id")
}

/// True if a text would be read as another value than the text.
fn is_ambiguous(text: &str) -> bool {
    let is_keyword = matches!(text, "null" | "true" | "false") || text.starts_with("new ");
    text.starts_with(['<', '[', '{', '"', '(']) || is_keyword || text.parse::<f64>().is_ok()
}

fn time(text: &str) -> Option<Timestamp> {
    let is_long_enough = text.len() >= 16 && text.as_bytes()[0].is_ascii_digit();
    is_long_enough.then(|| text.parse().ok())?
}

/// The number of items that the leaf of a list tells; none for other leaves.
pub(super) fn list_length(leaf: &str) -> Option<usize> {
    leaf.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

/// A pointer with `*` in the place of the numbers of items.
pub(super) fn general_pointer(pointer: &str) -> String {
    let parts = pointer.split('/').map(|part| if is_digits(part) { "*" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_id_has_the_name_of_the_place_where_it_was_seen_first() {
        let mut origins = Origins::default();
        let id = "5ada78ed-288f-43b5-b98c-890369e04fe3";
        let made = origins.leaves("createAccount", &json!({"id": id, "kybId": 7}));
        assert_eq!(made["/id"], "new uuid <createAccount>");
        assert_eq!(made["/kybId"], "new number <createAccount:kybId>");
        let read = origins.leaves("getOrder", &json!({"source": id, "items": [{"kybId": 7}]}));
        assert_eq!(read["/source"], "<createAccount>");
        assert_eq!(read["/items/0/kybId"], "<createAccount:kybId>");
        assert_eq!(read["/items"], "[1]");
        assert_eq!(origins.path(&format!("/a/{id}")), "/a/<createAccount>");
    }

    #[test]
    fn a_time_has_a_form_a_distance_and_an_order() {
        let mut origins = Origins::default();
        let body = json!({"id": 1, "createdAt": "2026-01-01T00:00:00.000Z", "expiresAt": "2026-01-08T00:00:00.000Z"});
        let first = origins.leaves("a", &body);
        assert_eq!(first["/createdAt"], "<time .999Z>");
        assert_eq!(first["/expiresAt"], "<time .999Z +168 h>");
        let moved = json!({"id": 1, "createdAt": "2026-01-01T00:00:01.000Z"});
        assert_eq!(origins.leaves("a", &moved)["/createdAt"], "<time .999Z>");
        origins.begin_step();
        let later = origins.leaves("a", &json!({"id": 1, "createdAt": "2026-01-01T00:00:02.000Z"}));
        assert_eq!(later["/createdAt"], "<time .999Z>", "a fast target may show the same time");
        origins.begin_step();
        let moved = origins.leaves("a", &json!({"id": 1, "createdAt": "2026-01-01T01:00:02.000Z"}));
        assert_eq!(moved["/createdAt"], "<time .999Z later>");
        origins.begin_step();
        let back = origins.leaves("a", &json!({"id": 1, "createdAt": "2026-01-01T01:00:01.999Z"}));
        assert_eq!(back["/createdAt"], "<time .999Z earlier>");
    }

    #[test]
    fn the_time_between_items_of_a_list_is_not_told() {
        let item = |minute: u8| {
            let [made, end] =
                ["00", "30"].map(|second| format!("2026-01-01T00:0{minute}:{second}.000Z"));
            json!({ "createdAt": made, "expiresAt": end })
        };
        let leaves = Origins::default().leaves("a", &json!([item(1), item(3)]));
        assert_eq!(leaves["/1/createdAt"], "<time .999Z>");
        assert_eq!(leaves["/1/expiresAt"], "<time .999Z +30 s>");
    }

    #[test]
    fn a_text_that_was_sent_has_the_name_of_its_member() {
        let mut origins = Origins::default();
        origins.note_sent(&json!({"label": "Savings", "amount": 5}));
        let leaves = origins.leaves("a", &json!({"label": "Savings", "state": "OPEN", "n": "5"}));
        assert_eq!(leaves["/label"], "<sent label>");
        assert_eq!(leaves["/state"], "OPEN");
        assert_eq!(leaves["/n"], "\"5\"");
        origins.note_sent(&json!({"label": "Rent"}));
        let renamed = origins.leaves("a", &json!({"label": "Rent", "old": "Savings"}));
        assert_eq!(renamed["/label"], "<sent label>");
        assert_eq!(renamed["/old"], "<sent label earlier>");
    }
}
