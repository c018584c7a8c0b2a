//! Payins.

use crate::portal::Page;

pub fn show(_: Page) {}
