//! The options that several commands have: the target, the suite, and the choice of scenarios.

use std::path::PathBuf;

use clap::Args;
use conformance_harness::suite::{FeaturePlace, Selection};

/// The default of `--jobs`.
pub(crate) const JOBS: usize = 64;

/// Reads the number of scenarios that run at the same time.
pub(super) fn jobs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("with 0 no scenario would run; give at least 1".to_owned()),
        Ok(jobs) => Ok(jobs),
        Err(_) => Err("it is not a whole number, as in 64".to_owned()),
    }
}

#[derive(Clone, Debug, Args)]
pub(crate) struct TargetArguments {
    /// The target: `sandbox` (embedded), `container` (its image), or a profile file (see tests/targets/)
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
pub(crate) struct SelectionArguments {
    /// Feature files or folders, with `:LINE` for one scenario
    #[arg(value_name = "PATH[:LINE]")]
    places: Vec<String>,

    /// Only scenarios that a tag expression selects, as in "@needs-clock and not @decided"
    #[arg(long, value_name = "EXPRESSION")]
    tags: Option<String>,

    /// Only scenarios whose name contains this text
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,

    /// Only scenarios of this rule or with this id, as in OUT-1 or OUT-1.2; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Vec<String>,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SuiteArgument {
    /// The folder with features/, schemas/ and fixtures/ [default: this folder or the nearest above it that has them]
    #[arg(long = "suite", value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}

impl SuiteArgument {
    pub(crate) fn of(folder: PathBuf) -> Self {
        Self { folder: Some(folder) }
    }
}

impl SelectionArguments {
    /// The scenarios of one rule, or one scenario, of a suite.
    pub(crate) fn of_rule(id: &str, suite: SuiteArgument) -> Self {
        Self { rule: vec![id.to_owned()], suite, ..Self::default() }
    }

    pub(crate) fn selection(&self) -> Selection {
        let place = |text: &String| {
            let Ok(place) = text.parse::<FeaturePlace>();
            place
        };
        Selection {
            tags: self.tags.clone(),
            name: self.name.clone(),
            rules: self.rule.clone(),
            places: self.places.iter().map(place).collect(),
        }
    }
}
