//! Search of accounts in the Portal, and the owners of accounts.

use super::accounts::{COLUMNS, account_of};
use super::error::Result;
use super::page::Listing;
use super::transaction::Scope;
use crate::domain::account::Account;
use crate::domain::user::User;
use crate::listing::{ListPage, PageRequest};

/// The name of a user, as an SQL expression.
const NAME: &str = "coalesce(json_extract(profile, '$.company.legalName'), \
     json_extract(profile, '$.name') || ' ' || json_extract(profile, '$.surname'))";

/// A search of accounts.
#[derive(Debug, Default)]
pub(crate) struct AccountSearch {
    /// Text that the id, label, owner or a virtual IBAN must contain, in upper or lower case; empty for all.
    pub(crate) text: String,
    /// Code of their currency; empty for all.
    pub(crate) currency: String,
}

/// The owner of an account.
#[derive(Debug)]
pub(crate) enum Owner {
    /// The merchant itself, with its name.
    Merchant(String),
    /// A user.
    User(Box<User>),
}

impl Scope<'_> {
    /// The accounts of all users and the merchant's own, newest first.
    pub(crate) fn find_accounts(
        &self,
        search: &AccountSearch,
        request: PageRequest,
    ) -> Result<ListPage<Account>> {
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
            let numbers = "id IN (SELECT account_id FROM vibans WHERE merchant_id = ? \
                 AND instr(lower(account_number), lower(replace(?, ' ', ''))) > 0)";
            listing.condition =
                format!("{} AND ({places} OR {owners} OR {numbers})", listing.condition);
            listing.parameters.extend((0..3).map(|_| search.text.clone().into()));
            for _ in 0..2 {
                listing.parameters.extend([self.id.0.into(), search.text.clone().into()]);
            }
        }
        listing.page(self.conn(), request, account_of)
    }

    /// The owner of the account.
    pub(crate) fn owner(&self, account: &Account) -> Result<Owner> {
        if account.purpose.is_some() {
            return Ok(Owner::Merchant(self.merchant()?.name));
        }
        Ok(Owner::User(Box::new(self.user(account.user)?)))
    }
}
