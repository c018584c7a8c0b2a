//! Values that no two things of a run share: the ids of events and quotes, the pages of sessions and payments, the addresses of
//! wallets.

use conformance_harness::{
    exchange::{Exchange, header},
    layer::{Layer, Layers},
    schema::Contract,
    verdict::Nonconformance,
};
use serde_json::{Map, Value};

use crate::{
    edition::{
        key,
        operation::{REPLAYED, UNIQUE, UNIQUE_AS_DECIDED},
    },
    oracle::{
        ArrivedEvent,
        source::{in_answer, in_event, resource},
    },
    world::{Owners, RecordedExchange},
};

const CHECK: &str = "unique values";

/// Findings about values that two resources share, in one scenario or in two of the same run.
pub(crate) fn check(
    owners: &mut Owners,
    record: &[RecordedExchange],
    events: &[ArrivedEvent],
    contract: &Contract,
    layers: &Layers,
) -> Vec<Nonconformance> {
    let mut reader = Reader { owners, is_ours: layers.bind(Layer::Decided) };
    let mut findings = Vec::new();
    for recorded in record.iter().filter(|one| one.is_own) {
        let exchange = &recorded.exchange;
        if exchange.response.status / 100 != 2 {
            continue;
        }
        let answer = reader.owners.name_answer();
        let found = reader
            .made(exchange, &answer)
            .or_else(|| reader.read(exchange.response.json(), &answer));
        // Quotes have no rule of their own in every operation.
        let shown = |finding: Nonconformance| {
            in_answer(finding.of_rule("TRF-6"), CHECK, exchange, contract)
        };
        findings.extend(found.map(shown));
    }
    for event in events {
        let name = format!("{} of {}", event.event_type, event.resource);
        let found = reader.claim(key::EVENT_ID, &event.id, &name);
        findings.extend(found.map(|finding| in_event(finding, CHECK, event).of_rule("HOOK-7")));
        let subject = if event.resource.is_empty() { &event.id } else { &event.resource };
        let found = reader.read(&event.body, subject);
        findings.extend(found.map(|finding| in_event(finding, CHECK, event)));
    }
    findings
}

/// A reader of messages that claims the values in them for their owners.
struct Reader<'a> {
    owners: &'a mut Owners,
    /// True if this project's own decisions bind the target.
    is_ours: bool,
}

impl Reader<'_> {
    /// The finding about an answer that shows as new what another request has made.
    fn made(&mut self, exchange: &Exchange, answer: &str) -> Option<Nonconformance> {
        let Exchange { request, response, .. } = exchange;
        let id = response.json().get("id")?.as_str().filter(|_| response.status == 201)?;
        // An action on something shows what it is about.
        if request.path.contains(id) {
            return None;
        }
        // A repeated request is one and the same.
        let key = header(&request.headers, "idempotency-key").unwrap_or(answer);
        let is_first = response.header(REPLAYED).is_none() && request.method == "POST";
        self.claim("id", id, key).filter(|_| is_first)
    }

    /// Takes the values of a message into account; gives the first one that something else has.
    fn read(&mut self, value: &Value, otherwise: &str) -> Option<Nonconformance> {
        match value {
            Value::Array(items) => items.iter().find_map(|item| self.read(item, otherwise)),
            Value::Object(members) => {
                let owner = owner(members).unwrap_or(otherwise).to_owned();
                let own = members.iter().find_map(|(name, value)| {
                    let is_unique = self.is_unique(name) || is_wallet(name, members);
                    let value = value.as_str().filter(|_| is_unique)?;
                    self.claim(name, value, &owner)
                });
                own.or_else(|| members.values().find_map(|member| self.read(member, otherwise)))
            }
            _ => None,
        }
    }

    fn is_unique(&self, name: &str) -> bool {
        UNIQUE.contains(&name) || (self.is_ours && UNIQUE_AS_DECIDED.contains(&name))
    }

    fn claim(&mut self, name: &str, value: &str, owner: &str) -> Option<Nonconformance> {
        let first = self.owners.claim(name, value, owner)?;
        let what = format!("`{name}` is that of something else");
        let expected = format!("a value of its own for {owner}");
        Some(Nonconformance::new(
            what,
            expected,
            format!("{value}, which something else has in {first}"),
        ))
    }
}

/// The id of the thing that an object shows.
fn owner(members: &Map<String, Value>) -> Option<&str> {
    if members.contains_key(key::ACCOUNT_ID) && members.contains_key(ADDRESS) {
        return members.get(key::ACCOUNT_ID)?.as_str();
    }
    resource(members)?.get("id")?.as_str()
}

/// The address of an account's wallet.
const ADDRESS: &str = "address";

fn is_wallet(name: &str, members: &Map<String, Value>) -> bool {
    name == ADDRESS && members.contains_key(key::ACCOUNT_ID)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_belongs_to_one_thing() {
        let mut owners = Owners::default();
        let mut reader = Reader { owners: &mut owners, is_ours: true };
        let session = |id: &str, url: &str| json!({ "id": id, "hostedUrl": url });
        assert!(reader.read(&session("a", "https://x/1"), "1").is_none());
        assert!(reader.read(&json!([session("a", "https://x/1")]), "2").is_none());
        assert!(reader.read(&session("b", "https://x/1"), "3").is_some());
        assert!(reader.read(&json!({ "quoteId": "q" }), "4").is_none());
        assert!(reader.read(&json!({ "quoteId": "q" }), "5").is_some());
    }
}
