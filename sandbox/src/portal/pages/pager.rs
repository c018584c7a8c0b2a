//! Links to the neighbouring pages of a list.

use super::frame::DONE;
use crate::http::query::ListUrl;
use crate::listing::ListPage;

/// The place of a page in its list, with links to its neighbours (ORD-3).
pub(super) struct Pager {
    /// The number of the page, from 1.
    pub(super) page: i64,
    /// The number of pages.
    pub(super) pages: i64,
    /// The number of items on all pages.
    pub(super) total: i64,
    /// The address of the previous page.
    pub(super) previous: Option<String>,
    /// The address of the next page.
    pub(super) next: Option<String>,
    /// The parameters that every page of the list has.
    pub(super) wishes: Vec<(String, String)>,
}

impl Pager {
    /// The place of the page that `url` requested; its links repeat no notice.
    pub(super) fn of<T>(url: &ListUrl, page: &ListPage<T>) -> Self {
        let told = url.without(DONE).pagination(page);
        let address = |name: &str| told[name].as_str().map(str::to_owned);
        Self {
            page: page.request.page,
            pages: told["numPages"].as_i64().unwrap_or_default(),
            total: told["total"].as_i64().unwrap_or_default(),
            previous: address("previous"),
            next: address("next"),
            wishes: url.without(DONE).without("page").parameters().to_vec(),
        }
    }

    /// Tells if the list has more than one page.
    pub(super) fn is_needed(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}
