//! The suite as text: feature files read into cases, checked before anything runs, and selected.

mod case;
mod case_step;
mod cells;
mod feature_file;
mod file_lint;
mod index;
mod keywords;
mod layered_step;
mod layout;
mod line_mistake;
mod lint;
mod load;
mod mistake;
mod open_block;
mod outline;
mod parse;
mod scan;
mod select;
mod shard;
mod structure;
mod tags;

pub use case::{Case, Rule, Suite, cases_by_id, scenario_of};
pub use case_step::CaseStep;
pub use cells::FENCES;
pub use feature_file::{FeatureCell, FeatureFile, FeatureTag, FeatureText};
pub use keywords::STEP_KEYWORDS;
pub use layered_step::{layer_of_step, plain_step};
pub use layout::laid_out;
pub use lint::{StepMistake, lint};
pub use load::{LoadError, SuiteFiles, feature_file, load, load_edited};
pub use mistake::FeatureMistake;
pub use scan::TYPOGRAPHIC;
pub use select::{FeaturePlace, Selection, SelectionError};
pub use shard::Shard;
pub use tags::{DECIDED, NEEDS, NOT_OBSERVABLE, SHOULD, SOURCE, SOURCES};
