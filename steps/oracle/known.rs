//! Values as they were shown last, and whether they may have changed since.

use std::{collections::BTreeMap, sync::Arc};

use conformance_harness::{exchange::Exchange, verdict::Nonconformance};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::{
    edition::{
        key::{STATE, UPDATED_AT},
        operation::{CHANGING, FILLED_LATER, OF_ITS_END},
        operator::CHANGING_FOR_OPERATOR,
        state,
    },
    world::{RecordedExchange, ScenarioRecord},
};

/// The methods that write what their request says.
pub(super) const WRITING: [&str; 3] = ["POST", "PUT", "PATCH"];

/// A value as it was shown last.
#[derive(Clone, Debug)]
pub(super) struct KnownValue {
    pub(super) value: Value,
    /// The request that wrote it, or the answer that showed it.
    pub(super) source: String,
    pub(super) moment: usize,
    /// The time at which it was shown.
    pub(super) at: Timestamp,
    /// True if its resource was in a final state then.
    pub(super) is_of_end: bool,
    /// True if a request wrote it and no answer has shown it yet.
    pub(super) is_unseen: bool,
    /// The answer that showed it, if that is the answer to a change and nothing else has shown the value.
    pub(super) only_in: Option<Arc<Exchange>>,
}

/// A message that shows resources.
pub(super) struct Showing<'a> {
    /// The request of an answer, or the event.
    pub(super) name: &'a str,
    /// The words for the message as the source of a value.
    pub(super) source: String,
    pub(super) moment: usize,
    pub(super) at: Timestamp,
    /// The answer, if it is that to a change.
    pub(super) change: Option<&'a Arc<Exchange>>,
}

impl<'a> Showing<'a> {
    pub(super) fn of(recorded: &'a RecordedExchange, name: &'a str) -> Self {
        let change = Some(&recorded.exchange);
        Self {
            name,
            source: format!("the answer to {name}"),
            moment: recorded.moment,
            at: recorded.at,
            change: change.filter(|exchange| WRITING.contains(&exchange.request.method.as_str())),
        }
    }

    pub(super) fn known(&self, value: &Value, members: &Map<String, Value>) -> KnownValue {
        KnownValue {
            value: value.clone(),
            source: self.source.clone(),
            moment: self.moment,
            at: self.at,
            is_unseen: false,
            is_of_end: members.get(STATE).is_some_and(state::is_final),
            only_in: self.change.cloned(),
        }
    }
}

/// True if a member may have changed since it was known.
pub(super) fn may_change(
    member: &str,
    value: &Value,
    before: &KnownValue,
    showing: &Showing<'_>,
    is_exact: bool,
) -> bool {
    if before.value.is_null() && FILLED_LATER.contains(&member) {
        return true;
    }
    if is_exact && before.moment == showing.moment {
        return false;
    }
    // A target that is at work may show an earlier state for a while.
    let is_final =
        member == STATE && state::is_final(&before.value) && (is_exact || state::is_final(value));
    let is_over = is_exact && before.is_of_end && OF_ITS_END.contains(&member);
    let is_changing = CHANGING.contains(&member) || CHANGING_FOR_OPERATOR.contains(&member);
    is_changing && !is_final && !is_over
}

/// The time after which another change has another time, in milliseconds.
const LEAST_GAP: SignedDuration = SignedDuration::from_millis(2);

/// The finding about a resource whose state has changed and whose last change lies before.
pub(super) fn unmoved(
    id: &str,
    record: &ScenarioRecord,
    known: &BTreeMap<String, KnownValue>,
    members: &Map<String, Value>,
    name: &str,
) -> Option<Nonconformance> {
    let (before, changed) = (known.get(STATE)?, known.get(UPDATED_AT)?);
    let (now, shown) = (members.get(STATE)?, members.get(UPDATED_AT)?);
    if before.value == *now || changed.value != *shown || before.source != changed.source {
        return None;
    }
    // A change in the same millisecond as the last one may have the same time.
    let last = shown.as_str()?.parse::<Timestamp>().ok()?;
    let gap = record.first_change_after(before.moment)?.duration_since(before.at.max(last));
    if gap < LEAST_GAP {
        return None;
    }
    let what = format!("`{UPDATED_AT}` of {id} stayed although its state has changed");
    let expected = format!("later than {shown}, when it was {}", before.value);
    Some(Nonconformance::new(what, expected, format!("{shown} and {now} in {name}")))
}
