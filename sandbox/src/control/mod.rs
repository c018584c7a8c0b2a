//! Background control: expiry of sessions, waiting for deliveries, and rate limits.

mod drain;
mod limiter;
mod sweeper;

pub(crate) use drain::drain;
pub(crate) use limiter::Limiter;
pub(crate) use sweeper::sweep;
