//! `/ledger`: the entries of all accounts, newest first.

use askama::Template;

use super::rows::{OwnerLink, signed};
use crate::domain::clock::Moment;
use crate::domain::money::Currency;
use crate::http::problem::Problem;
use crate::http::query::ListUrl;
use crate::portal::pages::frame::{Frame, LEDGER};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::SignedIn;
use crate::portal::pages::shown::{Stamp, end_of};
use crate::store::{LedgerLine, Scope};

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    frame: Frame,
    rows: Vec<EntryRow>,
    pager: Pager,
}

/// An entry with its account and order.
struct EntryRow {
    id: String,
    id_end: String,
    posted_at: Stamp,
    account: String,
    label: String,
    owner: OwnerLink,
    order: String,
    kind: &'static str,
    end: String,
    amount: String,
    balance: String,
}

impl EntryRow {
    fn of(scope: &Scope<'_>, line: &LedgerLine, now: Moment) -> Result<Self, Problem> {
        let (entry, order) = line;
        let account = scope.account(entry.account)?;
        let shown = |amount| with_code(account.currency, &signed(account.currency, amount));
        Ok(Self {
            id: entry.id.to_string(),
            id_end: end_of(&entry.id.to_string()),
            posted_at: Stamp::new(entry.created_at, now),
            account: account.id.to_string(),
            label: account.label.clone(),
            owner: scope.owner(&account)?.into(),
            order: order.id.to_string(),
            kind: order.order_type().display(),
            end: end_of(&order.id.to_string()),
            amount: shown(entry.amount),
            balance: shown(entry.running_balance).replace('+', ""),
        })
    }
}

fn with_code(currency: Currency, digits: &str) -> String {
    format!("{} {digits}", currency.code())
}

/// `GET /ledger` (LED-1)
pub(super) async fn list(who: SignedIn, url: ListUrl) -> PageResult {
    let (request, now) = (url.page()?, who.now);
    let found = who.read(move |scope| {
        let page = scope.whole_ledger(request)?;
        let rows = page.items.iter().map(|line| EntryRow::of(scope, line, now));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        Ok((page, rows))
    });
    let (page, rows) = found.await?;
    let pager = Pager::of(&url, &page);
    HtmlPage::portal(&LedgerPage { frame: who.frame(LEDGER), rows, pager })
}
