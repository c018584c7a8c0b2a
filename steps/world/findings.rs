//! The findings of the always-on checks in a scenario.

use std::{mem, sync::Arc};

use conformance_harness::{
    checks::check_exchange,
    exchange::Exchange,
    schema::Contract,
    verdict::{Fault, Nonconformance},
};

/// The findings so far, and the exchanges that are not checked yet.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    unchecked: Vec<Arc<Exchange>>,
    found: Vec<Nonconformance>,
}

impl Findings {
    /// Adds a finding.
    pub(crate) fn add(&mut self, finding: Nonconformance) {
        self.found.push(finding);
    }

    /// Records an exchange for the checks.
    pub(crate) fn exchanged(&mut self, exchange: &Arc<Exchange>) {
        self.unchecked.push(Arc::clone(exchange));
    }

    /// Checks the exchanges so far, on another thread than the one that all scenarios share.
    ///
    /// # Errors
    /// If a check panics.
    pub(crate) async fn check(&mut self, contract: &Arc<Contract>) -> Result<(), Fault> {
        let (contract, exchanges) = (Arc::clone(contract), self.unchecked.clone());
        let checked = tokio::task::spawn_blocking(move || check_all(&contract, &exchanges));
        self.found.extend(checked.await.map_err(Fault::error)?);
        self.unchecked.clear();
        Ok(())
    }

    /// All findings, also about exchanges that were not checked in time.
    pub(crate) fn take(&mut self, contract: &Contract) -> Vec<Nonconformance> {
        let late = check_all(contract, &mem::take(&mut self.unchecked));
        mem::take(&mut self.found).into_iter().chain(late).collect()
    }
}

fn check_all(contract: &Contract, exchanges: &[Arc<Exchange>]) -> Vec<Nonconformance> {
    exchanges.iter().flat_map(|exchange| check_exchange(contract, exchange)).collect()
}
