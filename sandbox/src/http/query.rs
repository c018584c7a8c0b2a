//! Query parameters of lists: pages, order and filters (ORD-3).

use std::ops::RangeInclusive;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use serde_json::{Map, Value, json};

use super::fields::FieldErrors;
use super::filters::{is_whole_number, pointer_to, read_filters};
use crate::domain::money::Amount;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::listing::{
    DeliveryField, Direction, Filter, FilterField, KybField, ListPage, OrderQuery, OwnAccountField,
    OwnAccountQuery, PageRequest,
};

/// The greatest number of a page, which every JSON parser reads exactly.
const MAX_PAGE: i64 = Amount::MAX.minor();
/// The greatest anchor, with fifteen digits; there are fewer rows than that.
const MAX_AS_OF: i64 = 999_999_999_999_999;
const DEFAULT_SIZE: i64 = 30;
const MAX_SIZE: i64 = 100;

/// The path and the query parameters of a request for a list.
pub(crate) struct ListUrl {
    path: String,
    parameters: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequestParts<S> for ListUrl {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, state).await?;
        let query = uri.query().unwrap_or("").as_bytes();
        let parameters = form_urlencoded::parse(query).into_owned().collect();
        Ok(Self { path: uri.path().to_owned(), parameters })
    }
}

impl ListUrl {
    /// All query parameters.
    pub(crate) fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// The value of `name` without surrounding blanks; empty if it is missing.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.last(name).unwrap_or_default().trim()
    }

    /// Tells if the list is wanted in pages.
    pub(crate) fn asks_for_page(&self) -> bool {
        ["page", "pageSize"].into_iter().any(|name| self.last(name).is_some())
    }

    /// The requested page (ORD-3).
    pub(crate) fn page(&self) -> Result<PageRequest, Refusal> {
        let errors = FieldErrors::default();
        let page = self.read_page(&errors);
        errors.finish(page)
    }

    /// The requested orders; only the orders of an account can be filtered by `direction` (ORD-3).
    pub(crate) fn orders(&self, of_account: bool) -> Result<OrderQuery, Refusal> {
        let errors = FieldErrors::default();
        let page = self.read_page(&errors);
        let newest_first = self.read_sort(&errors);
        let (directions, others): (Vec<_>, Vec<_>) =
            self.parameters.iter().partition(|(name, _)| is_direction(name));
        let mut direction = None;
        for (name, value) in directions {
            direction = read_direction(name, value, of_account, &errors);
        }
        let filters = read_filters(others.into_iter(), &errors);
        let query = page.zip(newest_first).map(|(page, newest_first)| OrderQuery {
            filters,
            direction,
            newest_first,
            page,
        });
        errors.finish(query)
    }

    /// Removes empty parameters, which forms send for filters that were left open.
    pub(crate) fn without_blanks(mut self) -> Self {
        self.parameters.retain(|(_, value)| !value.trim().is_empty());
        self
    }

    /// A copy without the parameter `name`.
    pub(crate) fn without(&self, name: &str) -> Self {
        let others = self.parameters.iter().filter(|(known, _)| known != name);
        Self { path: self.path.clone(), parameters: others.cloned().collect() }
    }

    /// The value of `name`; empty if it is missing.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.last(name).unwrap_or_default()
    }

    /// The requested deliveries.
    pub(crate) fn deliveries(&self) -> Result<(Vec<Filter<DeliveryField>>, PageRequest), Refusal> {
        self.filtered()
    }

    /// The requested KYB sessions.
    pub(crate) fn kyb_sessions(&self) -> Result<(Vec<Filter<KybField>>, PageRequest), Refusal> {
        self.filtered()
    }

    fn filtered<F: FilterField>(&self) -> Result<(Vec<Filter<F>>, PageRequest), Refusal> {
        let errors = FieldErrors::default();
        let page = self.read_page(&errors);
        let filters = read_filters(self.parameters.iter(), &errors);
        errors.finish(page.map(|page| (filters, page)))
    }

    /// The requested own accounts of the merchant (MER-1).
    pub(crate) fn own_accounts(&self) -> Result<OwnAccountQuery, Refusal> {
        let errors = FieldErrors::default();
        let sort = self.last("sort").map_or(Some(vec![]), |wish| read_own_sort(wish, &errors));
        let filters = read_filters(self.parameters.iter(), &errors);
        let search = self.last("search").map(str::to_owned);
        errors.finish(sort.map(|sort| OwnAccountQuery { filters, search, sort }))
    }

    /// The value of a form's field; None if it was left empty.
    pub(crate) fn choice(&self, name: &str) -> Option<&str> {
        self.last(name).map(str::trim).filter(|text| !text.is_empty())
    }

    fn last(&self, name: &str) -> Option<&str> {
        self.parameters.iter().rev().find(|(known, _)| known == name).map(|(_, v)| v.as_str())
    }

    fn read_page(&self, errors: &FieldErrors) -> Option<PageRequest> {
        let page = self.number("page", 1..=MAX_PAGE, 1, errors);
        let size = self.number("pageSize", 1..=MAX_SIZE, DEFAULT_SIZE, errors);
        // Without `asOf` the list is read as it is now.
        let as_of = self.number("asOf", 0..=MAX_AS_OF, i64::MAX, errors)?;
        Some(PageRequest { page: page?, size: size?, as_of })
    }

    fn number(
        &self,
        name: &str,
        range: RangeInclusive<i64>,
        default: i64,
        errors: &FieldErrors,
    ) -> Option<i64> {
        let Some(text) = self.last(name) else { return Some(default) };
        let number = text.parse().ok().filter(|number| range.contains(number));
        let (code, detail) = match number {
            // The parser also reads a plus, which no number here has.
            Some(number) if is_whole_number(text) => return Some(number),
            _ if is_whole_number(text) => {
                let (min, max) = range.into_inner();
                (FieldCode::OutOfRange, format!("must be from {min} to {max}"))
            }
            _ => (FieldCode::WrongType, "must be a whole number".to_owned()),
        };
        errors.add(&pointer_to(name), code, &detail);
        None
    }

    fn read_sort(&self, errors: &FieldErrors) -> Option<bool> {
        match self.last("sort") {
            None | Some("-createdAt") => Some(true),
            Some("createdAt") => Some(false),
            Some(_) => {
                let detail = "must be createdAt or -createdAt";
                errors.add("/sort", FieldCode::UnknownValue, detail);
                None
            }
        }
    }

    /// A page of a list as JSON: the items under `name`, and the place of the page (ORD-3).
    pub(crate) fn listed<T>(
        &self,
        name: &str,
        page: &ListPage<T>,
        view: impl FnMut(&T) -> Value,
    ) -> Value {
        let mut listed = Map::new();
        listed.insert(name.to_owned(), page.items.iter().map(view).collect());
        listed.insert("pagination".to_owned(), self.pagination(page));
        listed.into()
    }

    /// The page's number, size, total and links; links carry `asOf`, so that later orders do not
    /// shift the pages (ORD-3).
    pub(crate) fn pagination<T>(&self, page: &ListPage<T>) -> Value {
        let PageRequest { page: number, size, .. } = page.request;
        let pages = page.total.saturating_add(size - 1) / size;
        let link = |number: i64| (1..=pages).contains(&number).then(|| self.link(number, page));
        json!({
            "page": number,
            "pageSize": size,
            "numPages": pages,
            "total": page.total,
            "next": link(number.saturating_add(1)),
            "previous": link(number - 1),
        })
    }

    fn link<T>(&self, number: i64, page: &ListPage<T>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.parameters {
            if name != "page" && name != "asOf" {
                query.append_pair(name, value);
            }
        }
        query.append_pair("page", &number.to_string());
        query.append_pair("asOf", &page.as_of.to_string());
        format!("{}?{}", self.path, query.finish())
    }
}

