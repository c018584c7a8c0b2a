//! Background control: expiry of sessions, waiting for deliveries, rate limits, and open page
//! streams.

mod drain;
mod limiter;
mod open_pages;
mod sweeper;

pub(crate) use drain::drain;
pub(crate) use limiter::Limiter;
pub(crate) use open_pages::OpenPages;
pub(crate) use sweeper::sweep;
