//! Changes of state: a resource that changes its state has changed then, not before.

use std::collections::HashMap;

use conformance_harness::{
    layer::{Layer, Layers},
    schema::Contract,
    verdict::Nonconformance,
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{
    edition::key,
    oracle::{
        source::{each_object, in_answer},
        times::{back, skew, time},
    },
    world::RecordedExchange,
};

/// The last reading of a resource.
struct LastState {
    state: String,
    changed: Timestamp,
    /// The time on the merchant's clock at which it was read.
    read: Timestamp,
}

/// Findings about resources that show another state than before, and as the time of their last change one that lies before the
/// earlier reading.
pub(crate) fn check(
    record: &[RecordedExchange],
    contract: &Contract,
    layers: &Layers,
) -> Vec<Nonconformance> {
    let is_ours = layers.bind(Layer::Decided);
    let skew = skew(is_ours);
    let mut states: HashMap<String, LastState> = HashMap::new();
    let mut findings = Vec::new();
    for recorded in record.iter().filter(|one| one.is_own) {
        each_object(recorded.exchange.response.json(), &mut |members| {
            let Some((id, now)) = reading(members, recorded.at) else { return };
            if let Some(before) = states.get(&id)
                && before.state != now.state
                // Other targets may show an earlier state for a while, with its time.
                && (before.changed == now.changed || (is_ours && now.changed < before.changed))
                && now.changed < back(before.read, skew)
            {
                let what = format!("`{}` of {id:?} cannot be right", key::UPDATED_AT);
                let expected = format!(
                    "not before {}: it was {} then and is {} now",
                    before.read, before.state, now.state
                );
                let finding = Nonconformance::new(what, expected, now.changed);
                findings.push(in_answer(finding, "times", &recorded.exchange, contract));
            }
            states.insert(id, now);
        });
    }
    findings
}

/// The id of a resource with a state and a time of its last change, and this reading of it.
fn reading(members: &Map<String, Value>, read: Timestamp) -> Option<(String, LastState)> {
    let text = |name: &str| members.get(name)?.as_str().map(str::to_owned);
    let (id, state) = (text("id")?, text(key::STATE)?);
    Some((id, LastState { state, changed: time(members, key::UPDATED_AT)?, read }))
}
