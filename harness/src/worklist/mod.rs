//! Lists to work off: requests to a person at the Portal, gathered in numbered batches while many scenarios run side by side.

mod counts;
mod list;
mod printed;
mod request;
mod shared;
mod state;
#[cfg(test)]
mod tests;
mod ticket;
mod typed;
mod view;

pub use counts::{WorklistCounts, WorklistTally};
pub use list::Worklist;
pub use request::{RequestState, WorklistRequest};
pub use ticket::{RunningScenario, WorklistTicket};
pub use view::{WorklistEntry, WorklistView};
