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
        operation::{ACCOUNT_NUMBERS, RAIL, UNIQUE, UNIQUE_AS_DECIDED, is_repeated},
        path,
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
    let mut reader = Reader { owners, is_ours: layers.bind(Layer::Decided), in_events: false };
    let mut findings = Vec::new();
    for recorded in record.iter().filter(|one| one.is_own) {
        let exchange = &recorded.exchange;
        if exchange.response.status / 100 != 2 {
            continue;
        }
        let answer = reader.owners.name_answer();
        let company = path::company_of_sessions(&exchange.request.path);
        let found = reader
            .made(exchange, &answer)
            .or_else(|| reader.read(exchange.response.json(), company.unwrap_or(&answer)));
        // Quotes have no rule of their own in every operation.
        let shown = |finding: Nonconformance| {
            in_answer(finding.of_rule("TRF-6"), CHECK, exchange, contract)
        };
        findings.extend(found.map(shown));
    }
    reader.in_events = true;
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
    /// True if the messages are events, not answers.
    in_events: bool,
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
        let is_first = !is_repeated(response) && request.method == "POST";
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
                let own = own.or_else(|| self.of_entry(members));
                let own = own.or_else(|| self.of_company(members, otherwise));
                let own = own.or_else(|| self.of_viban(members, &owner));
                // A company has one number in all of its sessions, so they pass the company on.
                let has_number = members.contains_key(key::KYB_NUMBER);
                let outer = if has_number { otherwise } else { &owner };
                own.or_else(|| members.values().find_map(|member| self.read(member, outer)))
            }
            _ => None,
        }
    }

    /// The finding about a ledger entry under the id of another one.
    fn of_entry(&mut self, members: &Map<String, Value>) -> Option<Nonconformance> {
        let order = members.get("order")?.get("id")?.as_str()?;
        members.get(key::RUNNING_BALANCE)?;
        // Both entries of a transfer may have its id, where no document says otherwise.
        let amount = members.get("amount").filter(|_| self.is_ours).map(ToString::to_string);
        let owner = format!("{order} {}", amount.unwrap_or_default());
        self.claim(ENTRY, members.get("id")?.as_str()?, owner.trim_end())
    }

    /// The finding about a company's number that another company has (KYB-1). That targets count across all of their merchants is
    /// this project's decision; in a scenario, the companies of one merchant are told apart by it everywhere.
    fn of_company(
        &mut self,
        members: &Map<String, Value>,
        company: &str,
    ) -> Option<Nonconformance> {
        let number = members.get(key::KYB_NUMBER)?;
        let named = members.get(key::USER_ID).and_then(Value::as_str);
        // Only where our decisions bind, the resource of every event is known.
        let owner = named.or(Some(company).filter(|_| self.is_ours || !self.in_events))?;
        let place = if self.is_ours { "this run" } else { self.owners.scenario() };
        let value = format!("{number} in {place}");
        self.claim(key::KYB_NUMBER, &value, owner)
    }

    /// The finding about a virtual IBAN's account that something else has. That targets give no account twice is this project's
    /// decision.
    fn of_viban(&mut self, members: &Map<String, Value>, owner: &str) -> Option<Nonconformance> {
        if !self.is_ours {
            return None;
        }
        let rail = members.get(RAIL)?.as_str()?;
        let account = ACCOUNT_NUMBERS.iter().find_map(|name| members.get(*name)?.as_str())?;
        let owner = members.get(key::VIBAN_ID).and_then(Value::as_str).unwrap_or(owner);
        self.claim(ACCOUNT_NUMBERS[0], &format!("{rail} {account}"), owner)
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

/// The words for the id of a ledger entry.
const ENTRY: &str = "id of a ledger entry";

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
        let mut reader = Reader { owners: &mut owners, is_ours: true, in_events: false };
        let session = |id: &str, url: &str| json!({ "id": id, "hostedUrl": url });
        assert!(reader.read(&session("a", "https://x/1"), "1").is_none());
        assert!(reader.read(&json!([session("a", "https://x/1")]), "2").is_none());
        assert!(reader.read(&session("b", "https://x/1"), "3").is_some());
        assert!(reader.read(&json!({ "quoteId": "q" }), "4").is_none());
        assert!(reader.read(&json!({ "quoteId": "q" }), "5").is_some());
    }

    fn shared(one: &Value, other: &Value, owners: [&str; 2], is_ours: bool) -> bool {
        let mut kept = Owners::default();
        let mut reader = Reader { owners: &mut kept, is_ours, in_events: false };
        assert!(reader.read(one, owners[0]).is_none());
        reader.read(other, owners[1]).is_some()
    }

    #[test]
    fn a_number_belongs_to_one_company_and_to_all_of_its_sessions() {
        let session = |id: &str, number: u64| json!({ "id": id, "kybId": number });
        assert!(!shared(&session("s", 1), &session("t", 1), ["c", "c"], true));
        assert!(shared(&session("s", 1), &session("t", 1), ["c", "d"], true));
        assert!(shared(&session("s", 1), &session("t", 1), ["c", "d"], false));
        let event = json!({ "data": { "userId": "d", "kybId": 1 } });
        assert!(shared(&json!([session("s", 1)]), &event, ["c", "d"], true));
    }

    #[test]
    fn merchants_of_other_targets_count_their_companies_each_from_one() {
        let session = json!({ "id": "s", "kybId": 1 });
        let event = json!({ "data": { "kybId": 1 } });
        let mut owners = Owners::default();
        for company in ["c", "d"] {
            owners.begin(company);
            let mut reader = Reader { owners: &mut owners, is_ours: false, in_events: false };
            assert!(reader.read(&session, company).is_none());
            reader.in_events = true;
            assert!(reader.read(&event, "an event of unknown origin").is_none());
        }
    }

    #[test]
    fn a_transaction_belongs_to_one_order() {
        let order = |id: &str| json!({ "id": id, "sender": { "txHash": "7" } });
        let event = json!({ "data": { "source": { "txHash": "7" } } });
        assert!(!shared(&order("o"), &event, ["1", "o"], true));
        assert!(shared(&order("o"), &order("p"), ["1", "2"], true));
    }

    #[test]
    fn an_entry_and_an_account_number_belong_to_one_thing() {
        let entry = |order: &str, amount: i64| {
            let order = json!({ "id": order });
            json!({ "id": "e", "amount": amount, "runningBalance": 1, "order": order })
        };
        assert!(shared(&entry("o", 1), &entry("p", 1), ["1", "2"], false));
        assert!(shared(&entry("o", 1), &entry("o", -1), ["1", "2"], true));
        assert!(!shared(&entry("o", 1), &entry("o", -1), ["1", "2"], false));
        let viban = |id: &str, rail: &str| json!({ "id": id, "rail": rail, "accountNumber": "1" });
        assert!(shared(&viban("v", "ACH"), &viban("w", "ACH"), ["1", "2"], true));
        assert!(!shared(&viban("v", "ACH"), &viban("w", "SEPA"), ["1", "2"], true));
        let event = json!({ "data": { "vibanId": "v", "rail": "ACH", "iban": "1" } });
        assert!(!shared(&viban("v", "ACH"), &event, ["1", "v"], true));
    }
}
