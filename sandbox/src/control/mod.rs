//! Time: what becomes due, and waiting until nothing is pending.

mod drain;
mod sweeper;

pub(crate) use drain::drain;
pub(crate) use sweeper::sweep;
