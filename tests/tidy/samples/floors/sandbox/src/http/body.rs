//! A body.

use crate::store::Row;

pub struct Body(Row);
