//! A row.

pub struct Row;
