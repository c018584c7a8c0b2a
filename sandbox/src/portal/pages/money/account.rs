//! `/accounts/{accountId}`: an account, its ledger and its latest orders.

use askama::Template;

use super::rows::{Holdings, OrderRow, OwnerLink, signed};
use super::virtual_ibans::VibanRow;
use crate::domain::account::{Account, Purpose};
use crate::domain::clock::Moment;
use crate::http::query::ListUrl;
use crate::listing::PageRequest;
use crate::portal::pages::frame::{ACCOUNTS, Frame};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::SignedIn;
use crate::portal::pages::shown::{Stamp, end_of};
use crate::store::{CryptoAddress, LedgerLine, LedgerOrder};

/// The number of orders that are shown beside the ledger.
const LAST_ORDERS: i64 = 10;
/// At most this many virtual IBANs and addresses are shown.
const MOST_WAYS_IN: i64 = 30;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    id: String,
    label: String,
    currency: &'static str,
    purpose: Option<&'static str>,
    owner: OwnerLink,
    owner_id: String,
    holds: Holdings,
    lines: Vec<LedgerRow>,
    pager: Pager,
    orders: Vec<OrderRow>,
    vibans: Vec<VibanRow>,
    addresses: Vec<AddressRow>,
}

struct LedgerRow {
    id: String,
    id_end: String,
    posted_at: Stamp,
    kind: &'static str,
    order: String,
    end: String,
    reference: String,
    amount: String,
    balance: String,
}

impl LedgerRow {
    fn of((entry, order): &LedgerLine, account: &Account, now: Moment) -> Self {
        Self {
            id: entry.id.to_string(),
            id_end: end_of(&entry.id.to_string()),
            posted_at: Stamp::new(entry.created_at, now),
            kind: order.order_type().display(),
            order: order.id.to_string(),
            end: end_of(&order.id.to_string()),
            reference: order.reference.clone(),
            amount: signed(account.currency, entry.amount),
            balance: signed(account.currency, entry.running_balance).replace('+', ""),
        }
    }
}

struct AddressRow {
    currency: &'static str,
    network: &'static str,
    address: String,
    created_at: Stamp,
}

impl AddressRow {
    fn of(made: CryptoAddress, now: Moment) -> Self {
        Self {
            currency: made.currency.code(),
            network: made.network.code(),
            address: made.address,
            created_at: Stamp::new(made.created_at, now),
        }
    }
}

/// `GET /accounts/{accountId}` (LED-1)
pub(super) async fn show(who: SignedIn, url: ListUrl) -> PageResult {
    let (id, request) = (who.id(0)?, url.page()?);
    let (frame, now) = (who.frame(ACCOUNTS), who.now);
    let found = who.read(move |scope| {
        let account = scope.account(id)?;
        let ledger = scope.ledger_page(id, request, LedgerOrder::NewestFirst)?;
        let orders = scope.last_orders(id, LAST_ORDERS)?;
        let vibans = scope.vibans(&account, PageRequest::first(MOST_WAYS_IN))?.items;
        let addresses = scope.addresses(&account, MOST_WAYS_IN)?;
        let orders = orders.iter().map(|order| OrderRow::of(scope, order, now));
        let lines = ledger.items.iter().map(|line| LedgerRow::of(line, &account, now));
        Ok(AccountPage {
            frame,
            id: id.to_string(),
            label: account.label.clone(),
            currency: account.currency.code(),
            purpose: account.purpose.map(Purpose::code),
            owner: scope.owner(&account)?.into(),
            owner_id: account.user.to_string(),
            holds: Holdings::of(&account),
            lines: lines.collect(),
            pager: Pager::of(&url, &ledger),
            orders: orders.collect::<Result<_, _>>()?,
            vibans: vibans.into_iter().map(|viban| VibanRow::of(viban, &account, now)).collect(),
            addresses: addresses.into_iter().map(|made| AddressRow::of(made, now)).collect(),
        })
    });
    HtmlPage::portal(&found.await?)
}
