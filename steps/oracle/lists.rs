//! Lists: each item once over all pages, and as many as the list says.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::{
    layer::{Layer, Layers},
    schema::Contract,
    verdict::Nonconformance,
};
use serde_json::Value;

use crate::{
    edition::{key, operation::listed_by_rule, path},
    oracle::source::in_answer,
    world::RecordedExchange,
};

const CHECK: &str = "lists";

/// The pages of one list that were read at one moment.
#[derive(Default)]
struct PageWalk<'a> {
    pages: BTreeSet<u64>,
    items: Vec<&'a Value>,
    total: Option<u64>,
    /// False for a catalogue, which stays as it is.
    grows: bool,
}

/// Findings about lists that show an item twice, or another number of items than they say.
pub(crate) fn check(
    record: &[RecordedExchange],
    contract: &Contract,
    layers: &Layers,
) -> Vec<Nonconformance> {
    if !layers.bind(Layer::Reference) {
        return Vec::new();
    }
    let mut walks: BTreeMap<(usize, String), PageWalk<'_>> = BTreeMap::new();
    let mut findings = Vec::new();
    for recorded in record.iter().filter(|one| one.is_own) {
        let exchange = &recorded.exchange;
        let Some((items, page)) = page_of(exchange.response.json()) else { continue };
        if exchange.response.status != 200 || exchange.request.method != "GET" {
            continue;
        }
        let list = path::unpaged(&exchange.request.path);
        let grows = !path::is_catalogue(&list);
        let walk = walks.entry((recorded.moment, list)).or_default();
        walk.grows = grows;
        let is_ours = layers.bind(Layer::Decided);
        let astray = || astray(page, &exchange.request.path).filter(|_| is_ours);
        let found = walk
            .read(items, page)
            .or_else(|| another(page, &exchange.request.path))
            .or_else(astray);
        findings.extend(found.map(|(what, expected, actual)| {
            let what = format!("{what} of {}", exchange.request.path);
            let finding = Nonconformance::new(what, expected, actual).of_rule("ORD-3");
            let finding = in_answer(finding, CHECK, exchange, contract);
            let documented = contract.lookup("GET", &exchange.request.path);
            match documented.operation_id().and_then(listed_by_rule) {
                Some(rule) => finding.of_rule(rule),
                None => finding,
            }
        }));
    }
    findings
}

