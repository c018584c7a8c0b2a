//! Merchants: creating them with their own accounts, and deleting them.

use super::{accounts, people};
use crate::store::{Merchant, PortalPerson, Result, Scope, Tx};

/// Names in the Portal of a new sandbox, until its owner creates a merchant of another name.
const FIRST_MERCHANT: &str = "My company";
const FIRST_PERSON: &str = "Owner";

/// A new `api_code`.
pub(crate) fn fresh_api_code() -> String {
    format!("mch_{}", hex::encode(rand::random::<[u8; 8]>()))
}

/// Creates a merchant with its own accounts (MER-1).
pub(crate) fn create(tx: &Tx<'_>, name: &str, api_code: &str) -> Result<Merchant> {
    let merchant = tx.insert_merchant(name, api_code)?;
    accounts::open_own(&tx.merchant(merchant.id)?, merchant.user)?;
    Ok(merchant)
}

/// Creates the first merchant of a new sandbox and returns the person who signs in for it.
pub(crate) fn create_first(tx: &Tx<'_>) -> Result<PortalPerson> {
    let merchant = create(tx, FIRST_MERCHANT, &fresh_api_code())?;
    people::add(&tx.merchant(merchant.id)?, FIRST_PERSON)
}

/// Deletes a merchant with all of its data. Its keys, tokens, pages, sessions and deliveries end
/// with it, and no event is sent.
pub(crate) fn delete(scope: &Scope<'_>) -> Result<()> {
    scope.delete_merchant()
}
