//! The behaviour of a target as its consumers see it, told without what belongs to one run, so that two targets, or two versions
//! of one, can be compared.

mod changes;
mod class;
mod compare;
mod compare_events;
mod compare_lists;
mod difference;
mod differing;
mod forms;
mod headers;
mod id_leaf;
mod kind;
mod leaves;
mod line;
mod numbered;
mod places;
mod record;
mod recorded;
mod recorder;
mod runs;
mod seen;
mod sent;
mod subtrees;
mod template;
mod trace;
mod traced_events;
mod varying;
mod words;

pub use changes::{ApiChange, ChangeExample, ChangeGatherer, member_of};
pub use class::{ChangeClass, ClassError, ClassTable};
pub use compare::{GREEN, ScenarioComparison};
pub use difference::{BehaviourDifference, ChangedMessage};
pub use kind::DifferenceKind;
pub use record::{BehaviourRecord, RecordError, RecordFacts};
pub use recorder::Recorder;
pub use runs::TargetRuns;
pub use seen::{ABSENT, SeenCall, SeenEvent, SeenLeaves, SeenScenario, SeenValues};
pub use trace::{ApiNames, STATUS};
pub use traced_events::EventKeys;
pub use varying::VaryingPlaces;
