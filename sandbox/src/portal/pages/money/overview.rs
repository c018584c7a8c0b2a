//! `/`: totals, a chart of the latest orders, failed deliveries, and the first things to do.

use askama::Template;

use super::chart::{Chart, DAYS};
use crate::domain::money::{Amount, Currency, Money};
use crate::portal::pages::frame::{Frame, OVERVIEW};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::session::SignedIn;
use crate::store::{Beginnings, Total, Troubles};

/// The commands of the first steps, with places for the address of the API and the `api_code`.
const FIRST_COMMANDS: &str = include_str!("../../../../templates/first_commands.sh");

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    frame: Frame,
    api_code: String,
    api_url: String,
    begun: Beginnings,
    totals: Vec<TotalRow>,
    chart: Chart,
    troubles: Troubles,
}

impl Overview {
    /// True once the first steps of an integration are done.
    fn is_under_way(&self) -> bool {
        let Beginnings { key, webhook, user, account, verified, order, payout } = self.begun;
        key && webhook && user && account && verified && order && payout
    }

    /// The commands that log in and create a user.
    fn commands(&self) -> String {
        let Self { api_url, api_code, .. } = self;
        FIRST_COMMANDS.replace("{api_url}", api_url).replace("{api_code}", api_code)
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
    let (frame, api_url) = (who.frame(OVERVIEW), who.app.api_url.clone());
    let found = who.read(move |scope| {
        let (first_day, counts) = scope.orders_by_day(DAYS)?;
        Ok(Overview {
            frame,
            api_code: scope.merchant()?.api_code,
            api_url,
            begun: scope.beginnings()?,
            totals: scope.totals()?.into_iter().map(TotalRow::from).collect(),
            chart: Chart::of(first_day, &counts),
            troubles: scope.delivery_troubles()?,
        })
    });
    HtmlPage::portal(&found.await?)
}
