//! Carries out the changes that a message is meant by, one after the other.

use std::{fmt::Arguments, sync::Arc, time::Duration};

use serde_json::Value;

use super::{
    apply::{apply, body_of},
    edit::{Edit, OwnRequest, RIGHT_KEY},
    memory::{AnswerCopy, CallerCopy, FaultMemory},
    script::{Alteration, Spot},
    stage::Stage,
};
use crate::{
    exchange::{Request, Response, header},
    form::{self, Part},
    intercept::Forward,
};

/// The moment of a message at which changes are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChangePoint {
    Request,
    Answer,
    Delivery,
}

/// A delivery's edits that the deliveries of its mailbox share.
#[derive(Debug, Default)]
pub(super) struct DeliveryFate {
    pub(super) is_dropped: bool,
    pub(super) is_held: bool,
    pub(super) copies: Vec<Vec<Edit>>,
    pub(super) key: Option<String>,
}

impl Alteration {
    /// True if the message is meant; its address gives the stage its values. `name` tells this change from all others.
    pub(super) fn is_meant(
        &self,
        moment: ChangePoint,
        name: Arguments<'_>,
        event_type: &str,
        stage: &mut Stage,
    ) -> bool {
        let Spot { request, answer, status, delivery } = &self.at;
        let addresses = match moment {
            ChangePoint::Request => request,
            ChangePoint::Answer => answer,
            ChangePoint::Delivery => {
                let Some(wanted) = delivery else { return false };
                return is_type(wanted, event_type) && self.is_due(name, stage);
            }
        };
        let Some(addresses) = addresses else { return false };
        let Some(sent) = &stage.request else { return false };
        let Some(captures) = addresses.captures(&sent.method, &sent.path) else { return false };
        let came = stage.answer.as_ref().map(|answer| answer.status);
        if status.is_some_and(|wanted| Some(wanted) != came) {
            return false;
        }
        stage.captures = captures;
        self.is_due(name, stage)
    }

    /// True if the conditions hold, and the message is the n-th.
    fn is_due(&self, name: Arguments<'_>, stage: &Stage) -> bool {
        if !self.conditions.iter().all(|condition| condition.holds(stage)) {
            return false;
        }
        let Some(nth) = self.nth else { return true };
        let per = match &self.per {
            Some(per) => stage.expand(per),
            None => stage.expand("{request.header.authorization}{delivery.mailbox}"),
        };
        stage.memory.count(format!("{name} {per}")) == nth
    }
}

/// True if an event type is meant; `*` stands for any text.
fn is_type(wanted: &str, event_type: &str) -> bool {
    match wanted.split_once('*') {
        None => wanted == event_type,
        Some((start, end)) => event_type.starts_with(start) && event_type.ends_with(end),
    }
}

/// Carries out the edits of an exchange; true if one of them, other than a note, changed something.
pub(super) async fn edit_exchange(edits: &[Edit], stage: &mut Stage, target: &dyn Forward) -> bool {
    let mut changed = false;
    for edit in edits {
        let done = match edit {
            Edit::Twice => {
                if let Some(request) = stage.request.clone() {
                    target.forward(request).await;
                }
                true
            }
            Edit::Send(own) => send(own, stage, target).await,
            Edit::PauseMs(pause) => {
                tokio::time::sleep(Duration::from_millis(*pause)).await;
                true
            }
            Edit::Answer { status, body } => {
                let body = body.as_ref().map(|body| body_of(&stage.value(body)));
                let json = ("content-type".to_owned(), "application/json".to_owned());
                let headers = body.iter().map(|_| json.clone()).collect();
                let body = body.unwrap_or_default();
                stage.answer = Some(AnswerCopy { status: *status, headers, body });
                true
            }
            Edit::Replay(key) => {
                let key = stage.expand(key);
                let kept = stage.memory.open().answers.get(&key).cloned();
                let is_some = kept.is_some();
                stage.answer = kept.or(stage.answer.take());
                is_some
            }
            _ => note(edit, stage) || apply(edit, stage),
        };
        changed |= done && !edit.is_note();
    }
    changed
}

