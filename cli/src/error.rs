//! The reasons why a command could not do its work.

use std::{io, net::SocketAddr};

use conformance_harness::{
    browser::GET_AXE,
    fault::FaultFileError,
    kept::{KeptError, MergeError},
    portal_map::MapFileError,
    proxy::ProxyError,
    sink::AuthorityError,
    snapshot::ReviewError,
};
use ralio_conformance::SetUpError;

use crate::targets::TargetError;

/// The reasons why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    #[cfg(not(feature = "bundled"))]
    #[error(
        "neither this folder nor one above it has features/ and schemas/; name the suite's folder with --suite, \
         or build conform with the feature `bundled`, which puts the suite inside"
    )]
    NoSuite,
    #[error(
        "the suite inside this command cannot be unpacked: {0}; make room for temporary files, or use --suite"
    )]
    #[cfg(feature = "bundled")]
    Unpack(io::Error),
    #[error("--suite {0} has no features/ and schemas/ in it")]
    NotASuite(String),
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    #[error(
        "{target} cannot be judged, since its set-up is wrong:\n{mistakes}\n`conform doctor` makes all checks"
    )]
    Mistakes { target: String, mistakes: String },
    #[error("the JUnit report {path} cannot be written: {source}")]
    JUnit { path: String, source: io::Error },
    #[error("axe-core cannot be read from {path}: {source}; {GET_AXE}")]
    Axe { path: String, source: io::Error },
    #[error(transparent)]
    Faults(#[from] FaultFileError),
    #[error(transparent)]
    Proxy(#[from] ProxyError),
    #[error("{path} cannot be read: {source}; give a file with certificates in PEM")]
    EndpointAuthority { path: String, source: io::Error },
    #[error("{path} cannot be read: {reason}; name a feature file or a folder of the suite")]
    NoFeatureFile { path: String, reason: String },
    #[error(
        "the suite inside this command cannot change; name the folder of one that you write with --suite"
    )]
    NothingToWatch,
    #[error("the desk cannot listen at port {port}: {source}; name another with --port")]
    DeskPort { port: u16, source: io::Error },
    #[error(
        "the worklist cannot be shown at {address}: {source}; name another address with --worklist"
    )]
    Worklist { address: SocketAddr, source: io::Error },
    #[error("{path} cannot be written: {source}; name another file, or move the one that is there")]
    NotWritten { path: String, source: io::Error },
    #[error("{0}")]
    Score(String),
    #[error("{0}")]
    Report(String),
    #[error("{0}")]
    Snapshots(String),
    #[error(transparent)]
    Review(#[from] ReviewError),
    #[error(transparent)]
    Merge(#[from] MergeError),
    #[error(transparent)]
    Kept(#[from] KeptError),
    #[error("the run cannot be kept: {0}; name a folder that is empty or holds an earlier run")]
    NotKept(String),
    #[error(transparent)]
    PortalMap(#[from] MapFileError),
    #[error("the map has no act {act:?}; it has {known}")]
    NoAct { act: String, known: String },
    #[error("the map could not be checked: {0}")]
    Portal(String),
    #[error("the output cannot be written: {0}; what it would have said is lost")]
    Output(#[source] io::Error),
    #[error("the run cannot be started: {0}")]
    Runtime(#[source] io::Error),
}

impl CommandError {
    /// The error as its words say it.
    pub(crate) fn report(error: impl std::fmt::Display) -> Self {
        Self::Report(error.to_string())
    }
}
