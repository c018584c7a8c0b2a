//! Generated faults: for each member of each answer and event, a wrong value in its place, in one case at a time.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use futures::future::BoxFuture;
use serde_json::Value;

use super::{
    injector::sign,
    pointer::{at_each, child_mut},
    wrong_value::{is_leaf, wrong},
};
use crate::{
    checks::WebhookConvention,
    exchange::{Request, Response},
    intercept::{Forward, IncomingDelivery, Interceptor, PutLater},
    run::current_case,
    schema::Contract,
};

/// A member of a kind of message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The kind of message: an operation with a status, a refusal with a status, or the type of an event.
    pub message: String,
    /// The place in it, as a JSON Pointer in which `*` stands for every item of a list.
    pub place: String,
}

impl std::fmt::Display for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.message, self.place)
    }
}

/// The appearance of a member in a run.
#[derive(Clone, Debug, Default)]
pub struct MemberAppearance {
    /// The cases whose messages have it.
    pub cases: BTreeSet<Arc<str>>,
    /// Some of its values.
    pub values: Vec<Value>,
}

/// The most values that are kept of one member.
const MOST_VALUES: usize = 20;

/// A member whose value is wrong, with other values of it.
#[derive(Clone, Debug)]
pub struct WrongMember {
    /// The member.
    pub member: Member,
    /// Values that it has elsewhere.
    pub values: Vec<Value>,
}

/// Notes the members of all messages, and puts wrong values into some of them.
#[derive(Debug)]
pub struct MemberChanger {
    contract: Arc<Contract>,
    convention: WebhookConvention,
    /// The member that is wrong, by case.
    wrong: HashMap<Arc<str>, WrongMember>,
    seen: Mutex<BTreeMap<Member, MemberAppearance>>,
    fired: Mutex<BTreeSet<Arc<str>>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl MemberChanger {
    /// Changes no member, and notes all of them.
    #[must_use]
    pub fn new(contract: Arc<Contract>, convention: WebhookConvention) -> Self {
        Self {
            contract,
            convention,
            wrong: HashMap::new(),
            seen: Mutex::default(),
            fired: Mutex::default(),
        }
    }

    /// Makes the given member wrong in each of these cases.
    #[must_use]
    pub fn in_cases(self, wrong: HashMap<Arc<str>, WrongMember>) -> Self {
        Self { wrong, ..self }
    }

    /// The members that were seen.
    #[must_use]
    pub fn seen(&self) -> BTreeMap<Member, MemberAppearance> {
        locked(&self.seen).clone()
    }

    /// The cases in which a value was changed.
    #[must_use]
    pub fn fired(&self) -> BTreeSet<Arc<str>> {
        locked(&self.fired).clone()
    }

    /// The body of a message with its wrong value; none if it stays.
    fn changed(&self, message: &str, case: Option<&Arc<str>>, body: &[u8]) -> Option<Bytes> {
        let case = case?;
        let mut value: Value = serde_json::from_slice(body).ok()?;
        if self.wrong.is_empty() {
            self.note(message, case, &value);
            return None;
        }
        let WrongMember { member, values } = self.wrong.get(case)?;
        if member.message != message {
            return None;
        }
        let count = at_each(&mut value, &member.place, &mut |parent, last| {
            let place = child_mut(parent, last);
            place.is_some_and(|place| match wrong(place, values) {
                Some(other) => {
                    *place = other;
                    true
                }
                None => false,
            })
        });
        if count == 0 {
            return None;
        }
        locked(&self.fired).insert(case.clone());
        Some(Bytes::from(value.to_string()))
    }

    fn note(&self, message: &str, case: &Arc<str>, value: &Value) {
        let mut seen = locked(&self.seen);
        each_member(value, "", &mut |place, value| {
            let member = Member { message: message.to_owned(), place: place.to_owned() };
            let appearance = seen.entry(member).or_default();
            appearance.cases.insert(case.clone());
            let is_new = is_leaf(value) && !appearance.values.contains(value);
            if is_new && appearance.values.len() < MOST_VALUES {
                appearance.values.push(value.clone());
            }
        });
    }

    /// The kind of an answer.
    fn kind_of(&self, request: &Request, status: u16) -> Option<String> {
        if status >= 400 {
            return Some(format!("refusal {status}"));
        }
        let documented = self.contract.lookup(&request.method, &request.path);
        documented.operation_id().map(|id| format!("{id} {status}"))
    }
}

/// Calls `each` with every member that a wrong value can take the place of, and its value.
fn each_member(value: &Value, place: &str, each: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                let place = format!("{place}/{name}");
                if !member.is_object() {
                    each(&place, member);
                }
                each_member(member, &place, each);
            }
        }
        Value::Array(items) => {
            for item in items {
                each_member(item, &format!("{place}/*"), each);
            }
        }
        _ => {}
    }
}

impl Interceptor for MemberChanger {
    fn exchange<'a>(
        &'a self,
        request: Request,
        target: &'a dyn Forward,
    ) -> BoxFuture<'a, Option<Response>> {
        Box::pin(async move {
            let response = target.forward(request.clone()).await?;
            let Some(kind) = self.kind_of(&request, response.status) else { return Some(response) };
            let changed = self.changed(&kind, current_case().as_ref(), &response.body);
            Some(match changed {
                Some(body) => Response::new(response.status, response.headers, body),
                None => response,
            })
        })
    }

    fn deliver(&self, mut delivery: IncomingDelivery, _: &PutLater) -> Vec<IncomingDelivery> {
        let body: Value = serde_json::from_slice(&delivery.body).unwrap_or_default();
        let kind = body.get(self.convention.type_key).and_then(Value::as_str).unwrap_or_default();
        if let Some(body) = self.changed(kind, delivery.case.as_ref(), &delivery.body)
            && let Some(secret) = delivery.secret.clone()
        {
            delivery.body = body;
            sign(&mut delivery, &secret, &self.convention);
        }
        vec![delivery]
    }
}
