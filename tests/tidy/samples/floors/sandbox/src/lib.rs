//! A sample: arrows that go upward.

mod api;
mod cellar;
mod domain;
mod http;
mod portal;
mod store;
