//! Pages of a list, which stay the same while new rows arrive (ORD-3).

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::error::Result;
use super::filter::Filter;

/// The part of a list that is requested (ORD-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageRequest {
    /// Number of the page, from 1.
    pub(crate) page: i64,
    /// Upper bound of items on the page.
    pub(crate) size: i64,
    /// Rows that are newer than this one are left out.
    pub(crate) as_of: i64,
}

/// One part of a list.
#[derive(Debug, Clone)]
pub(crate) struct Page<T> {
    /// The items of the page.
    pub(crate) items: Vec<T>,
    /// Number of items on all pages.
    pub(crate) total: i64,
    /// The newest row of the list when its first page was read.
    pub(crate) as_of: i64,
}

impl<T> Page<T> {
    /// Replaces each item.
    pub(super) fn try_map<U>(self, each: impl FnMut(T) -> Result<U>) -> Result<Page<U>> {
        let items = self.items.into_iter().map(each).collect::<Result<_>>()?;
        Ok(Page { items, total: self.total, as_of: self.as_of })
    }
}

/// The rows of a table that belong to a list.
pub(super) struct Listing<'a> {
    pub(super) table: &'a str,
    pub(super) columns: &'a str,
    /// The condition and its positional parameters.
    pub(super) condition: String,
    pub(super) parameters: Vec<Value>,
    pub(super) newest_first: bool,
}

impl Listing<'_> {
    /// Leaves out rows that do not match every filter.
    pub(super) fn filter(&mut self, filters: &[Filter]) {
        for filter in filters {
            self.condition.push_str(" AND ");
            self.condition.push_str(&filter.condition());
            self.parameters.push(filter.value.clone());
        }
    }

    /// Reads one page.
    pub(super) fn page<T>(
        self,
        conn: &Connection,
        request: PageRequest,
        item: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Page<T>> {
        let Self { table, columns, condition, mut parameters, newest_first } = self;
        parameters.push(request.as_of.into());
        let counted = format!(
            "SELECT count(*), coalesce(max(seq), 0) FROM {table} WHERE {condition} AND seq <= ?"
        );
        let (total, newest): (i64, i64) = conn
            .prepare_cached(&counted)?
            .query_row(params_from_iter(&parameters), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let order = if newest_first { "DESC" } else { "ASC" };
        let listed = format!(
            "SELECT {columns} FROM {table} WHERE {condition} AND seq <= ? \
             ORDER BY seq {order} LIMIT ? OFFSET ?"
        );
        parameters.push(request.size.into());
        parameters.push((request.page - 1).saturating_mul(request.size).into());
        let items = conn
            .prepare_cached(&listed)?
            .query_map(params_from_iter(&parameters), item)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Page { items, total, as_of: request.as_of.min(newest) })
    }
}
