//! Books.

use crate::portal::act;

pub fn look() { act() }
