//! Phrases of orders.

use crate::world::people::Person;

pub fn order(_: Person) {}
