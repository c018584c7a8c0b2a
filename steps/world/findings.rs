//! The findings of the always-on checks in a scenario.

use std::{mem, sync::Arc};

use conformance_harness::{
    checks::check_exchange,
    exchange::Exchange,
    schema::Contract,
    verdict::{Fault, Nonconformance},
};

/// The most findings that are kept of one scenario. More would only hide the first ones.
const MOST_FINDINGS: usize = 50;

/// The size in bytes of the texts of all findings that are kept of one scenario, the first one aside.
const ALL_TEXTS: usize = 1 << 20;

/// The findings so far, and the exchanges that are not checked yet.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    unchecked: Vec<Arc<Exchange>>,
    found: Found,
}

/// The first findings, and the number of the others.
#[derive(Debug, Default)]
struct Found {
    kept: Vec<Nonconformance>,
    /// The size of the texts of the findings that are kept.
    texts: usize,
    /// The number of findings that were not kept.
    more: usize,
    /// True if one of those is not a warning.
    is_more_serious: bool,
}

impl Found {
    fn add(&mut self, finding: Nonconformance) {
        let Nonconformance { what, expected, actual, diff, evidence, .. } = &finding;
        let texts = [what, expected, actual].into_iter().chain(diff).chain(evidence);
        let size: usize = texts.map(String::len).sum();
        let is_room = self.kept.len() < MOST_FINDINGS && self.texts + size <= ALL_TEXTS;
        if is_room || self.kept.is_empty() {
            self.texts += size;
            self.kept.push(finding);
        } else {
            self.more += 1;
            self.is_more_serious |= !finding.should;
        }
    }

    fn add_all(&mut self, other: Self) {
        other.kept.into_iter().for_each(|finding| self.add(finding));
        self.more += other.more;
        self.is_more_serious |= other.is_more_serious;
    }

    /// The findings, with one at the end that counts the others.
    fn into_all(mut self) -> Vec<Nonconformance> {
        if self.more > 0 {
            let what = format!("the checks of this scenario found {} more breaches", self.more);
            let count = Nonconformance::new(what, "none", "only the first ones are shown")
                .of_check("all checks")
                .only_should(!self.is_more_serious);
            self.kept.push(count);
        }
        self.kept
    }
}

impl Findings {
    /// Adds a finding.
    pub(crate) fn add(&mut self, finding: Nonconformance) {
        self.found.add(finding);
    }

    /// Records an exchange for the checks.
    pub(crate) fn exchanged(&mut self, exchange: &Arc<Exchange>) {
        self.unchecked.push(Arc::clone(exchange));
    }

    /// Leaves the last exchange out of the checks: it is not the scenario's own.
    pub(crate) fn forget_last(&mut self) {
        self.unchecked.pop();
    }

    /// Checks the exchanges so far, on another thread than the one that all scenarios share.
    ///
    /// # Errors
    /// If a check panics.
    pub(crate) async fn check(&mut self, contract: &Arc<Contract>) -> Result<(), Fault> {
        let (contract, exchanges) = (Arc::clone(contract), self.unchecked.clone());
        let checked = tokio::task::spawn_blocking(move || check_all(&contract, &exchanges));
        self.found.add_all(checked.await.map_err(Fault::error)?);
        self.unchecked.clear();
        Ok(())
    }

    /// All findings, also about exchanges that were not checked in time.
    pub(crate) fn take(&mut self, contract: &Contract) -> Vec<Nonconformance> {
        let late = check_all(contract, &mem::take(&mut self.unchecked));
        self.found.add_all(late);
        mem::take(&mut self.found).into_all()
    }
}

fn check_all(contract: &Contract, exchanges: &[Arc<Exchange>]) -> Found {
    let mut found = Found::default();
    for finding in exchanges.iter().flat_map(|exchange| check_exchange(contract, exchange)) {
        found.add(finding);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_findings_the_first_are_kept_and_the_others_counted() {
        let mut found = Found::default();
        for _ in 0..MOST_FINDINGS + 7 {
            found.add(Nonconformance::new("a breach", 1, 2).only_should(true));
        }
        let all = found.into_all();
        let last = all.last().expect("the count");
        assert_eq!(all.len(), MOST_FINDINGS + 1);
        assert_eq!(last.what, "the checks of this scenario found 7 more breaches");
        assert!(last.should, "warnings alone stay warnings");
    }

    #[test]
    fn long_findings_are_kept_up_to_a_size_and_a_serious_one_counts_as_such() {
        let mut found = Found::default();
        for _ in 0..6 {
            let evidence = "x".repeat(ALL_TEXTS);
            found.add(Nonconformance::new("a breach", 1, 2).shown_by(evidence));
        }
        let all = found.into_all();
        assert_eq!((all.len(), all[3].should), (4, false), "each was cut to a quarter of that");
    }
}
