//! The third file.

use crate::one::One;

pub struct Three(One);
