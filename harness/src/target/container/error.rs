//! Trouble with containers: the engine, the image, the start, the wait until it is ready.

use std::io;

use testcontainers::TestcontainersError;

use super::recipe::Readiness;

/// Trouble with a container.
#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    /// Cargo could not be started.
    #[error(
        "cargo cannot be started to build the image's binary: {0}; name a prebuilt image with --image"
    )]
    Cargo(#[source] io::Error),
    /// The binary did not compile.
    #[error("cargo could not build the static binary {binary}:\n{output}")]
    Build {
        /// The binary asked for.
        binary: String,
        /// The output of cargo.
        output: String,
    },
    /// The files for a Dockerfile cannot be used.
    #[error("the image of {dockerfile} cannot be built: {problem}")]
    Context {
        /// The path of the Dockerfile.
        dockerfile: String,
        /// The mistake and its remedy.
        problem: String,
    },
    /// The image is neither here nor to be had.
    #[error(
        "the image {image} is not on this machine and cannot be pulled: {reason}; build or load it, or correct the reference"
    )]
    NoImage {
        /// The reference.
        image: String,
        /// The answer of the engine.
        reason: String,
    },
    /// The container could not be started.
    #[error(
        "the container {name} cannot be started: {reason}; look at `command`, `files` and the image's entry point"
    )]
    Unstartable {
        /// The container's name.
        name: String,
        /// The answer of the engine.
        reason: String,
    },
    /// The container ended at once.
    #[error("the container {name} ended{code} before it was ready; the end of its output:\n{log}")]
    Ended {
        /// The container's name.
        name: String,
        /// Its exit code in words, or nothing.
        code: String,
        /// Its last lines.
        log: String,
    },
    /// The container did not become ready in time.
    #[error(
        "the container {name} runs and was not ready within {seconds} s ({readiness}); correct `ready`, or give it more \
         time with `ready.within_seconds`; the end of its output:\n{log}"
    )]
    NotReady {
        /// The container's name.
        name: String,
        /// The sign that was waited for.
        readiness: Readiness,
        /// The time given.
        seconds: u64,
        /// Its last lines.
        log: String,
    },
    /// The engine refused, or is not there.
    #[error("the container engine refused: {0}; is it running, and may you use it (DOCKER_HOST)?")]
    Engine(#[from] TestcontainersError),
}

impl ContainerError {
    /// True if no container engine is installed or running.
    #[must_use]
    pub fn is_no_engine(&self) -> bool {
        matches!(self, Self::Engine(TestcontainersError::Client(_)))
    }
}
