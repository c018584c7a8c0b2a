//! A sample: a mod.rs that defines things.

mod table;
pub use table::Table;
pub struct Chair;

impl Chair {}

#[derive(Debug)]
pub enum Door {
    Open,
}

#[cfg(test)]
mod tests {}
