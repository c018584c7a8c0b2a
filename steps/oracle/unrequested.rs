//! Unrequested things: whatever the merchant can read was made by a request that succeeded. So a refusal makes nothing, and a
//! repeated request makes nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::{
    exchange::Exchange,
    layer::{Layer, Layers},
    verdict::Nonconformance,
};
use serde_json::Value;

use crate::{
    edition::{self, key, operation::ResourceKind},
    oracle::{source::each_object, values::text},
    world::{Census, RecordedExchange},
};

const CHECK: &str = "unrequested things";

/// The lowest status of a refusal.
const REFUSED: u16 = 400;

/// The most findings; what was made by mistake often comes with more.
const MOST: usize = 5;

/// Findings about things that are there at the end and that no answer with success has shown as made (ERR-2, IDEM-1). Of a
/// merchant that is shared only what belongs to the scenario's new users counts. `makes` tells the kind of thing that a request
/// makes.
pub(crate) fn check(
    census: &Census,
    record: &[RecordedExchange],
    makes: impl Fn(&Exchange) -> Option<ResourceKind>,
    layers: &Layers,
    is_shared: bool,
) -> Vec<Nonconformance> {
    let made = made(record);
    let is_new = |id: &str| made.contains(&id.to_lowercase());
    let is_unrequested = |thing: &Thing<'_>| {
        layers.bind(thing.layer)
            && !is_new(thing.id)
            && (!is_shared || thing.owner.is_some_and(is_new))
    };
    let unrequested = things(census).into_iter().filter(is_unrequested).take(MOST);
    unrequested.map(|thing| finding(&thing, record, &makes)).collect()
}

/// Something that the merchant can read.
struct Thing<'a> {
    what: &'static str,
    id: &'a str,
    /// The user to whom it belongs.
    owner: Option<&'a str>,
    /// The layer that binds a target to make it only on request, and to name it in the answer.
    layer: Layer,
}

/// The things of a census that only requests make. Money that comes in is the work of others.
fn things(census: &Census) -> Vec<Thing<'_>> {
    let mut things = Vec::new();
    for user in &census.users {
        things.extend(thing(
            ResourceKind::User.name(),
            Layer::Guides,
            Some(text(user, "id")),
            user,
        ));
    }
    for order in census.orders.iter().filter(|one| !edition::is_payin(text(one, "type"))) {
        things.extend(thing(ResourceKind::Order.name(), Layer::Reference, None, order));
    }
    // A target might open accounts and sessions by itself; that the sandbox does not is our decision.
    for account in &census.accounts {
        let owner = Some(text(account, key::USER_ID));
        things.extend(thing(ResourceKind::Account.name(), Layer::Decided, owner, account));
    }
    for (owner, session) in each(&census.sessions) {
        things.extend(thing(ResourceKind::KycSession.name(), Layer::Decided, Some(owner), session));
    }
    for (owner, session) in each(&census.kyb_sessions) {
        things.extend(thing(ResourceKind::KybSession.name(), Layer::Decided, Some(owner), session));
        let documents = session.get(key::DOCUMENTS).and_then(Value::as_array);
        for document in documents.into_iter().flatten() {
            things.extend(thing("a document", Layer::Reference, Some(owner), document));
        }
    }
    for (account, viban) in each(&census.vibans) {
        let account = census.accounts.iter().find(|one| text(one, "id") == account);
        let owner = account.map(|one| text(one, key::USER_ID));
        things.extend(thing(ResourceKind::Viban.name(), Layer::Decided, owner, viban));
    }
    things
}

/// The items of several lists, each with the key of its list.
fn each(lists: &BTreeMap<String, Vec<Value>>) -> impl Iterator<Item = (&str, &Value)> {
    lists.iter().flat_map(|(key, items)| items.iter().map(move |item| (key.as_str(), item)))
}

fn thing<'a>(
    what: &'static str,
    layer: Layer,
    owner: Option<&'a str>,
    value: &'a Value,
) -> Option<Thing<'a>> {
    let id = value.get("id")?.as_str()?;
    Some(Thing { what, id, owner, layer })
}

