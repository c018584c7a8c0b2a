//! Items, and a path through `super`.

use super::deep::Shown;

pub struct Plain(pub Shown);
