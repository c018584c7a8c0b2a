//! References: an id in an answer or an event leads to something of its kind that the merchant can read, and the id beside it is
//! that of its owner. What was made is in its list.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::{
    layer::{Layer, Layers},
    schema::Contract,
    verdict::Nonconformance,
};
use serde_json::{Map, Value};

use crate::{
    edition::{
        self, key,
        operation::{OWNED, REFERENCES, ResourceKind, made_by},
        path,
    },
    oracle::{
        ArrivedEvent,
        source::{each_object, in_answer, in_event},
    },
    world::{Census, RecordedExchange},
};

const CHECK: &str = "references";

/// Things that the merchant can read.
#[derive(Debug, Default)]
struct ReadableThings {
    /// The ids of each kind.
    ids: BTreeMap<ResourceKind, BTreeSet<String>>,
    /// The owners of accounts, sessions and virtual IBANs.
    owners: BTreeMap<String, String>,
}

/// Findings about ids that lead nowhere or to something of another kind, and about things that their lists lack.
pub(crate) fn check(
    census: &Census,
    record: &[RecordedExchange],
    events: &[ArrivedEvent],
    contract: &Contract,
    layers: &Layers,
) -> Vec<Nonconformance> {
    let known = known(census, record);
    let mut findings = Vec::new();
    for recorded in record.iter().filter(|one| one.is_own) {
        let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
        if response.status / 100 != 2 {
            continue;
        }
        let documented = contract.lookup(&request.method, &request.path);
        let operation = documented.operation_id().unwrap_or_default();
        let mut found = Vec::new();
        let source = format!("the answer to {} {}", request.method, request.path);
        judge(response.json(), &source, &known, &mut found);
        found.extend(missing(operation, response.json(), &known));
        found.extend(of_another(&request.path, response.json()));
        let shown = |finding| in_answer(finding, CHECK, &recorded.exchange, contract);
        findings.extend(found.into_iter().map(shown));
    }
    // The API does not show the KYC sessions of related parties. The guides do not say how an event tells whose session it is.
    let may_be_of_party = |event: &ArrivedEvent| {
        let is_told = layers.bind(Layer::Reference) || event.text(key::ENTITY_TYPE).is_some();
        edition::is_about_party(&event.body) || (!is_told && event.field(key::SESSION_ID).is_some())
    };
    for event in events.iter().filter(|event| !may_be_of_party(event)) {
        let mut found = Vec::new();
        judge(&event.body, &format!("{} {}", event.event_type, event.id), &known, &mut found);
        findings.extend(found.into_iter().map(|finding| in_event(finding, CHECK, event)));
    }
    findings.truncate(MOST);
    findings
}

/// The most findings; one wrong id is in many answers.
const MOST: usize = 5;

/// The ids that the census shows, and those of the merchant itself.
fn known(census: &Census, record: &[RecordedExchange]) -> ReadableThings {
    let mut known = ReadableThings { owners: owners(census), ..ReadableThings::default() };
    let mut add = |kind: ResourceKind, values: &mut dyn Iterator<Item = &Value>| {
        let ids = values.filter_map(|value| value.get("id")?.as_str().map(str::to_owned));
        known.ids.entry(kind).or_default().extend(ids);
    };
    add(ResourceKind::User, &mut census.users.iter());
    add(ResourceKind::Account, &mut census.accounts.iter().chain(&census.own_accounts));
    add(ResourceKind::Order, &mut census.orders.iter());
    add(ResourceKind::KycSession, &mut census.sessions.values().flatten());
    add(ResourceKind::KybSession, &mut census.kyb_sessions.values().flatten());
    add(ResourceKind::Viban, &mut census.vibans.values().flatten());
    for exchange in record.iter().map(|one| &one.exchange) {
        if exchange.request.path.starts_with(path::OF_THE_MERCHANT) {
            each_object(exchange.response.json(), &mut |members| {
                let ids = ["id", key::USER_ID].iter().filter_map(|name| members.get(*name));
                for id in ids.filter_map(Value::as_str) {
                    for kind in [ResourceKind::User, ResourceKind::Account] {
                        known.ids.entry(kind).or_default().insert(id.to_owned());
                    }
                }
                known.owners.extend(own_account(members));
            });
        }
    }
    let owners = own_accounts(census).map(|(_, owner)| owner);
    known.ids.entry(ResourceKind::User).or_default().extend(owners);
    known
}

/// The owner of each account, session and virtual IBAN that the census shows.
fn owners(census: &Census) -> BTreeMap<String, String> {
    let id = |one: &Value| one.get("id")?.as_str().map(str::to_owned);
    let accounts = census
        .accounts
        .iter()
        .filter_map(|one| Some((id(one)?, one.get(key::USER_ID)?.as_str()?.to_owned())));
    let listed = census.sessions.iter().chain(&census.kyb_sessions).chain(&census.vibans);
    let listed = listed
        .flat_map(|(owner, all)| all.iter().filter_map(move |one| Some((id(one)?, owner.clone()))));
    accounts.chain(own_accounts(census)).chain(listed).collect()
}

/// The merchant's own accounts, each with its owner.
fn own_accounts(census: &Census) -> impl Iterator<Item = (String, String)> {
    census.own_accounts.iter().filter_map(Value::as_object).filter_map(own_account)
}

