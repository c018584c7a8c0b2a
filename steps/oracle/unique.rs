//! Values that no two things share: the ids of quotes, the pages of sessions and payments, the addresses of wallets.

use std::collections::HashMap;

use conformance_harness::{schema::Contract, verdict::Nonconformance};
use serde_json::{Map, Value};

use crate::{
    edition::{key, operation::UNIQUE},
    oracle::{
        ArrivedEvent,
        source::{in_answer, in_event, resource},
    },
    world::RecordedExchange,
};

const CHECK: &str = "unique values";

/// The first owner of each value, by member and value.
#[derive(Default)]
struct Owners(HashMap<(String, String), String>);

/// Findings about values that two resources share.
pub(crate) fn check(
    record: &[RecordedExchange],
    events: &[ArrivedEvent],
    contract: &Contract,
) -> Vec<Nonconformance> {
    let mut owners = Owners::default();
    let mut findings = Vec::new();
    for (number, recorded) in record.iter().enumerate().filter(|(_, one)| one.is_own) {
        let exchange = &recorded.exchange;
        if exchange.response.status / 100 != 2 {
            continue;
        }
        let found = owners.read(exchange.response.json(), &format!("answer {number}"));
        // Quotes have no rule of their own in every operation.
        let shown = |finding: Nonconformance| {
            in_answer(finding.of_rule("TRF-6"), CHECK, exchange, contract)
        };
        findings.extend(found.map(shown));
    }
    for event in events {
        let found = owners.read(&event.body, &event.id);
        findings.extend(found.map(|finding| in_event(finding, CHECK, event)));
    }
    findings
}

impl Owners {
    /// Takes the values of a message into account; gives the first one that something else has.
    fn read(&mut self, value: &Value, otherwise: &str) -> Option<Nonconformance> {
        match value {
            Value::Array(items) => items.iter().find_map(|item| self.read(item, otherwise)),
            Value::Object(members) => {
                let owner = owner(members).unwrap_or(otherwise).to_owned();
                let own = members.iter().find_map(|(name, value)| {
                    let is_unique = UNIQUE.contains(&name.as_str()) || is_wallet(name, members);
                    let value = value.as_str().filter(|_| is_unique)?;
                    self.claim(name, value, &owner)
                });
                own.or_else(|| members.values().find_map(|member| self.read(member, otherwise)))
            }
            _ => None,
        }
    }

    fn claim(&mut self, name: &str, value: &str, owner: &str) -> Option<Nonconformance> {
        let key = (name.to_owned(), value.to_owned());
        let first = self.0.entry(key).or_insert_with(|| owner.to_owned());
        let what = format!("`{name}` is that of something else");
        let expected = format!("a value of its own for {owner}");
        (first != owner)
            .then(|| Nonconformance::new(what, expected, format!("{value}, as of {first}")))
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
        let session = |id: &str, url: &str| json!({ "id": id, "hostedUrl": url });
        assert!(owners.read(&session("a", "https://x/1"), "1").is_none());
        assert!(owners.read(&json!([session("a", "https://x/1")]), "2").is_none());
        assert!(owners.read(&session("b", "https://x/1"), "3").is_some());
        assert!(owners.read(&json!({ "quoteId": "q" }), "4").is_none());
        assert!(owners.read(&json!({ "quoteId": "q" }), "5").is_some());
    }
}
