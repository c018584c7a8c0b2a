//! The faults and legal variants that are named on the command line.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use conformance_harness::{
    fault::{FaultKind, InjectedFault, Injector, load},
    intercept::Interceptor,
    nearest,
    target::Target,
};
use ralio_conformance::edition;

use crate::{arguments::MessageArguments, error::CommandError};

/// The faults of `--fault`, or the variants of `--variant`, in the order of their files.
pub(crate) fn chosen(
    ids: &[String],
    kind: FaultKind,
    folder: Option<&PathBuf>,
    root: &Path,
) -> Result<Vec<InjectedFault>, CommandError> {
    let (option, noun, usual) = match kind {
        FaultKind::Fault => ("--fault", "fault", "fixtures/faults"),
        FaultKind::Variant => ("--variant", "legal variant", "fixtures/variants"),
    };
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let folder = folder.cloned().unwrap_or_else(|| root.join(usual));
    let mut faults = load(&folder, kind, &root.join("schemas/openapi.yaml"))?;
    if let Some(id) = ids.iter().find(|id| !faults.iter().any(|fault| fault.id == **id)) {
        let similar = nearest(id, faults.iter().map(|fault| fault.id.as_str()), 3).join(", ");
        return Err(CommandError::Score(format!(
            "{option} {id} names no {noun} of {}; the most similar are {similar}",
            folder.display()
        )));
    }
    faults.retain(|fault| ids.contains(&fault.id));
    Ok(faults)
}

/// The code that injects the faults of `--fault`; none without one.
pub(crate) fn injected(
    arguments: &MessageArguments,
    root: &Path,
    target: &Target,
) -> Result<Option<Arc<dyn Interceptor>>, CommandError> {
    let faults = chosen(&arguments.fault, FaultKind::Fault, arguments.faults.as_ref(), root)?;
    interceptor(faults, target)
}

/// The code that injects faults and variants; none without one.
pub(crate) fn interceptor(
    faults: Vec<InjectedFault>,
    target: &Target,
) -> Result<Option<Arc<dyn Interceptor>>, CommandError> {
    if faults.is_empty() {
        return Ok(None);
    }
    if let Some(fault) = faults.iter().find(|fault| fault.framing.is_some()) {
        return Err(CommandError::Score(format!(
            "--fault {}: it changes bytes on the wire, which only `conform score {0}` and `conform lie --fault {0}` can do",
            fault.id
        )));
    }
    Ok(Some(Arc::new(Injector::new(faults, edition::convention(target.encoding)))))
}
