//! The suite as text: feature files read into cases, checked before anything runs, and selected.

mod case;
mod feature_file;
mod index;
mod layered_step;
mod lint;
mod load;
mod outline;
mod select;
mod shard;
mod tags;

pub use case::{Case, Rule, Suite, cases_by_id, scenario_of};
pub use feature_file::{FeatureCell, FeatureFile, FeatureTag, FeatureText};
pub use layered_step::{layer_of_step, plain_step};
pub use lint::{FeatureMistake, StepMatch, lint};
pub use load::{LoadError, feature_file, load};
pub use select::{FeaturePlace, Selection, SelectionError};
pub use shard::Shard;
pub use tags::{DECIDED, NEEDS, NOT_OBSERVABLE, SHOULD, SOURCE, SOURCES};
