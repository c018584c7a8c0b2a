//! The options that say which target and which suite a command is about.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct TargetArguments {
    /// The target: `sandbox` (embedded), `container` (its image), or a profile file (see tests/targets/); the
    /// Portal's pages are judged only if chromium and chromedriver are installed
    #[arg(id = "target", long, default_value = EMBEDDED, value_name = "TARGET")]
    pub(crate) name: String,

    /// The image to start for a target in a container, in place of the profile's; with it, `--target container`
    /// builds nothing
    #[arg(long, value_name = "REFERENCE")]
    pub(crate) image: Option<String>,
}

/// The name of the sandbox that runs in the process of `conform`.
pub(crate) const EMBEDDED: &str = "sandbox";

impl Default for TargetArguments {
    fn default() -> Self {
        Self { name: EMBEDDED.to_owned(), image: None }
    }
}

#[derive(Debug, Default, Args)]
pub(crate) struct SuiteArgument {
    /// The folder with features/, schemas/ and fixtures/ [default: this folder or the nearest above it that has them]
    #[arg(long = "suite", value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}
