//! Requests for lists that have more than filters and a page.

use super::fields::{OrderField, OwnAccountField};
use super::filter::Filter;
use super::page::PageRequest;

/// The direction in which an order moves money of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The account is credited.
    In,
    /// The account is debited.
    Out,
}

/// A request for orders (ORD-3).
#[derive(Debug, Clone)]
pub(crate) struct OrderQuery {
    /// Conditions that all must hold.
    pub(crate) filters: Vec<Filter<OrderField>>,
    /// The direction of the wanted orders of an account; without it both are wanted.
    pub(crate) direction: Option<Direction>,
    /// True if the newest order comes first.
    pub(crate) newest_first: bool,
    /// The part of the list.
    pub(crate) page: PageRequest,
}

/// A request for the merchant's own accounts (MER-1).
#[derive(Debug)]
pub(crate) struct OwnAccountQuery {
    /// Conditions that all must hold.
    pub(crate) filters: Vec<Filter<OwnAccountField>>,
    /// A text that id, alias or currency contains in upper or lower case.
    pub(crate) search: Option<String>,
    /// The fields to sort by, each with true for descending; equal rows stay in order of age.
    pub(crate) sort: Vec<(OwnAccountField, bool)>,
}
