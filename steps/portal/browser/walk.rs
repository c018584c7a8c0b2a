//! The way through the Portal: from page to page along its links, a few pages of each kind.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Pages that differ in an id only are alike; of each kind so many are looked at.
const OF_A_KIND: usize = 4;

/// Documents are files that somebody uploaded.
const NO_PAGES: [&str; 1] = ["/documents/"];

/// A walk that begins at the Portal's first page.
#[derive(Debug)]
pub(super) struct Walk {
    known: BTreeSet<String>,
    waiting: VecDeque<String>,
    of_kind: BTreeMap<String, usize>,
    /// The number of pages so far.
    pub(super) pages: usize,
}

impl Walk {
    /// A walk to the first page, to these addresses, and on from there.
    pub(super) fn new(addresses: Vec<String>) -> Self {
        let mut waiting = VecDeque::from(addresses);
        waiting.push_front("/".to_owned());
        let known = waiting.iter().cloned().collect();
        Self { known, waiting, of_kind: BTreeMap::new(), pages: 0 }
    }

    /// The path of the next page, and true if it is the first of its kind; none at the end of the walk.
    pub(super) fn advance(&mut self) -> Option<(String, bool)> {
        while let Some(path) = self.waiting.pop_front() {
            let seen = self.of_kind.entry(kind_of(&path)).or_default();
            *seen += 1;
            if *seen <= OF_A_KIND {
                self.pages += 1;
                return Some((path, *seen == 1));
            }
        }
        None
    }

    /// Adds the pages to which these links lead, unless they are known already.
    pub(super) fn follow(&mut self, links: impl Iterator<Item = String>) {
        for link in links {
            let is_page = !NO_PAGES.iter().any(|part| link.contains(part));
            if is_page && self.known.insert(link.clone()) {
                self.waiting.push_back(link);
            }
        }
    }
}

/// An address without the parts that make it one of many.
fn kind_of(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let is_id = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> =
        path.split('/').map(|part| if is_id(part) { "{}" } else { part }).collect();
    let keys: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{}?{}", parts.join("/"), keys.into_iter().collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_differ_in_an_id_are_of_a_kind() {
        let one = kind_of("/orders/5ada78ed-288f-43b5-b98c-890369e04fe3?done=settled");
        assert_eq!(one, "/orders/{}?done");
    }
}
