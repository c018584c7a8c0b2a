//! Money.

use crate::store::Row;

pub struct Money(Row);
