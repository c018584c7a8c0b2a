//! A map of a Portal: a data file that says how people sign in and act on its pages, and the driver that follows it.

mod acting;
mod control;
mod driver;
mod error;
mod file;
mod finding;
mod map;
mod names;
mod outcome;
mod page_reader;
mod pressing;
mod seeking;
mod seen_page;
mod step;
mod steps_runner;
mod totp;
mod values;
mod walk;

pub use driver::MapDriver;
pub use error::{MapError, MapFileError};
pub use map::{MapAct, PortalMap};
pub use names::KnownAct;
pub use outcome::ActOutcome;
pub use values::{ActValues, Credentials};
pub use walk::{StepFit, WalkedStep};
