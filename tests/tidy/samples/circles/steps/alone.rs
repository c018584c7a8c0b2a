//! Imports the circle and is not in it; its test imports itself by another file.

use crate::one::One;

pub struct Alone(One);