/// A problem: the subject, the expected and the actual value.
type ListProblem = (&'static str, String, String);

impl<'a> PageWalk<'a> {
    /// Adds a page, and gives the first problem with it.
    fn read(&mut self, items: &'a [Value], page: &'a Value) -> Option<ListProblem> {
        let number = |name: &str| page.get(name).and_then(Value::as_u64);
        let (at, size, total) = (number("page")?, number(key::PAGE_SIZE)?, number("total")?);
        let before = self.total.replace(total);
        let is_again = !self.pages.insert(at);
        // Resources may come up between two reads of the same page, entries of a catalogue do not.
        if let Some(before) = before.filter(|before| *before != total && !(is_again && self.grows))
        {
            let expected = format!("{before}, as in the answer before");
            return Some(("the number of items changed on the pages", expected, total.to_string()));
        }
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        if count > size {
            let expected = format!("at most {size} items");
            return Some(("a page is too long", expected, count.to_string()));
        }
        let pages = total.div_ceil(size.max(1));
        if at < pages && count < size {
            let expected = format!("{size} items, as page {at} of {pages}");
            return Some(("a page before the last one is not full", expected, count.to_string()));
        }
        let leads_to = |name: &str| path::page_number(page.get(name)?.as_str()?);
        let neighbours = [("next", at + 1), ("previous", at.saturating_sub(1))];
        for (name, wanted) in neighbours {
            if let Some(other) = leads_to(name).filter(|other| *other != wanted) {
                let expected = format!("page {wanted}");
                return Some(("a link leads to another page", expected, format!("page {other}")));
            }
        }
        if let Some(shown) = number(key::PAGES).filter(|shown| (*shown).max(1) != pages.max(1)) {
            let expected = format!("{pages}, for {total} items of {size} a page");
            return Some(("the number of pages is wrong", expected, shown.to_string()));
        }
        if is_again {
            return None;
        }
        for id in items.iter().filter_map(|item| item.get("id")) {
            if self.items.contains(&id) {
                let actual = format!("{id} twice");
                return Some(("an item is shown twice", "each item once".to_owned(), actual));
            }
            self.items.push(id);
        }
        let missing = (1..=pages).any(|page| !self.pages.contains(&page));
        let shown = u64::try_from(self.items.len()).unwrap_or(u64::MAX);
        let is_whole = !missing && items.iter().all(|item| item.get("id").is_some());
        if is_whole && shown != total {
            let expected = format!("{total} items on all pages, as `total` says");
            return Some(("items are missing on the pages", expected, shown.to_string()));
        }
        None
    }
}

/// The problem of a list that shows another page than the one that was asked for.
fn another(page: &Value, asked: &str) -> Option<ListProblem> {
    let shown = page.get("page")?.as_u64()?;
    let wanted = path::page_number(asked).unwrap_or(1);
    let expected = format!("page {wanted}");
    (shown != wanted).then(|| ("another page is shown", expected, format!("page {shown}")))
}

/// The problem of a link that leads to another list, or to a part of it with other filters.
fn astray(page: &Value, asked: &str) -> Option<ListProblem> {
    let wanted = parts(&path::unpaged(asked));
    ["next", "previous"].iter().find_map(|name| {
        let link = path::local(page.get(*name)?.as_str()?);
        // A link may have parameters of its own, such as the state of the list that it belongs to.
        let shown = parts(&path::unpaged(&link));
        let is_right = wanted.iter().all(|part| shown.contains(part));
        let expected = format!("{wanted:?}");
        (!is_right).then(|| ("a link leads to another list", expected, link.clone()))
    })
}

/// A path and the parts of its query.
fn parts(path: &str) -> Vec<String> {
    path.split(['?', '&']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The items of a paged list, and what it says about its pages.
fn page_of(answer: &Value) -> Option<(&[Value], &Value)> {
    let members = answer.as_object()?;
    let page = members.get(path::PAGINATION)?;
    let items = members.values().find_map(Value::as_array)?;
    Some((items, page))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problem(pages: &[Value]) -> Option<&'static str> {
        let mut walk = PageWalk::default();
        let mut problems = pages.iter().filter_map(|page| {
            let (items, page) = page_of(page).expect("a page");
            walk.read(items, page)
        });
        problems.next().map(|(what, ..)| what)
    }

    fn page(at: u64, total: u64, ids: &[&str]) -> Value {
        let items: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
        let pagination = json!({
            "page": at, (key::PAGE_SIZE): 2, "total": total, (key::PAGES): total.div_ceil(2),
        });
        json!({ "orders": items, "pagination": pagination })
    }

    #[test]
    fn all_pages_together_have_each_item_once() {
        assert_eq!(problem(&[page(1, 3, &["a", "b"]), page(2, 3, &["c"])]), None);
        let twice = problem(&[page(1, 3, &["a", "b"]), page(2, 3, &["b"])]);
        assert_eq!(twice, Some("an item is shown twice"));
        let short = problem(&[page(1, 3, &["a", "b"]), page(2, 3, &[])]);
        assert_eq!(short, Some("items are missing on the pages"));
        let short = problem(&[page(1, 3, &["a"]), page(2, 3, &["c"])]);
        assert_eq!(short, Some("a page before the last one is not full"));
        assert_eq!(problem(&[page(1, 1, &["a", "b"])]), Some("items are missing on the pages"));
        assert_eq!(problem(&[page(1, 0, &[])]), None);
    }
}
