//! Applies the edits of one message that need no further exchange.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{
    edit::{Edit, ItemChoice},
    pointer::{at_each, child_mut},
    stage::{Stage, as_text},
};
use crate::form;

/// Applies an edit of members, headers or parts of a form; true if it changed something. Other edits change nothing here.
pub(super) fn apply(edit: &Edit, stage: &mut Stage) -> bool {
    match edit {
        Edit::Body(body) => {
            let body = body_of(&stage.value(body));
            stage.set_body(body);
            true
        }
        Edit::Fill(mib) => fill(stage, *mib),
        Edit::Status(status) => match &mut stage.answer {
            Some(answer) => {
                answer.status = *status;
                true
            }
            None => false,
        },
        Edit::Header { name, to } => set_header(stage, name, to.as_ref()),
        Edit::Path(path) => {
            let path = stage.expand(path);
            if let Some(delivery) = &mut stage.delivery {
                return std::mem::replace(&mut delivery.subpath, path.clone()) != path;
            }
            let Some(request) = &mut stage.request else { return false };
            let base = request.url.strip_suffix(&request.path).unwrap_or_default();
            (request.url, request.path) = (format!("{base}{path}"), path);
            true
        }
        Edit::Method(method) => stage.request.as_mut().is_some_and(|request| {
            request.method.clone_from(method);
            true
        }),
        Edit::Form { part, text, file_name } => {
            set_part(stage, part, text.as_ref(), file_name.as_ref())
        }
        Edit::Corrupt => corrupt(stage),
        Edit::Write(form) => form.write(stage),
        _ => edit_members(edit, stage),
    }
}

/// The bytes of a body: a text as it is, anything else as JSON.
pub(super) fn body_of(value: &Value) -> Bytes {
    match value {
        Value::String(text) => Bytes::from(text.clone()),
        other => Bytes::from(other.to_string()),
    }
}

fn edit_members(edit: &Edit, stage: &mut Stage) -> bool {
    let Some(mut body) = stage.json() else { return false };
    let expanded = |at: &str| stage.expand(at);
    let count = match edit {
        Edit::Set { at, to, only, make } => {
            let (to, only) = (stage.value(to), only.as_ref().map(|only| stage.value(only)));
            at_each(&mut body, &expanded(at), &mut |parent, last| {
                set(parent, last, &to, only.as_ref(), *make)
            })
        }
        Edit::Remove(at) => at_each(&mut body, &expanded(at), &mut |parent, last| match parent {
            Value::Object(members) => members.shift_remove(last).is_some(),
            Value::Array(items) => remove_item(items, last).is_some(),
            _ => false,
        }),
        Edit::Rename { at, to } => at_each(&mut body, &expanded(at), &mut |parent, last| {
            let Some(members) = parent.as_object_mut() else { return false };
            let value = members.shift_remove(last);
            value.map(|value| members.insert(to.clone(), value)).is_some()
        }),
        Edit::Add { at, by } => {
            let by = stage.value(by).as_i64().unwrap_or_default();
            number(&mut body, &expanded(at), &mut |number| {
                json!(number.as_i64().unwrap_or_default() + by)
            })
        }
        Edit::Scale { at, by } => {
            number(&mut body, &expanded(at), &mut |number| scaled(number, *by))
        }
        Edit::Retype(at) => place(&mut body, &expanded(at), &mut |value| match value.clone() {
            Value::String(text) => text.parse::<i64>().map_or(json!(0), |number| json!(number)),
            other => other.to_string().into(),
        }),
        Edit::Reverse(at) => list(&mut body, &expanded(at), &mut |items| {
            items.reverse();
            items.len() > 1
        }),
        Edit::TakeOut { at, item } => list(&mut body, &expanded(at), &mut |items| {
            let is_some = !items.is_empty();
            match item {
                ItemChoice::All => items.clear(),
                ItemChoice::First => drop(remove_item(items, "0")),
                ItemChoice::Last => drop(items.pop()),
            }
            is_some
        }),
        Edit::CopyItem(at) => list(&mut body, &expanded(at), &mut |items| {
            let last = items.last().cloned();
            items.extend(last.clone());
            last.is_some()
        }),
        _ => return false,
    };
    if count > 0 {
        stage.set_body(Bytes::from(body.to_string()));
    }
    count > 0
}

