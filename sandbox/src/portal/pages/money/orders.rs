//! `/orders`: all orders, newest first.

use askama::Template;

use super::rows::{Choice, OrderRow};
use crate::domain::clock::{Moment, Span};
use crate::domain::money::Currency;
use crate::domain::order::{OrderState, OrderType};
use crate::http::query::ListUrl;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{Frame, ORDERS};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::SignedIn;
use crate::portal::pages::typed_number::typed_charge;
use crate::store::OrderSearch;

/// The parameters of the search.
const WISHES: [&str; 8] =
    ["search", "state", "type", "account", "from", "until", "amount", "currency"];

#[derive(Template)]
#[template(path = "orders.html")]
struct OrdersPage {
    frame: Frame,
    typed: FilledForm,
    states: Vec<Choice>,
    types: Vec<Choice>,
    currencies: Vec<Choice>,
    orders: Vec<OrderRow>,
    pager: Pager,
}

impl OrdersPage {
    fn is_searched(&self) -> bool {
        WISHES.iter().any(|name| !self.typed.value(name).is_empty())
    }
}

/// Reads the search; a wish that cannot be read is noted in `typed` and left out.
fn search_of(url: &ListUrl, typed: &mut FilledForm) -> OrderSearch {
    let said = |name: &str| url.text(name).to_owned();
    let mut fault = |name: &str, fault: &'static str| {
        *typed = std::mem::take(typed).with_fault(name, fault);
    };
    let mut day = |name: &str, after: i64| {
        let text = said(name);
        let day = Moment::parse(&format!("{text}T00:00:00.000Z"));
        if day.is_none() && !text.is_empty() {
            fault(name, "Type a date such as 2026-05-10.");
        }
        day.map(|day| day.plus(Span::days(after)))
    };
    let (from, until) = (day("from", 0), day("until", 1));
    let amount = Some(said("amount"))
        .filter(|text| !text.is_empty())
        .and_then(|text| typed_charge(&text).map_err(|wrong| fault("amount", wrong)).ok());
    OrderSearch {
        state: said("state"),
        order_type: said("type"),
        account: said("account"),
        currency: said("currency"),
        amount,
        from,
        until,
        text: said("search"),
    }
}

/// `GET /orders` (ORD-1)
pub(super) async fn list(who: SignedIn, url: ListUrl) -> PageResult {
    let (request, now) = (url.page()?, who.now);
    let mut typed = FilledForm::prefilled(WISHES.map(|name| (name, url.text(name).to_owned())));
    let search = search_of(&url, &mut typed);
    let found = who.read(move |scope| {
        let page = scope.find_orders(&search, request)?;
        let rows = page.items.iter().map(|order| OrderRow::of(scope, order, now));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        Ok((page, rows))
    });
    let (page, orders) = found.await?;
    let kinds = OrderType::ALL.map(|kind| Choice::new(kind.code(), kind.display()));
    HtmlPage::portal(&OrdersPage {
        frame: who.frame(ORDERS),
        typed,
        states: Choice::any_or(OrderState::ALL.map(OrderState::code)),
        types: std::iter::once(Choice::new("", "Any")).chain(kinds).collect(),
        currencies: Choice::any_or(Currency::ALL.map(Currency::code)),
        orders,
        pager: Pager::of(&url, &page),
    })
}
