//! The rehearsal: what a run asks of the Portal and of its people, before it begins.

mod needs;

pub use needs::needs_of;
