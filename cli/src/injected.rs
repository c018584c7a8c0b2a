//! Faults that a run is meant to show.

use std::{path::Path, sync::Arc};

use conformance_harness::{
    fault::{FaultKind, Injector, load},
    intercept::Interceptor,
    nearest,
    target::Target,
};
use ralio_conformance::edition;

use crate::{arguments::RunArguments, error::CommandError};

/// The code that injects the faults of `--fault`; none without one.
pub(crate) fn injected(
    arguments: &RunArguments,
    root: &Path,
    target: &Target,
) -> Result<Option<Arc<dyn Interceptor>>, CommandError> {
    let ids = &arguments.fault;
    if ids.is_empty() {
        return Ok(None);
    }
    let folder = arguments.faults.clone().unwrap_or_else(|| root.join("fixtures/faults"));
    let openapi = root.join("schemas/openapi.yaml");
    let mut faults = load(&folder, FaultKind::Fault, &openapi)?;
    if let Some(id) = ids.iter().find(|id| !faults.iter().any(|fault| fault.id == **id)) {
        let similar = nearest(id, faults.iter().map(|fault| fault.id.as_str()), 3).join(", ");
        return Err(CommandError::Score(format!(
            "--fault {id} names no fault of {}; the most similar are {similar}",
            folder.display()
        )));
    }
    faults.retain(|fault| ids.contains(&fault.id));
    if let Some(fault) = faults.iter().find(|fault| fault.framing.is_some()) {
        return Err(CommandError::Score(format!(
            "--fault {}: it changes bytes on the wire, which only `conform score {0}` can do",
            fault.id
        )));
    }
    Ok(Some(Arc::new(Injector::new(faults, edition::convention(target.encoding)))))
}
