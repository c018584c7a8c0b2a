//! The second file.

pub struct Two(Box<super::three::Three>);
