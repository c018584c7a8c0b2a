//! The faults and legal variants that are named on the command line.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use conformance_harness::{
    fault::{FaultKind, InjectedFault, Injector, load},
    intercept::Interceptor,
    quote::escaped,
    run::Summary,
    similar_or,
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
        let folder = folder.display();
        let all = format!("`grep -rh 'id: ' {folder}` shows all of them");
        let hint = similar_or(id, faults.iter().map(|fault| fault.id.as_str()), &all);
        return Err(CommandError::Score(format!(
            "{option} {id} names no {noun} of {folder}; {hint}"
        )));
    }
    faults.retain(|fault| ids.contains(&fault.id));
    Ok(faults)
}

/// The warning about a fault or variant that had nothing to change.
pub(crate) fn idle_warning(fault: &InjectedFault) -> String {
    let noun = if fault.breaks.is_some() { "fault" } else { "legal variant" };
    format!(
        "the {noun} {} changed no message of these scenarios; choose scenarios that have the messages it is about",
        fault.id
    )
}

/// The code that injects the faults and variants of a run; none without any.
pub(crate) struct RunInjector(Option<Arc<Injector>>);

impl RunInjector {
    /// The code that injects the faults of `--fault`.
    pub(crate) fn wanted(
        arguments: &MessageArguments,
        root: &Path,
        target: &Target,
    ) -> Result<Self, CommandError> {
        let faults = chosen(&arguments.fault, FaultKind::Fault, arguments.faults.as_ref(), root)?;
        Self::of(faults, target)
    }

    /// The code that injects these faults and variants.
    pub(crate) fn of(faults: Vec<InjectedFault>, target: &Target) -> Result<Self, CommandError> {
        if let Some(fault) = faults.iter().find(|fault| fault.framing.is_some()) {
            return Err(CommandError::Score(format!(
                "--fault {}: it changes bytes on the wire, which only `conform score {0}` and `conform lie --fault {0}` can do",
                fault.id
            )));
        }
        let convention = edition::convention(target.encoding);
        let is_wanted = !faults.is_empty();
        Ok(Self(is_wanted.then(|| Arc::new(Injector::new(faults, convention)))))
    }

    /// The interceptor through which the run's messages pass.
    pub(crate) fn through(&self) -> Option<Arc<dyn Interceptor>> {
        self.0.as_ref().map(|injector| -> Arc<dyn Interceptor> { injector.clone() })
    }

    /// The faults and variants that have changed no message.
    pub(crate) fn idle(&self) -> impl Iterator<Item = &InjectedFault> {
        self.0.as_deref().into_iter().flat_map(Injector::idle)
    }

    /// Warns of the faults that have changed no message of a run. One that was broken off did not send all of its messages.
    pub(crate) fn warn_of_idle(&self, summary: &Summary) {
        for fault in self.idle().filter(|_| summary.broken_off.is_none()) {
            // A run is possible without standard error.
            let _ = writeln!(io::stderr(), "warning: {}", escaped(&idle_warning(fault)));
        }
    }
}