/// The ids of what requests have made, in lower case.
fn made(record: &[RecordedExchange]) -> BTreeSet<String> {
    let mut made = BTreeSet::new();
    for exchange in record.iter().map(|one| &one.exchange) {
        if exchange.request.method == "GET" || exchange.response.status / 100 != 2 {
            continue;
        }
        each_object(exchange.response.json(), &mut |members| {
            made.extend(members.get("id").and_then(Value::as_str).map(str::to_lowercase));
        });
    }
    made
}

fn finding(
    thing: &Thing<'_>,
    record: &[RecordedExchange],
    makes: &dyn Fn(&Exchange) -> Option<ResourceKind>,
) -> Nonconformance {
    let shows = |one: &RecordedExchange| {
        let mut is_shown = false;
        each_object(one.exchange.response.json(), &mut |members| {
            is_shown |= members.get("id").and_then(Value::as_str) == Some(thing.id);
        });
        is_shown
    };
    let place = record.iter().position(shows);
    // A request after the first answer that shows the thing has not made it.
    let earlier = &record[..place.unwrap_or(record.len())];
    let writes = || earlier.iter().filter(|one| one.exchange.request.method != "GET");
    let refusal = writes().rev().find(|one| one.exchange.response.status >= REFUSED);
    let makes_it =
        |one: &RecordedExchange| makes(&one.exchange).is_some_and(|kind| kind.name() == thing.what);
    let repeated = writes().rev().find(|one| one.is_repeated() && makes_it(one));
    let told = |one: &RecordedExchange| {
        let (request, response) = (&one.exchange.request, &one.exchange.response);
        format!("{} {} was answered with {}", request.method, request.path, response.status)
    };
    let (rule, hint) = match (refusal, repeated) {
        (Some(one), _) => ("ERR-2", format!("; {}", told(one))),
        (None, Some(one)) => ("IDEM-1", format!("; {}, as before", told(one))),
        (None, None) => ("ERR-2", String::new()),
    };
    let what = format!("{} is there that no request has made", thing.what);
    let expected = format!("only what answers with success have shown as made{hint}");
    let finding = Nonconformance::new(what, expected, thing.id).of_check(CHECK).of_rule(rule);
    match place {
        Some(place) => finding.shown_in(&record[place].exchange),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use conformance_harness::exchange::{Request, Response};
    use jiff::Timestamp;
    use serde_json::json;

    use super::*;

    fn recorded(method: &str, status: u16, body: &Value) -> RecordedExchange {
        let (method, path) = (method.to_owned(), "/a".to_owned());
        let (url, headers) = (String::new(), Vec::new());
        let request = Request { method, url, path, headers, body: None, form: None };
        let response = Response::new(status, Vec::new(), body.to_string());
        let exchange = Arc::new(Exchange { request, response, elapsed: Duration::ZERO });
        RecordedExchange { exchange, moment: 0, at: Timestamp::UNIX_EPOCH, is_own: true }
    }

    fn found(census: &Census, record: &[RecordedExchange], is_shared: bool) -> Vec<String> {
        let findings =
            check(census, record, |_| None, &Layer::ALL.into_iter().collect(), is_shared);
        let rule = |one: Nonconformance| format!("{} {}", one.rule.unwrap_or_default(), one.actual);
        findings.into_iter().map(rule).collect()
    }

    #[test]
    fn what_a_refusal_made_has_no_answer_that_made_it() {
        let account = |id: &str| json!({ "id": id, (key::USER_ID): "u" });
        let user = json!({ "id": "u" });
        let census = Census {
            users: vec![user.clone()],
            accounts: vec![account("A"), account("b")],
            ..Census::default()
        };
        let record = [
            recorded("POST", 201, &user),
            recorded("POST", 201, &account("a")),
            recorded("POST", 409, &json!({})),
            recorded("GET", 200, &json!([account("A"), account("b")])),
        ];
        assert_eq!(found(&census, &record, false), ["ERR-2 b"]);
        assert_eq!(found(&census, &record, true), ["ERR-2 b"]);
        assert_eq!(found(&census, &record[1..], true), Vec::<String>::new(), "of older users");
    }

    #[test]
    fn money_that_comes_in_is_not_requested() {
        let order = |kind: &str| json!({ "id": kind, "type": kind });
        let orders = vec![order("BANK_PAY_IN"), order("BANK_PAY_OUT")];
        let census = Census { orders, ..Census::default() };
        assert_eq!(found(&census, &[], false), ["ERR-2 BANK_PAY_OUT"]);
    }
}
