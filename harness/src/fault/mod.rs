//! Faults and legal variants as data: files that say where a message is changed on its way, and how.

mod address;
mod apply;
mod edit;
mod engine;
mod file;
mod framing;

mod injector;
mod memory;
mod pointer;
mod predicate;
mod representation;
mod script;
mod stage;

pub use file::{FaultFileError, load};
pub use framing::{FramedTarget, Framing};
pub use injector::Injector;
pub use script::{FaultKind, InjectedFault};
