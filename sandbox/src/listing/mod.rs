//! Requests for a part of a list, and that part: plain data between HTTP and the store.

mod fields;
mod filter;
mod page;
mod queries;

pub(crate) use fields::{DeliveryField, KybField, OrderField, OwnAccountField};
pub(crate) use filter::{Comparison, Filter, FilterField, FilterKind, FilterValue};
pub(crate) use page::{ListPage, PageRequest};
pub(crate) use queries::{Direction, OrderQuery, OwnAccountQuery};
