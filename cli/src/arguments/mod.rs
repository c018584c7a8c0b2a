//! The command line: commands, options and their help texts.

mod authoring;
mod command;
mod common;
mod coverage;
mod docs;
#[cfg(test)]
mod documents;
mod image;
mod kept;
mod lie;
mod portal;
mod run;
mod score;
mod snapshots;
mod versions;

pub(crate) use authoring::{
    CheckArguments, CheckFormat, DeskArguments, FormatArguments, LspArguments, NewArguments,
    StepsArguments, StepsFormat, WatchArguments,
};
pub(crate) use command::{Arguments, Command, DoctorArguments, ListArguments};
pub(crate) use common::{EMBEDDED, JOBS, SelectionArguments, SuiteArgument, TargetArguments};
pub(crate) use coverage::CoverageArguments;
pub(crate) use docs::DocsArguments;
pub(crate) use image::{ImageArguments, ImageContent};
pub(crate) use kept::{KeepArguments, MergeArguments, ReplayArguments, ShowArguments};
pub(crate) use lie::LieArguments;
pub(crate) use portal::{MapCheckArguments, PortalAction, PortalArguments};
pub(crate) use run::{MessageArguments, PartArguments, Required, RunArguments, RunManner};
pub(crate) use score::{ScoreArguments, ScoredLayers};
pub(crate) use snapshots::{ChosenSnapshots, SnapshotsAction, SnapshotsArguments};
pub(crate) use versions::{ChosenArguments, DiffArguments, FailOn, RecordArguments};