/// Reads a list of fields such as `alias,-balance`; a minus sorts downwards.
fn read_own_sort(wish: &str, errors: &FieldErrors) -> Option<Vec<(OwnAccountField, bool)>> {
    let mut sort = Vec::<(OwnAccountField, bool)>::new();
    for part in wish.split(',') {
        let (name, is_descending) = part.strip_prefix('-').map_or((part, false), |n| (n, true));
        let field = OwnAccountField::SORTABLE.into_iter().find(|field| field.name() == name);
        let Some(field) = field else {
            let detail = "must be of alias, balance, pendingIn and pendingOut";
            errors.add("/sort", FieldCode::UnknownValue, detail);
            return None;
        };
        if sort.iter().any(|(other, _)| *other == field) {
            errors.add("/sort", FieldCode::NotAllowed, "names a field twice");
            return None;
        }
        sort.push((field, is_descending));
    }
    Some(sort)
}

fn is_direction(name: &str) -> bool {
    name == "direction" || name.starts_with("direction_")
}

fn read_direction(
    name: &str,
    value: &str,
    of_account: bool,
    errors: &FieldErrors,
) -> Option<Direction> {
    let negated = match name {
        _ if !of_account => None,
        "direction" | "direction_eq" => Some(false),
        "direction_neq" => Some(true),
        _ => None,
    };
    let Some(negated) = negated else {
        let detail = "direction filters the orders of an account, with eq or neq";
        errors.add(&pointer_to(name), FieldCode::NotAllowed, detail);
        return None;
    };
    match (value, negated) {
        ("IN", false) | ("OUT", true) => Some(Direction::In),
        ("OUT", false) | ("IN", true) => Some(Direction::Out),
        _ => {
            errors.add(&pointer_to(name), FieldCode::UnknownValue, "must be IN or OUT");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::FieldError;

    fn url(query: &str) -> ListUrl {
        let parameters = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        ListUrl { path: "/orders".to_owned(), parameters }
    }

    fn errors(query: &str, of_account: bool) -> Vec<FieldError> {
        match url(query).orders(of_account) {
            Ok(_) => vec![],
            Err(Refusal::Invalid(errors)) => errors,
            Err(other) => panic!("{other}"),
        }
    }

    fn faults(query: &str, of_account: bool) -> Vec<String> {
        errors(query, of_account).into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn a_number_out_of_range_is_named_as_such_however_long_it_is() {
        let (above, below) = (FieldCode::OutOfRange, FieldCode::WrongType);
        for (query, code) in [
            ("page=0", above),
            ("page=-1", above),
            ("page=9007199254740992", above),
            ("page=99999999999999999999", above),
            ("page=-99999999999999999999", above),
            ("pageSize=99999999999999999999", above),
            ("asOf=1000000000000000", above),
            ("amount_eq=99999999999999999999", above),
            ("amount_lt=-1", above),
            ("page=", below),
            ("page=%2B1", below),
            ("page=1.0", below),
            ("page=-", below),
            ("amount_eq=%2B1", below),
            ("amount_eq=much", below),
        ] {
            let codes = errors(query, false).into_iter().map(|error| error.code);
            assert_eq!(codes.collect::<Vec<_>>(), [code], "{query}");
        }
        assert!(faults("page=9007199254740991&asOf=999999999999999", false).is_empty());
    }

    #[test]
    fn an_empty_filter_value_is_refused() {
        for name in ["state_eq", "id_like", "createdAt_gt", "amount_eq", "originCurrency_neq"] {
            assert_eq!(faults(&format!("{name}="), false), [format!("/{name}")]);
        }
        assert!(url("alias_like=").own_accounts().is_err());
        assert!(url("alias_eq=").own_accounts().is_err());
    }

    #[test]
    fn what_is_wrong_is_named_and_what_is_unknown_is_ignored() {
        assert_eq!(faults("page=0&pageSize=101&sort=id", false), ["/page", "/pageSize", "/sort"]);
        assert_eq!(faults("state_eq=DONE&id_eq=x", false), ["/state_eq", "/id_eq"]);
        assert_eq!(faults("state_is=FAILED", false), ["/state_is"]);
        assert_eq!(faults("amount_like=1&state_gt=FAILED", false), ["/amount_like", "/state_gt"]);
        assert_eq!(faults("colour_eq=red", false), ["/colour_eq"]);
        assert!(faults("colour=red&utm_source=x&id_like=%25_", false).is_empty());
    }

    #[test]
    fn the_number_of_filters_is_bounded() {
        let filters = |count: usize| "id_like=a&".repeat(count);
        assert!(faults(&filters(32), false).is_empty());
        assert_eq!(faults(&filters(33), false), ["/id_like"]);
    }

    #[test]
    fn direction_belongs_to_the_orders_of_an_account() {
        assert_eq!(faults("direction=IN", false), ["/direction"]);
        assert_eq!(
            faults("direction_like=IN&direction=UP", true),
            ["/direction_like", "/direction"]
        );
        let query = url("direction_neq=IN").orders(true).unwrap();
        assert_eq!(query.direction, Some(Direction::Out));
    }

    #[test]
    fn own_accounts_are_sorted_by_each_field_once() {
        let sort = |wish: &str| {
            let query = url(&format!("sort={wish}&search=eur&alias_like=%25")).own_accounts();
            query.ok().map(|query| query.sort.iter().map(|(f, down)| (f.name(), *down)).collect())
        };
        assert_eq!(sort("alias,-balance"), Some(vec![("alias", false), ("balance", true)]));
        for bad in ["", "currency", "alias,", "--alias", "alias,-alias"] {
            assert_eq!(sort(bad), None::<Vec<_>>, "{bad}");
        }
    }

    #[test]
    fn links_keep_the_filters_and_carry_the_anchor() {
        let url = url("state_eq=FAILED&page=2&pageSize=10");
        let request = url.page().unwrap();
        let page = ListPage::<()> { items: vec![], total: 21, request, as_of: 77 };
        let links = url.pagination(&page);
        assert_eq!(links["next"], "/orders?state_eq=FAILED&pageSize=10&page=3&asOf=77");
        assert_eq!(links["previous"], "/orders?state_eq=FAILED&pageSize=10&page=1&asOf=77");
        assert_eq!(links["numPages"], 3);
    }
}
