//! Time: what becomes due, waiting until nothing is pending, and how often somebody may ask.

mod drain;
mod limiter;
mod sweeper;

pub(crate) use drain::drain;
pub(crate) use limiter::Limiter;
pub(crate) use sweeper::sweep;
