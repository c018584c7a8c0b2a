//! The vocabulary of the suite: the meaning of the words in `features/`, and the run that judges a target by them.
//!
//! A file imports from its own floor or from below; docs/architecture.md shows the floors.

pub mod answers;
mod arrange;
pub mod check;
mod conclusion;
pub mod edition;
mod examination;
pub mod language;
mod lost_target;
mod options;
pub mod oracle;
mod phrases;
pub mod portal;
mod portal_checks;
mod portal_link;
pub mod preparation;
pub mod probes;
mod reading;
pub mod rehearsal;
pub mod run;
mod scenario_life;
mod set_up_error;
mod turn;
mod watch;
pub mod world;

pub use language::vocabulary::CAPABILITIES;
pub use options::Options;
pub use portal_link::sign_in_link;
pub use preparation::CastFile;
pub use reading::{load_contract, load_description, load_selected, load_suite, read_suite, select};
pub use run::{judge, judge_bound, phrase_list, phrase_of, snapshot_folder, snapshot_names};
pub use set_up_error::SetUpError;
pub use world::World;
