//! Parts of lists: what a filtered, sorted or paged list shows is in the whole list, too.

use conformance_harness::{exchange::Exchange, schema::Contract, verdict::Nonconformance};
use serde_json::Value;

use crate::{
    edition::operation::{LISTING, WholeList, listed_by_rule},
    oracle::source::in_answer,
    world::{Census, RecordedExchange},
};

const CHECK: &str = "lists";

/// The most findings; one wrong id is in many answers.
const MOST: usize = 5;

/// Findings about items of lists that the census does not have. Of a shared merchant only the lists of single accounts count.
pub(crate) fn check(
    census: &Census,
    record: &[RecordedExchange],
    contract: &Contract,
    is_shared: bool,
) -> Vec<Nonconformance> {
    let own = record.iter().filter(|one| one.is_own);
    let found = own.filter_map(|one| unknown(census, &one.exchange, contract, is_shared));
    found.take(MOST).collect()
}

fn unknown(
    census: &Census,
    exchange: &Exchange,
    contract: &Contract,
    is_shared: bool,
) -> Option<Nonconformance> {
    let Exchange { request, response, .. } = exchange;
    if request.method != "GET" || response.status != 200 {
        return None;
    }
    let documented = contract.lookup("GET", &request.path);
    let operation = documented.operation_id()?;
    let (_, list) = LISTING.iter().find(|(name, _)| *name == operation)?;
    let whole = whole(census, *list, documented.last_parameter(&request.path), is_shared)?;
    let is_known = |id: &str| {
        whole.iter().any(|one| {
            let known = one.get("id").and_then(Value::as_str);
            known.is_some_and(|known| known.eq_ignore_ascii_case(id))
        })
    };
    let answer = response.json();
    let members = || answer.as_object()?.values().find_map(Value::as_array);
    let mut shown = answer.as_array().or_else(members)?.iter();
    let id = shown.find_map(|item| item.get("id")?.as_str().filter(|id| !is_known(id)))?;
    let what = format!("an item of {} is not in the whole list", request.path);
    let expected = format!("one of the {} items that are listed at the end", whole.len());
    let finding = in_answer(Nonconformance::new(what, expected, id), CHECK, exchange, contract);
    Some(match listed_by_rule(operation) {
        Some(rule) => finding.of_rule(rule),
        None => finding,
    })
}

/// The whole list in the census; none if the census does not have it. `of` is the last id of the path.
fn whole<'a>(
    census: &'a Census,
    list: WholeList,
    of: Option<&str>,
    is_shared: bool,
) -> Option<&'a [Value]> {
    let all = |items: &'a Vec<Value>| (!is_shared).then_some(items.as_slice());
    Some(match list {
        // Of these a census has all or none.
        WholeList::OwnAccounts => all(&census.own_accounts).filter(|all| !all.is_empty())?,
        WholeList::Users => all(&census.users)?,
        WholeList::Orders => all(&census.orders)?,
        WholeList::Accounts => all(&census.accounts)?,
        WholeList::KycSessions => census.sessions.get(of?)?,
        WholeList::AccountOrders => census.account_orders.get(of?)?,
        WholeList::Ledger => census.ledgers.get(of?)?,
        WholeList::Vibans => all(census.vibans.get(of?)?).filter(|all| !all.is_empty())?,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_census_has_whole_lists_or_none() {
        let item = |id: &str| vec![json!({ "id": id })];
        let mut census = Census { orders: item("o"), ..Census::default() };
        census.ledgers.insert("a".to_owned(), item("e"));
        census.vibans.insert("a".to_owned(), Vec::new());
        let length = |list: WholeList, is_shared: bool| {
            whole(&census, list, Some("a"), is_shared).map(<[Value]>::len)
        };
        assert_eq!(length(WholeList::Orders, false), Some(1));
        assert_eq!(length(WholeList::Orders, true), None, "those of other scenarios are not there");
        assert_eq!(length(WholeList::Ledger, true), Some(1));
        assert_eq!(length(WholeList::Vibans, false), None, "nobody has read them");
    }
}
