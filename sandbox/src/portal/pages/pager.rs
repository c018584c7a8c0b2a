//! Where the neighbouring pages of a list are.

use super::frame::DONE;
use crate::http::query::ListUrl;
use crate::listing::ListPage;

/// Which page of a list this is, and how to get to the others.
pub(super) struct Pager {
    /// From 1.
    pub(super) page: i64,
    /// How many pages there are.
    pub(super) pages: i64,
    /// How many items there are on all of them.
    pub(super) total: i64,
    /// The address of the page before.
    pub(super) previous: Option<String>,
    /// The address of the page behind.
    pub(super) next: Option<String>,
}

impl Pager {
    /// Of the page that `url` asked for; what was just done is told once.
    pub(super) fn of<T>(url: &ListUrl, page: &ListPage<T>) -> Self {
        let told = url.without(DONE).pagination(page);
        let address = |name: &str| told[name].as_str().map(str::to_owned);
        Self {
            page: page.request.page,
            pages: told["numPages"].as_i64().unwrap_or_default(),
            total: told["total"].as_i64().unwrap_or_default(),
            previous: address("previous"),
            next: address("next"),
        }
    }

    /// Whether there is another page at all.
    pub(super) fn is_needed(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}
