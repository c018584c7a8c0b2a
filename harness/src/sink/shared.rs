//! A mailbox that several scenarios share: each delivery goes to the scenario whose things it names.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use serde_json::Value;

use super::{
    mailbox::{Mailbox, ReceivedDelivery, Slot, SortsDeliveries},
    rest_test::RestTest,
};
use crate::json;

/// The memory for deliveries that name nothing of any scenario. Nearly all of them are about things of earlier runs.
const UNCLAIMED_BYTES: usize = 8 * 1024 * 1024;

/// The most ids that are looked at in one delivery. An event names a few.
const MOST_IDS: usize = 200;

/// Sorts the deliveries of a shared mailbox into the parts of its scenarios.
#[derive(Debug, Default)]
pub(super) struct Sorting(Mutex<Sorted>);

#[derive(Debug, Default)]
struct Sorted {
    /// The part that has an id; none for an id that several parts have, which tells nothing.
    owners: HashMap<String, Option<Weak<Slot>>>,
    /// The part that gets every delivery that no other part has and that the test keeps.
    rest: Option<(Weak<Slot>, RestTest)>,
    unclaimed: VecDeque<Unclaimed>,
    unclaimed_bytes: usize,
}

#[derive(Debug)]
struct Unclaimed {
    ids: HashSet<String>,
    delivery: ReceivedDelivery,
}

impl Sorting {
    fn sorted(&self) -> MutexGuard<'_, Sorted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SortsDeliveries for Sorting {
    fn owner(&self, body: &[u8]) -> Option<Arc<Slot>> {
        self.sorted().owner(&ids_in(body), body)
    }

    fn put(&self, delivery: ReceivedDelivery) {
        let ids = ids_in(&delivery.body);
        let mut sorted = self.sorted();
        match sorted.owner(&ids, &delivery.body) {
            Some(owner) => give(&owner, delivery),
            None => sorted.keep(Unclaimed { ids, delivery }),
        }
    }

    fn claim(&self, part: &Arc<Slot>, id: &str) {
        let mut sorted = self.sorted();
        let known = sorted.owners.get(id);
        let owner = match known {
            None => Some(Arc::downgrade(part)),
            Some(Some(other)) if is_same(other, part) => return,
            Some(Some(other)) if other.strong_count() == 0 => Some(Arc::downgrade(part)),
            Some(_) => None,
        };
        let is_owner = owner.is_some();
        sorted.owners.insert(id.to_owned(), owner);
        if !is_owner {
            return;
        }
        let all = std::mem::take(&mut sorted.unclaimed);
        let (mine, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| one.ids.contains(id));
        sorted.unclaimed_bytes = others.iter().map(|one| size(&one.delivery)).sum();
        sorted.unclaimed = others.into();
        for one in mine {
            give(part, one.delivery);
        }
    }

    fn give_rest(&self, part: &Arc<Slot>, test: RestTest) {
        self.sorted().rest = Some((Arc::downgrade(part), test));
    }

    fn release(&self, part: &Arc<Slot>) {
        let mut sorted = self.sorted();
        let own = sorted.owners.values_mut().flatten().filter(|owner| is_same(owner, part));
        own.for_each(|owner| *owner = Weak::new());
        if sorted.rest.as_ref().is_some_and(|(rest, _)| is_same(rest, part)) {
            sorted.rest = None;
        }
    }
}

impl Sorted {
    fn owner(&self, ids: &HashSet<String>, body: &[u8]) -> Option<Arc<Slot>> {
        let owners = || ids.iter().filter_map(|id| self.owners.get(id)?.as_ref());
        if let Some(owner) = owners().find_map(Weak::upgrade) {
            return Some(owner);
        }
        // Things of a scenario that has ended do not belong to the one that runs now.
        let is_past = owners().next().is_some();
        let (rest, test) = self.rest.as_ref().filter(|_| !is_past)?;
        rest.upgrade().filter(|_| test.0(body))
    }

    /// Keeps a delivery, and forgets the oldest ones that are too many.
    fn keep(&mut self, unclaimed: Unclaimed) {
        self.unclaimed_bytes += size(&unclaimed.delivery);
        self.unclaimed.push_back(unclaimed);
        while self.unclaimed_bytes > UNCLAIMED_BYTES {
            let Some(oldest) = self.unclaimed.pop_front() else { return };
            self.unclaimed_bytes -= size(&oldest.delivery);
        }
    }
}

/// The memory that a delivery takes: its texts, and what stands around them.
fn size(delivery: &ReceivedDelivery) -> usize {
    let head = delivery.headers.iter().map(|(name, value)| name.len() + value.len());
    1024 + delivery.body.len() + head.sum::<usize>()
}

fn is_same(owner: &Weak<Slot>, part: &Arc<Slot>) -> bool {
    std::ptr::eq(owner.as_ptr(), Arc::as_ptr(part))
}

fn give(part: &Slot, delivery: ReceivedDelivery) {
    let mut hold = part.hold();
    if !hold.grow(delivery.body.len()) || !part.put(delivery, hold) {
        part.refuse("the deliveries need too much memory".to_owned());
    }
}

