//! The part of a list that is wanted, and the part that was found.

/// The part of a list that is wanted (ORD-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageRequest {
    /// The number of the page, from 1.
    pub(crate) page: i64,
    /// The greatest number of items on a page.
    pub(crate) size: i64,
    /// The newest row that counts: rows that arrive later are left out.
    pub(crate) as_of: i64,
}

impl PageRequest {
    /// The first `size` items of the list as it is now.
    pub(crate) const fn first(size: i64) -> Self {
        Self { page: 1, size, as_of: i64::MAX }
    }
}

/// One page of a list.
#[derive(Debug, Clone)]
pub(crate) struct ListPage<T> {
    /// The items of the page.
    pub(crate) items: Vec<T>,
    /// The number of items on all pages.
    pub(crate) total: i64,
    /// The request that the page answers.
    pub(crate) request: PageRequest,
    /// The newest row of the list when its first page was read.
    pub(crate) as_of: i64,
}

impl<T> ListPage<T> {
    /// The same page with the items that `each` makes of them; the first error ends it.
    pub(crate) fn try_map<U, E>(
        self,
        each: impl FnMut(T) -> Result<U, E>,
    ) -> Result<ListPage<U>, E> {
        let Self { items, total, request, as_of } = self;
        let items = items.into_iter().map(each).collect::<Result<_, _>>()?;
        Ok(ListPage { items, total, request, as_of })
    }
}
