//! A side of a comparison: a target that can be run, kept runs, or a record.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use conformance_harness::{
    behaviour::{ApiNames, BehaviourRecord, SeenScenario, TargetRuns},
    fault::InjectedFault,
    kept::{KeptFolder, KeptStory},
    quote::counted,
    target::ProfileError,
};

use super::live::{LiveTarget, WantedRun};
use crate::{
    error::CommandError,
    targets::{self, TargetError},
};

/// The error of an argument that names no side, with the reasons.
fn no_side(argument: &str, error: TargetError) -> CommandError {
    let reason = match error {
        TargetError::Profile(ProfileError::Read { source, .. }) => {
            format!("it cannot be read ({source})")
        }
        TargetError::Profile(ProfileError::Parse { message, .. }) => {
            format!("as a profile it cannot be understood ({message}; tests/targets/ has examples)")
        }
        other => return other.into(),
    };
    CommandError::Report(format!(
        "{argument} is neither a record, a kept run nor a profile: {reason}; a record begins with `record:`, a kept run is a \
         folder with run.json, and a target is `sandbox`, `container` or a profile's file"
    ))
}

/// A side of a comparison.
pub(super) enum ComparedSide {
    /// A target that can be run, and its runs so far.
    Live(LiveTarget, TargetRuns),
    /// A run that was kept.
    Kept(TargetRuns),
    /// A record.
    Record(Box<BehaviourRecord>),
}

impl ComparedSide {
    /// The side that an argument names.
    pub(super) fn of(
        argument: &str,
        folder: PathBuf,
        faults: Vec<InjectedFault>,
    ) -> Result<Self, CommandError> {
        let path = Path::new(argument);
        let is_target = targets::NAMES.contains(&argument);
        if path.is_dir() && !is_target {
            return Ok(Self::Kept(TargetRuns::open(vec![KeptFolder::open(path)?])?));
        }
        if path.is_file() && BehaviourRecord::is_record(path) {
            let record = BehaviourRecord::load(path).map_err(CommandError::report)?;
            return Ok(Self::Record(Box::new(record)));
        }
        // A profile with a mistake is found before anything runs.
        targets::scope(argument).map_err(|error| no_side(argument, error))?;
        let target = LiveTarget::new(argument.to_owned(), folder, faults);
        Ok(Self::Live(target, TargetRuns::default()))
    }

    /// Warnings about faults of the side that have changed no message.
    pub(super) fn warnings(&self) -> Vec<String> {
        if let Self::Live(target, _) = self { target.warnings() } else { Vec::new() }
    }

    /// True if the side can be run again.
    pub(super) fn is_live(&self) -> bool {
        matches!(self, Self::Live(..))
    }

    /// Runs scenarios, if the side is a target.
    pub(super) fn run(&mut self, name: &str, wanted: &WantedRun<'_>) -> Result<(), CommandError> {
        let Self::Live(target, runs) = self else { return Ok(()) };
        Ok(runs.add(target.run(name, wanted)?)?)
    }

    fn runs(&self) -> Option<&TargetRuns> {
        match self {
            Self::Live(_, runs) | Self::Kept(runs) => Some(runs),
            Self::Record(_) => None,
        }
    }

    /// The scenarios that the side knows.
    pub(super) fn scenarios(&self) -> BTreeSet<String> {
        match self {
            Self::Record(record) => record.scenarios(),
            Self::Live(_, runs) | Self::Kept(runs) => runs.scenarios(),
        }
    }

    /// A scenario as the side shows it.
    pub(super) fn scenario(
        &self,
        id: &str,
        names: ApiNames<'_>,
    ) -> Result<Option<SeenScenario>, CommandError> {
        match self {
            Self::Record(record) => Ok(record.scenario(id)),
            Self::Live(_, runs) | Self::Kept(runs) => Ok(runs.scenario(id, names)?),
        }
    }

    /// The story of a scenario; none if the side has none.
    pub(super) fn story(&self, id: &str) -> Result<Option<KeptStory>, CommandError> {
        self.runs().map_or(Ok(None), |runs| Ok(runs.story(id)?))
    }

    /// The folder with the stories.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.runs()?.folder().map(KeptFolder::path)
    }

    /// The words for the side: the target, and the layers that were held against it.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Record(record) => {
                format!("{} (record of {})", record.facts.target, counted(record.facts.runs, "run"))
            }
            Self::Live(_, runs) | Self::Kept(runs) => {
                runs.head().map(|head| head.facts.target.clone()).unwrap_or_default()
            }
        }
    }

    /// The digest of the feature files.
    pub(super) fn digest(&self) -> Option<&str> {
        match self {
            Self::Record(record) => Some(&record.facts.digest),
            Self::Live(_, runs) | Self::Kept(runs) => {
                runs.head().map(|head| head.facts.digest.as_str())
            }
        }
    }
}
