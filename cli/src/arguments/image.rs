//! The options of `image`.

use clap::Args;

use super::common::SuiteArgument;

/// Options of `image`.
#[derive(Debug, Args)]
pub(crate) struct ImageArguments {
    /// The program in the image
    #[arg(value_enum, value_name = "PROGRAM")]
    pub(crate) content: ImageContent,

    /// Name and tag of the image [default: ralio-sandbox:conform or conform:VERSION]
    #[arg(long, value_name = "NAME:TAG")]
    pub(crate) tag: Option<String>,

    /// Cargo's profile: `release` builds in a quarter of the time, and the program is larger and slower
    #[arg(long, value_name = "PROFILE", default_value = "dist")]
    pub(crate) profile: String,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

/// The program in an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ImageContent {
    /// The reference sandbox with its Portal
    Sandbox,
    /// This command, with the suite inside
    Conform,
}
