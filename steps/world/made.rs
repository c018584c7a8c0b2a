//! The merchants that a run has made and must delete.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    time::Duration,
};

use futures::{StreamExt as _, stream};

use crate::portal::PortalOperator;

/// The number of merchants that are deleted at the same time at the end of a run.
const AT_ONCE: usize = 8;

/// The time for deletions at the end of a run; each takes milliseconds.
const REST_TIMEOUT: Duration = Duration::from_secs(10);

/// The merchants that were made, by their id, with the scenario that made them; none if merchants stay.
#[derive(Debug)]
pub struct MadeMerchants {
    made: RefCell<BTreeMap<i64, String>>,
    are_deleted: Cell<bool>,
}

impl MadeMerchants {
    /// An empty list; if `are_deleted` is false, merchants stay when the run is over.
    #[must_use]
    pub fn new(are_deleted: bool) -> Self {
        Self { made: RefCell::default(), are_deleted: Cell::new(are_deleted) }
    }

    /// Notes a merchant that a scenario has made.
    pub(crate) fn note(&self, merchant: Option<i64>, scenario: &str) {
        if let Some(merchant) = merchant.filter(|_| self.are_deleted.get()) {
            self.made.borrow_mut().insert(merchant, scenario.to_owned());
        }
    }

    /// Deletes the merchants of a scenario that has ended. One that cannot be deleted now is tried again at the end of the run.
    pub(crate) async fn delete_those_of(&self, scenario: &str, operator: &PortalOperator) {
        let merchants = self.ids(|maker| maker == scenario);
        for merchant in merchants {
            self.delete(merchant, operator).await;
        }
    }

    /// Deletes the merchants that are left, such as those of scenarios that were broken off; gives the number of those that could
    /// not be deleted.
    pub(crate) async fn delete_rest(&self, operator: &PortalOperator) -> usize {
        let deletions = stream::iter(self.ids(|_| true)).map(|id| self.delete(id, operator));
        let all = deletions.buffer_unordered(AT_ONCE).collect::<()>();
        // A target that has stopped answering must not hold up the report; what is left is counted.
        let _ = tokio::time::timeout(REST_TIMEOUT, all).await;
        self.made.borrow().len()
    }

    fn ids(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<i64> {
        let made = self.made.borrow();
        made.iter().filter(|(_, maker)| is_wanted(maker)).map(|(id, _)| *id).collect()
    }

    async fn delete(&self, merchant: i64, operator: &PortalOperator) {
        match operator.delete(merchant).await {
            Ok(true) => drop(self.made.borrow_mut().remove(&merchant)),
            Ok(false) => {
                // The target has no such operation: all merchants are left as they are.
                self.are_deleted.set(false);
                self.made.borrow_mut().clear();
            }
            Err(_) => {}
        }
    }
}
