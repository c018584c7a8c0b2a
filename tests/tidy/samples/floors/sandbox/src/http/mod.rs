//! HTTP.

pub mod body;
