//! Faults and legal variants as data: files that say where a message is changed on its way, and how.

mod address;
mod apply;
mod edit;
mod engine;
mod excuse;
mod file;
mod framing;
mod generated;
mod injector;
mod memory;
mod pointer;
mod predicate;
mod representation;
mod script;
mod situation;
mod stage;
mod wrong_value;

pub(crate) use address::CallAddress;
pub use excuse::{Excuse, load_excuses};
pub use file::{FaultFileError, load};
pub use framing::Framing;
pub use generated::{Member, MemberAppearance, MemberChanger, WrongMember};
pub use injector::{FaultWatch, Injector};
pub use script::{FaultKind, InjectedFault};
pub use situation::{Dimension, Sightings, Situation, SituationObserver, load_situations};
