//! Pages of a list, which stay the same while new rows arrive (ORD-3).

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::error::Result;
use super::filter::{Column, condition};
use crate::listing::{Filter, ListPage, PageRequest};

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
    pub(super) fn filter<F: Column>(&mut self, filters: &[Filter<F>]) {
        for filter in filters {
            let (condition, value) = condition(filter);
            self.condition.push_str(" AND ");
            self.condition.push_str(&condition);
            self.parameters.push(value);
        }
    }

    /// Reads one page.
    pub(super) fn page<T>(
        self,
        conn: &Connection,
        request: PageRequest,
        item: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<ListPage<T>> {
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
        Ok(ListPage { items, total, request, as_of: request.as_of.min(newest) })
    }
}
