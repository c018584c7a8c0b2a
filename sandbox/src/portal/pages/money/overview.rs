//! `/`: totals, a chart of the latest orders, failed deliveries, and the first things to do.

use askama::Template;

use super::chart::{Chart, DAYS};
use crate::domain::money::{Amount, Currency, Money};
use crate::portal::pages::frame::{Frame, OVERVIEW};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::session::SignedIn;
use crate::store::{Beginnings, Total, Troubles};

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    frame: Frame,
    api_code: String,
    begun: Beginnings,
    totals: Vec<TotalRow>,
    chart: Chart,
    troubles: Troubles,
}

impl Overview {
    /// True once the first steps of an integration are done.
    fn is_under_way(&self) -> bool {
        let Beginnings { key, webhook, user, account, order } = self.begun;
        key && webhook && user && account && order
    }
}

struct TotalRow {
    whose: &'static str,
    accounts: i64,
    balance: String,
    pending_in: String,
    pending_out: String,
}

fn shown(currency: Currency, amount: Option<Amount>) -> String {
    let most = Money::new(currency, amount.unwrap_or(Amount::MAX));
    if amount.is_none() { format!("more than {most}") } else { most.to_string() }
}

impl From<Total> for TotalRow {
    fn from(total: Total) -> Self {
        let shown = |amount| shown(total.currency, amount);
        Self {
            whose: if total.is_own { "Your own" } else { "Users" },
            accounts: total.accounts,
            balance: shown(total.balance),
            pending_in: shown(total.pending_in),
            pending_out: shown(total.pending_out),
        }
    }
}

/// `GET /`
pub(super) async fn show(who: SignedIn) -> PageResult {
    let frame = who.frame(OVERVIEW);
    let found = who.read(move |scope| {
        let (first_day, counts) = scope.orders_by_day(DAYS)?;
        Ok(Overview {
            frame,
            api_code: scope.merchant()?.api_code,
            begun: scope.beginnings()?,
            totals: scope.totals()?.into_iter().map(TotalRow::from).collect(),
            chart: Chart::of(first_day, &counts),
            troubles: scope.delivery_troubles()?,
        })
    });
    HtmlPage::portal(&found.await?)
}