/// Takes a note; false for an edit that takes none.
fn note(edit: &Edit, stage: &Stage) -> bool {
    let memory: &Arc<FaultMemory> = &stage.memory;
    match edit {
        Edit::Remember { key, value } => {
            let (key, value) = (stage.expand(key), stage.value(value));
            memory.open().values.insert(key, value);
        }
        Edit::Forget(key) => {
            let key = stage.expand(key);
            memory.open().values.remove(&key);
        }
        Edit::KeepAnswer(key) => {
            let key = stage.expand(key);
            if let Some(answer) = stage.answer.clone() {
                memory.open().answers.insert(key, answer);
            }
        }
        Edit::NoteCaller(key) => {
            let Some(request) = &stage.request else { return false };
            memory.open().callers.insert(stage.expand(key), caller_of(request));
        }
        _ => return false,
    }
    true
}

/// Sends a request of the fault's own; true if an answer came.
async fn send(own: &OwnRequest, stage: &mut Stage, target: &dyn Forward) -> bool {
    let Some(request) = own_request(own, stage) else { return false };
    let Some(response) = target.forward(request).await else { return false };
    if let Some(key) = &own.keep {
        let body = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
        let key = stage.expand(key);
        stage.memory.open().values.insert(key, body);
    }
    if own.answers {
        stage.answer = Some(kept(&response));
    }
    true
}

/// Origin and credentials of a request.
fn caller_of(request: &Request) -> CallerCopy {
    let origin = request.url.strip_suffix(&request.path).unwrap_or_default().to_owned();
    let authorization = header(&request.headers, "authorization").map(str::to_owned);
    CallerCopy { origin, authorization }
}

fn own_request(own: &OwnRequest, stage: &Stage) -> Option<Request> {
    let caller = if let Some(name) = &own.caller {
        let name = stage.expand(name);
        stage.memory.open().callers.get(&name).cloned()?
    } else {
        caller_of(stage.request.as_ref()?)
    };
    let path = stage.expand(&own.path);
    let mut headers: Vec<(String, String)> =
        caller.authorization.into_iter().map(|value| ("authorization".to_owned(), value)).collect();
    let parts = own.form.as_ref().map(|fields| parts(fields, stage));
    let mut body = own.body.as_ref().map(|body| body_of(&stage.value(body)));
    if let Some(parts) = &parts {
        body = Some(form::encoded(parts));
        headers.push(("content-type".to_owned(), form::content_type()));
    } else if body.is_some() {
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    let url = format!("{}{path}", caller.origin);
    Some(Request { method: own.method.clone(), url, path, headers, body, form: parts })
}

fn parts(fields: &serde_json::Map<String, Value>, stage: &Stage) -> Vec<Part> {
    let part = |(name, value): (&String, &Value)| match stage.value(value) {
        Value::Object(file) => {
            let member = |key: &str| file.get(key).and_then(Value::as_str).unwrap_or_default();
            let content = bytes::Bytes::from(member("text").to_owned());
            Part::file(name, member("name"), member("type"), content)
        }
        other => Part::text(name, &super::stage::as_text(other)),
    };
    fields.iter().map(part).collect()
}

/// An answer as faults keep and change it.
pub(super) fn kept(response: &Response) -> AnswerCopy {
    let Response { status, headers, body, .. } = response;
    AnswerCopy { status: *status, headers: headers.clone(), body: body.clone() }
}

/// Carries out the edits of a delivery; true if one of them, other than a note, changed something.
pub(super) fn edit_delivery(edits: &[Edit], stage: &mut Stage, fate: &mut DeliveryFate) -> bool {
    let mut changed = false;
    for edit in edits {
        let done = match edit {
            Edit::Drop => std::mem::replace(&mut fate.is_dropped, true) || fate.is_dropped,
            Edit::Hold => std::mem::replace(&mut fate.is_held, true) || fate.is_held,
            Edit::Again(edits) => {
                fate.copies.push(edits.clone());
                true
            }
            Edit::Sign(key) => {
                fate.key = Some(stage.expand(key));
                // The right signature changes nothing by itself.
                key != RIGHT_KEY
            }
            _ => note(edit, stage) || apply(edit, stage),
        };
        changed |= done && !edit.is_note();
    }
    changed
}
