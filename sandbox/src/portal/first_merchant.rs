//! The merchant that a new sandbox begins with.

use super::secrets::fresh_api_code;
use crate::store::{Person, Result, Tx};

/// Names of the first merchant and of its owner, until somebody changes them.
const MERCHANT: &str = "My company";
const OWNER: &str = "Owner";

/// Makes the first merchant and its owner.
pub(crate) fn found_first_merchant(tx: &Tx<'_>) -> Result<Person> {
    let merchant = tx.create_merchant(MERCHANT, &fresh_api_code())?;
    tx.merchant(merchant.id)?.add_person(OWNER)
}
