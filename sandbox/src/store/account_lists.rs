//! All accounts of a merchant, as people look for them, and whose they are.

use super::accounts::{COLUMNS, account_of};
use super::page::Listing;
use super::{Page, PageRequest, Result, Scope};
use crate::domain::account::Account;
use crate::domain::user::User;

/// What a user is called, in SQL.
const NAME: &str = "coalesce(json_extract(profile, '$.company.legalName'), \
     json_extract(profile, '$.name') || ' ' || json_extract(profile, '$.surname'))";

/// Which accounts are wanted.
#[derive(Debug, Default)]
pub(crate) struct AccountSearch {
    /// What id, label or owner must contain, whatever the case; empty for any.
    pub(crate) text: String,
    /// What they must hold; empty for any.
    pub(crate) currency: String,
}

/// Whose an account is.
#[derive(Debug)]
pub(crate) enum Owner {
    /// The merchant's own, with its name.
    Merchant(String),
    /// A user's.
    User(Box<User>),
}

impl Scope<'_> {
    /// The accounts of all users and the merchant's own, newest first.
    pub(crate) fn find_accounts(
        &self,
        search: &AccountSearch,
        request: PageRequest,
    ) -> Result<Page<Account>> {
        let mut listing = Listing {
            table: "accounts",
            columns: COLUMNS,
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
            newest_first: true,
        };
        if !search.currency.is_empty() {
            listing.condition.push_str(" AND currency = ?");
            listing.parameters.push(search.currency.clone().into());
        }
        if !search.text.is_empty() {
            let found = |place: &str| format!("instr(lower({place}), lower(?)) > 0");
            let places = ["id", "label", "user_id"].map(found).join(" OR ");
            let owners = format!(
                "user_id IN (SELECT id FROM users WHERE merchant_id = ? AND {})",
                found(NAME)
            );
            listing.condition = format!("{} AND ({places} OR {owners})", listing.condition);
            listing.parameters.extend((0..3).map(|_| search.text.clone().into()));
            listing.parameters.extend([self.id.0.into(), search.text.clone().into()]);
        }
        listing.page(self.conn(), request, account_of)
    }

    /// Whose the account is.
    pub(crate) fn owner(&self, account: &Account) -> Result<Owner> {
        if account.purpose.is_some() {
            return Ok(Owner::Merchant(self.merchant()?.name));
        }
        Ok(Owner::User(Box::new(self.user(account.user)?)))
    }
}