/// An account of the merchant and its owner.
fn own_account(members: &Map<String, Value>) -> Option<(String, String)> {
    let owner = members.get("user")?.get("id")?.as_str()?;
    Some((members.get("id")?.as_str()?.to_owned(), owner.to_owned()))
}

/// Findings about the references in a value.
fn judge(value: &Value, source: &str, known: &ReadableThings, found: &mut Vec<Nonconformance>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| judge(item, source, known, found)),
        Value::Object(members) => {
            for (member, value) in members {
                let kind = REFERENCES.iter().find(|(name, _)| name == member);
                if let Some(((_, kind), id)) = kind.zip(value.as_str()) {
                    found.extend(astray(member, id, *kind, source, known));
                }
                judge(value, source, known, found);
            }
            found.extend(of_another_owner(members, source, &known.owners));
        }
        _ => {}
    }
}

/// The finding about an id that is not one of its kind.
fn astray(
    member: &str,
    id: &str,
    kind: ResourceKind,
    source: &str,
    known: &ReadableThings,
) -> Option<Nonconformance> {
    let is_of = |kind: ResourceKind| known.ids.get(&kind).is_some_and(|all| all.contains(id));
    if is_of(kind) {
        return None;
    }
    let actual = match known.ids.keys().find(|other| is_of(**other)) {
        Some(other) => format!("{id}, the id of {}", other.name()),
        None => format!("{id}, which the merchant cannot read"),
    };
    let what = format!("`{member}` in {source} leads to nothing");
    Some(Nonconformance::new(what, format!("the id of {} of this merchant", kind.name()), actual))
}

/// The findings about ids that stand beside the id of somebody who is not the owner.
fn of_another_owner(
    members: &Map<String, Value>,
    source: &str,
    owners: &BTreeMap<String, String>,
) -> Vec<Nonconformance> {
    let pairs = OWNED.iter().filter_map(|(thing, owner)| {
        let shown = members.get(*owner)?.as_str()?;
        let id = members.get(*thing)?.as_str()?;
        let right = owners.get(id).filter(|right| *right != shown)?;
        let what = format!("`{owner}` in {source} is not the owner of `{thing}` {id}");
        Some(Nonconformance::new(what, right, shown))
    });
    pairs.collect()
}

/// The finding about something that was made and that its list does not have.
fn missing(operation: &str, answer: &Value, known: &ReadableThings) -> Option<Nonconformance> {
    let kind = made_by(operation)?;
    let made = answer.get("id").or_else(|| answer.pointer("/order/id"))?.as_str()?;
    let is_listed = known.ids.get(&kind).is_some_and(|all| all.contains(made));
    let what = format!("{} that was made is in no list", kind.name());
    (!is_listed).then(|| Nonconformance::new(what, format!("{made} in its list"), "not listed"))
}

/// The finding about an account under the path of another user than its owner.
fn of_another(path: &str, answer: &Value) -> Option<Nonconformance> {
    let owner = path::owner_of_accounts(path)?;
    let mut shown = Vec::new();
    let items = answer.get(key::ACCOUNTS).and_then(Value::as_array);
    shown.extend(items.into_iter().flatten().chain([answer]));
    let users = shown.into_iter().filter_map(|one| one.get(key::USER_ID)?.as_str());
    let other = users.into_iter().find(|user| *user != owner)?;
    let what = format!("`{}` of an account is not the user in its path", key::USER_ID);
    Some(Nonconformance::new(what, owner, other))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(value: &Value) -> Vec<String> {
        let id = |id: &str| json!([{ "id": id }]).as_array().cloned().unwrap_or_default();
        let mut census = Census { users: id("u"), orders: id("o"), ..Census::default() };
        census.accounts = vec![json!({ "id": "a", "userId": "u" })];
        census.own_accounts = vec![json!({ "id": "b", "user": { "id": "m" } })];
        let mut found = Vec::new();
        judge(value, "the answer", &known(&census, &[]), &mut found);
        found.into_iter().map(|finding| finding.actual).collect()
    }

    #[test]
    fn an_id_leads_to_something_of_its_kind() {
        let right =
            json!({ "data": { "orderId": "o", "destination": { "creditedAccountId": "a" } } });
        assert_eq!(found(&right), Vec::<String>::new());
        let wrong = json!([{ "userId": "a" }, { "accountId": "x" }]);
        assert_eq!(found(&wrong), ["a, the id of an account", "x, which the merchant cannot read"]);
    }

    #[test]
    fn an_account_stands_beside_its_owner() {
        let source = |account: &str, user: &str| json!({ "source": { "debitedAccountId": account, "debitedUserId": user } });
        assert_eq!(found(&source("a", "u")), Vec::<String>::new());
        assert_eq!(found(&source("b", "m")), Vec::<String>::new());
        assert_eq!(
            found(&source("a", "m")),
            ["m"],
            "both exist, and somebody else owns the account"
        );
    }

    #[test]
    fn an_account_belongs_to_the_user_of_its_path() {
        let path = "/api/v1/account/users/u/accounts?page=1";
        assert!(of_another(path, &json!({ "accounts": [{ "userId": "u" }] })).is_none());
        assert!(of_another(path, &json!({ "accounts": [{ "userId": "v" }] })).is_some());
    }
}
