//! The memory that a run may spend on what comes from outside. Each scenario has a small part for itself; beyond it, all of them
//! share one amount.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// The memory that one kind of message may take in a run.
#[derive(Clone, Debug)]
pub(crate) struct Budget(Arc<Pool>);

#[derive(Debug)]
struct Pool {
    /// The amount in bytes that accounts may take together, beyond which each has only its assured part.
    most: usize,
    /// The bytes that every account may take, whatever the others have taken.
    assured: usize,
    taken: AtomicUsize,
}

/// The part of one scenario; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct BudgetShare(Arc<Taken>);

#[derive(Debug)]
struct Taken {
    pool: Arc<Pool>,
    bytes: AtomicUsize,
}

/// Bytes taken from an account; they are given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Hold {
    account: Arc<Taken>,
    bytes: usize,
}

impl Budget {
    /// A budget in bytes: `most` for all accounts together, and `assured` for each of them.
    #[must_use]
    pub(crate) fn new(most: usize, assured: usize) -> Self {
        Self(Arc::new(Pool { most, assured, taken: AtomicUsize::new(0) }))
    }

    /// An account for one scenario.
    #[must_use]
    pub(crate) fn account(&self) -> BudgetShare {
        let pool = Arc::clone(&self.0);
        BudgetShare(Arc::new(Taken { pool, bytes: AtomicUsize::new(0) }))
    }
}

impl BudgetShare {
    /// A new account of the same budget, for another scenario.
    #[must_use]
    pub(crate) fn another(&self) -> Self {
        Budget(Arc::clone(&self.0.pool)).account()
    }

    /// A hold of nothing yet.
    #[must_use]
    pub(crate) fn hold(&self) -> Hold {
        Hold { account: Arc::clone(&self.0), bytes: 0 }
    }
}

impl Hold {
    /// Takes more bytes; false if the budget has no more.
    #[must_use]
    pub(crate) fn grow(&mut self, bytes: usize) -> bool {
        let Taken { pool, bytes: own } = &*self.account;
        let all = pool.taken.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        let owned = own.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        self.bytes += bytes;
        let allowed = owned <= pool.assured || all <= pool.most;
        if !allowed {
            self.shrink(bytes);
        }
        allowed
    }

    /// The bytes taken.
    #[must_use]
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds the bytes of another hold of the same account.
    pub(crate) fn merge(&mut self, mut other: Self) {
        self.bytes += std::mem::take(&mut other.bytes);
    }

    fn shrink(&mut self, bytes: usize) {
        self.account.bytes.fetch_sub(bytes, Ordering::Relaxed);
        self.account.pool.taken.fetch_sub(bytes, Ordering::Relaxed);
        self.bytes -= bytes;
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.shrink(self.bytes);
    }
}

/// The memory that a list or an object takes beside its text when JSON is parsed: the room for its first members.
const CONTAINER: usize = 400;

/// The memory that each further member of a list or an object takes.
const MEMBER: usize = 128;

/// The memory that a body takes, with the values that are made of it if it is JSON.
#[must_use]
pub(crate) fn weight(body: &[u8]) -> usize {
    let mut weight = body.len();
    // A plain loop: this looks at every byte that comes from outside, also in builds that are not optimised.
    for byte in body {
        match byte {
            b'[' | b'{' => weight += CONTAINER,
            b',' => weight += MEMBER,
            _ => {}
        }
    }
    weight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_its_assured_part_when_others_have_taken_the_rest() {
        let budget = Budget::new(100, 10);
        let mut greedy = budget.account().hold();
        assert!(greedy.grow(100) && !greedy.grow(1));
        let modest = budget.account();
        let (mut first, mut second) = (modest.hold(), modest.hold());
        assert!(first.grow(6) && second.grow(4) && !second.grow(1));
    }

    #[test]
    fn a_dropped_hold_gives_everything_back() {
        let budget = Budget::new(100, 0);
        let account = budget.account();
        let mut kept = account.hold();
        let mut more = account.hold();
        assert!(kept.grow(40) && more.grow(60));
        kept.merge(more);
        assert_eq!((kept.bytes(), account.hold().grow(1)), (100, false));
        drop(kept);
        assert!(account.hold().grow(100));
    }

    #[test]
    fn json_of_many_values_weighs_more_than_its_text() {
        assert_eq!(weight(b"plain text"), 10);
        assert!(weight(b"[[0],[0],[0]]") > 4 * CONTAINER);
    }
}
