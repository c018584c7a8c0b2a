//! The world.

pub mod people;