/// The product, rounded to a whole number.
fn scaled(number: &Value, by: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "the product is rounded on purpose")]
    let whole = (number.as_f64().unwrap_or_default() * by).round() as i64;
    json!(whole)
}

fn remove_item(items: &mut Vec<Value>, index: &str) -> Option<Value> {
    let index = index.parse::<usize>().ok().filter(|index| *index < items.len())?;
    Some(items.remove(index))
}

fn set(parent: &mut Value, last: &str, to: &Value, only: Option<&Value>, make: bool) -> bool {
    if let Some(place) = child_mut(parent, last) {
        let is_meant = only.is_none_or(|only| only == place) && place != to;
        if is_meant {
            *place = to.clone();
        }
        return is_meant;
    }
    match parent {
        Value::Object(members) if make => {
            members.insert(last.to_owned(), to.clone());
            true
        }
        _ => false,
    }
}

/// Replaces the value at a place; an empty pointer means the whole body.
fn place(body: &mut Value, at: &str, edit: &mut dyn FnMut(&Value) -> Value) -> usize {
    at_each(body, at, &mut |parent, last| {
        child_mut(parent, last).map(|place| *place = edit(place)).is_some()
    })
}

fn number(body: &mut Value, at: &str, edit: &mut dyn FnMut(&Value) -> Value) -> usize {
    at_each(body, at, &mut |parent, last| {
        let Some(place) = child_mut(parent, last).filter(|place| place.is_number()) else {
            return false;
        };
        let edited = edit(place);
        let changed = edited != *place;
        *place = edited;
        changed
    })
}

/// Edits a list; an empty pointer means the whole body.
fn list(body: &mut Value, at: &str, edit: &mut dyn FnMut(&mut Vec<Value>) -> bool) -> usize {
    if at.is_empty() {
        return usize::from(body.as_array_mut().is_some_and(edit));
    }
    at_each(body, at, &mut |parent, last| {
        child_mut(parent, last).and_then(Value::as_array_mut).is_some_and(&mut *edit)
    })
}

fn set_header(stage: &mut Stage, name: &str, to: Option<&Value>) -> bool {
    let value = to.map(|to| as_text(stage.value(to)));
    let Some(headers) = stage.headers_mut() else { return false };
    let before = headers.clone();
    headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    headers.extend(value.map(|value| (name.to_owned(), value)));
    before != *headers
}

fn set_part(
    stage: &mut Stage,
    part: &str,
    text: Option<&String>,
    file_name: Option<&String>,
) -> bool {
    let text = text.map(|text| stage.expand(text));
    let file_name = file_name.map(|name| stage.expand(name));
    let Some(request) = &mut stage.request else { return false };
    let Some(parts) = &mut request.form else { return false };
    if !parts.iter().any(|one| one.name == part) {
        let Some(text) = &text else { return false };
        parts.push(form::Part::text(part, text));
        request.body = Some(form::encoded(parts));
        return true;
    }
    let Some(found) = parts.iter_mut().find(|one| one.name == part) else { return false };
    if let Some(text) = text {
        found.content = Bytes::from(text);
    }
    if let (Some(name), Some((known, _))) = (file_name, &mut found.file) {
        *known = name;
    }
    request.body = Some(form::encoded(parts));
    true
}

fn fill(stage: &mut Stage, mib: usize) -> bool {
    let Some(body) = stage.body() else { return false };
    let mut bytes = body.to_vec();
    bytes.resize(bytes.len().max(mib << 20), b' ');
    let is_longer = bytes.len() > body.len();
    stage.set_body(Bytes::from(bytes));
    is_longer
}

fn corrupt(stage: &mut Stage) -> bool {
    let Some(body) = stage.body() else { return false };
    let mut bytes = body.to_vec();
    let Some(last) = bytes.last_mut() else { return false };
    *last = last.wrapping_add(1);
    stage.set_body(Bytes::from(bytes));
    true
}
