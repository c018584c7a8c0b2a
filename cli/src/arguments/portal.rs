//! The options of `portal`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::common::{SuiteArgument, TargetArguments};

pub(super) const PORTAL_HELP: &str = "Example:\n  conform portal check my-portal.yaml --target staging.yaml\n\n\
    docs/portal-map.md explains maps.";

const CHECK_HELP: &str = "Examples:\n  \
    conform portal check my-portal.yaml --target staging.yaml\n  \
    conform portal check my-portal.yaml --target staging.yaml --with session=8c1f… --with order=5ada…\n  \
    conform portal check my-portal.yaml --target staging.yaml --act approve_kyc --with session=8c1f…\n\n\
    Signs in and walks every act: opens its pages and looks for its controls, but presses no button that could change \
    something. An act whose page needs a value, such as the id of a session, is walked as far as the values of --with lead. \
    --act carries out one act, changes included.\n\n\
    Exit code: 0 every step that was looked at fits, 1 a step does not fit, 2 the map could not be checked.";

#[derive(Debug, Args)]
pub(crate) struct PortalArguments {
    #[command(subcommand)]
    pub(crate) action: PortalAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PortalAction {
    /// Walk a map of the Portal, and say which step no longer fits and what controls there are instead
    #[command(after_help = CHECK_HELP)]
    Check(MapCheckArguments),
}

#[derive(Debug, Args)]
pub(crate) struct MapCheckArguments {
    /// The file of the map
    #[arg(value_name = "MAP")]
    pub(crate) map: PathBuf,

    #[command(flatten)]
    pub(crate) target: TargetArguments,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,

    /// Carry out this act, and what it changes, in place of walking all of them
    #[arg(long, value_name = "NAME")]
    pub(crate) act: Option<String>,

    /// A value of an act, as in session=8c1f…; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = named_value)]
    pub(crate) with: Vec<(String, String)>,

    /// The merchant whose pages are walked, by its id; only with `operator: json`, where it is a new one without data otherwise
    #[arg(long, value_name = "ID")]
    pub(crate) merchant: Option<i64>,

    /// The folder for pictures of the pages that do not fit [default: target/conform/portal in the suite]
    #[arg(long, value_name = "DIR")]
    pub(crate) pictures: Option<PathBuf>,
}

fn named_value(text: &str) -> Result<(String, String), String> {
    let named = text.split_once('=').filter(|(name, _)| !name.is_empty());
    let (name, value) = named.ok_or("write a name and a value, as in session=8c1f")?;
    Ok((name.to_owned(), value.to_owned()))
}
