//! Each line with a path has one arrow, the tests have none.

use crate::inner::Fancy;
use crate::{Shown as Seen, inner::{self, Colour::*}};
use std::fmt::Debug;

use super::inner::*;

pub struct Holder(crate::made::Made);

fn through_a_module() {
    inner::paint();
}

fn through_a_glob() -> Option<Colour> {
    use self::inner as local;
    println!("{:?}", local::paint());
    None
}

fn in_tokens() {
    json!({ "a": crate::inner::paint() });
}

fn a_variable(paint: u8) -> u8 {
    paint
}

#[cfg(test)]
mod tests {
    use crate::inner::Shown;
}

#[cfg(test)]
use crate::made::Made;
