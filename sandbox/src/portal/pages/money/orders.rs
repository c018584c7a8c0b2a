//! `/orders`: all orders, newest first.

use askama::Template;

use super::rows::{Choice, OrderRow};
use crate::domain::order::{OrderState, OrderType};
use crate::http::query::ListUrl;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{Frame, ORDERS};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::SignedIn;
use crate::store::OrderSearch;

/// The parameters of the search.
const WISHES: [&str; 4] = ["search", "state", "type", "account"];

#[derive(Template)]
#[template(path = "orders.html")]
struct OrdersPage {
    frame: Frame,
    typed: FilledForm,
    states: Vec<Choice>,
    types: Vec<Choice>,
    orders: Vec<OrderRow>,
    pager: Pager,
}

impl OrdersPage {
    fn is_searched(&self) -> bool {
        WISHES.iter().any(|name| !self.typed.value(name).is_empty())
    }
}

/// `GET /orders` (ORD-1)
pub(super) async fn list(who: SignedIn, url: ListUrl) -> PageResult {
    let request = url.page()?;
    let said = |name: &str| url.text(name).to_owned();
    let search = OrderSearch {
        state: said("state"),
        order_type: said("type"),
        account: said("account"),
        text: said("search"),
    };
    let typed = WISHES.map(|name| (name, said(name)));
    let found = who.read(move |scope| Ok(scope.find_orders(&search, request)?));
    let page = found.await?;
    let kinds = OrderType::ALL.map(|kind| Choice::new(kind.code(), kind.display()));
    HtmlPage::portal(&OrdersPage {
        frame: who.frame(ORDERS),
        typed: FilledForm::prefilled(typed),
        states: Choice::any_or(OrderState::ALL.map(OrderState::code)),
        types: std::iter::once(Choice::new("", "Any")).chain(kinds).collect(),
        orders: page.items.iter().map(|order| OrderRow::of(order, who.now)).collect(),
        pager: Pager::of(&url, &page),
    })
}
