//! The Portal's listener: pages for people, and the same actions as JSON for the operator.

mod operator;
mod pages;
mod routes;

pub(crate) use routes::router;
