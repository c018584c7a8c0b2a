//! What the always-on checks make of a scenario.

use std::{mem, sync::Arc};

use conformance_harness::{
    checks::check_exchange,
    exchange::Exchange,
    schema::Contract,
    verdict::{Fault, Nonconformance},
};

/// What was found, and what is still to be looked at.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    unchecked: Vec<Arc<Exchange>>,
    found: Vec<Nonconformance>,
}

impl Findings {
    /// Something was found.
    pub(crate) fn add(&mut self, finding: Nonconformance) {
        self.found.push(finding);
    }

    /// An exchange that is to be checked.
    pub(crate) fn exchanged(&mut self, exchange: &Arc<Exchange>) {
        self.unchecked.push(Arc::clone(exchange));
    }

    /// Checks what was exchanged so far, on another thread than the one that all scenarios share.
    ///
    /// # Errors
    /// When a check panics.
    pub(crate) async fn check(&mut self, contract: &Arc<Contract>) -> Result<(), Fault> {
        let (contract, exchanges) = (Arc::clone(contract), self.unchecked.clone());
        let checked = tokio::task::spawn_blocking(move || check_all(&contract, &exchanges));
        self.found.extend(checked.await.map_err(Fault::error)?);
        self.unchecked.clear();
        Ok(())
    }

    /// Everything that was found, also in exchanges that nobody had time to check.
    pub(crate) fn take(&mut self, contract: &Contract) -> Vec<Nonconformance> {
        let late = check_all(contract, &mem::take(&mut self.unchecked));
        mem::take(&mut self.found).into_iter().chain(late).collect()
    }
}

fn check_all(contract: &Contract, exchanges: &[Arc<Exchange>]) -> Vec<Nonconformance> {
    exchanges.iter().flat_map(|exchange| check_exchange(contract, exchange)).collect()
}
