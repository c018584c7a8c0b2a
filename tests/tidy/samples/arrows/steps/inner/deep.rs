//! Items.

pub struct Shown;
pub enum Colour {
    Red,
}
pub fn paint() -> Colour {
    Colour::Red
}
