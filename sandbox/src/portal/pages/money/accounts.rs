//! `/accounts`: the accounts of users, and the merchant's own.

use askama::Template;

use super::rows::{Choice, Holdings, OwnerLink};
use crate::domain::account::{Account, Purpose};
use crate::domain::money::Currency;
use crate::http::problem::Problem;
use crate::http::query::ListUrl;
use crate::portal::pages::filled_form::FilledForm;
use crate::portal::pages::frame::{ACCOUNTS, Frame};
use crate::portal::pages::html_page::{HtmlPage, PageResult};
use crate::portal::pages::pager::Pager;
use crate::portal::pages::session::SignedIn;
use crate::store::{AccountSearch, Scope};

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    frame: Frame,
    typed: FilledForm,
    currencies: Vec<Choice>,
    rows: Vec<ListedAccountRow>,
    pager: Pager,
}

impl AccountsPage {
    fn is_searched(&self) -> bool {
        !self.typed.value("search").is_empty() || !self.typed.value("currency").is_empty()
    }
}

struct ListedAccountRow {
    id: String,
    label: String,
    purpose: Option<&'static str>,
    owner: OwnerLink,
    holds: Holdings,
}

impl ListedAccountRow {
    fn of(scope: &Scope<'_>, account: &Account) -> Result<Self, Problem> {
        Ok(Self {
            id: account.id.to_string(),
            label: account.label.clone(),
            purpose: account.purpose.map(Purpose::code),
            owner: scope.owner(account)?.into(),
            holds: Holdings::of(account),
        })
    }
}

/// `GET /accounts`
pub(super) async fn list(who: SignedIn, url: ListUrl) -> PageResult {
    let request = url.page()?;
    let said = |name: &str| url.text(name).to_owned();
    let search = AccountSearch { text: said("search"), currency: said("currency") };
    let typed = ["search", "currency"].map(|name| (name, said(name)));
    let found = who.read(move |scope| {
        let page = scope.find_accounts(&search, request)?;
        let rows = page.items.iter().map(|account| ListedAccountRow::of(scope, account));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        Ok((page, rows))
    });
    let (page, rows) = found.await?;
    HtmlPage::portal(&AccountsPage {
        frame: who.frame(ACCOUNTS),
        typed: FilledForm::prefilled(typed),
        currencies: Choice::any_or(Currency::FIAT.map(Currency::code)),
        rows,
        pager: Pager::of(&url, &page),
    })
}