/// The name by which a number in an event is claimed. Many things have the number 7, so its place belongs to it.
#[must_use]
pub fn numbered(of: &str, member: &str, number: &Value) -> String {
    format!("{of}.{member}={number}")
}

/// Every text in a body that may be an id, and every number with its place.
fn ids_in(body: &[u8]) -> HashSet<String> {
    let mut ids = HashSet::new();
    if let Ok(body) = json::parse(body) {
        collect("", &body, &mut ids);
    }
    ids
}

fn collect(of: &str, value: &Value, ids: &mut HashSet<String>) {
    if ids.len() >= MOST_IDS {
        return;
    }
    match value {
        Value::String(text) => drop(ids.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| collect(of, item, ids)),
        Value::Object(members) => {
            for (name, member) in members {
                if member.is_number() {
                    ids.insert(numbered(of, name, member));
                }
                collect(name, member, ids);
            }
        }
        _ => {}
    }
}

impl Mailbox {
    /// A part of this shared mailbox, for one scenario: it gets the deliveries that name what the scenario has claimed.
    #[must_use]
    pub fn part(&self) -> Self {
        Self { slot: self.slot.part(), token: self.token.clone() }
    }

    /// Claims an id for this part. An id that another part has as well tells nothing about the owner of a delivery.
    pub fn claim(&self, id: &str) {
        if let Some(sorting) = self.slot.sorted_by() {
            sorting.claim(&self.slot, id);
        }
    }

    /// Gives this part every delivery that no other part has and whose body the test keeps, while its scenario runs alone.
    pub fn take_rest(&self, keeps: impl Fn(&[u8]) -> bool + Send + Sync + 'static) {
        if let Some(sorting) = self.slot.sorted_by() {
            sorting.give_rest(&self.slot, RestTest(Arc::new(keeps)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::{budget::Budget, sink::Reply};

    fn shared() -> Mailbox {
        let account = Budget::new(1 << 20, 1 << 16).account();
        Mailbox {
            slot: Slot::shared(account, None, Arc::new(Sorting::default())),
            token: "shared".to_owned(),
        }
    }

    fn delivery(body: &str) -> ReceivedDelivery {
        ReceivedDelivery {
            received_at: Instant::now(),
            method: "POST".to_owned(),
            subpath: String::new(),
            headers: Arc::default(),
            body: body.as_bytes().to_vec().into(),
            reply: Reply::Status(200),
            accepted: Arc::default(),
        }
    }

    fn bodies(part: &Mailbox) -> Vec<String> {
        let all = part.deliveries();
        all.iter().map(|one| String::from_utf8_lossy(&one.body).into_owned()).collect()
    }

    fn arrive(shared: &Mailbox, body: &str) {
        let hold = shared.slot.hold();
        shared.slot.recipient(body.as_bytes()).put(delivery(body), hold);
    }

    #[tokio::test]
    async fn each_part_gets_what_names_its_things_early_or_late() {
        let shared = shared();
        let (ana, bruno) = (shared.part(), shared.part());
        ana.claim("account-1");
        arrive(&shared, r#"{"data":{"accountId":"account-1"}}"#);
        arrive(&shared, r#"{"data":{"orderId":"order-2"}}"#);
        bruno.claim("order-2");
        let seen = ana.wait_until(Duration::from_secs(1), |all| !all.is_empty()).await;
        assert_eq!(seen.map(|all| all.len()).ok(), Some(1));
        assert_eq!(bodies(&ana), [r#"{"data":{"accountId":"account-1"}}"#]);
        assert_eq!(bodies(&bruno), [r#"{"data":{"orderId":"order-2"}}"#]);
    }

    #[test]
    fn an_id_of_two_parts_tells_nothing() {
        let shared = shared();
        let (ana, bruno) = (shared.part(), shared.part());
        for part in [&ana, &bruno] {
            part.claim("merchant");
        }
        bruno.claim("order-2");
        arrive(&shared, r#"{"merchant":"merchant","order":"order-2"}"#);
        arrive(&shared, r#"{"merchant":"merchant"}"#);
        assert_eq!(bodies(&ana), [""; 0]);
        assert_eq!(bodies(&bruno), [r#"{"merchant":"merchant","order":"order-2"}"#]);
    }

    #[test]
    fn what_a_part_had_is_free_when_it_has_ended() {
        let shared = shared();
        let first = shared.part();
        first.claim("user-1");
        shared.slot.sorted_by().expect("is shared").release(&first.slot);
        let second = shared.part();
        second.claim("user-1");
        arrive(&shared, r#"{"userId":"user-1"}"#);
        assert_eq!((bodies(&first).len(), bodies(&second).len()), (0, 1));
    }

    #[test]
    fn a_scenario_that_runs_alone_gets_the_rest() {
        let shared = shared();
        let alone = shared.part();
        alone.take_rest(|body| body != b"old");
        alone.claim("order-1");
        for body in ["no JSON", "old", r#"["order-1"]"#] {
            arrive(&shared, body);
        }
        assert_eq!(bodies(&alone), ["no JSON", r#"["order-1"]"#]);
    }
}
