//! Links by which people look at a merchant in the Portal.

use conformance_harness::{client::Client, secrets::Secrets, target::Target, worklist::Worklist};

use crate::{
    portal::{MerchantAccess, PortalOperator},
    set_up_error::operator_error,
};

/// A link by which somebody signs in to the Portal of a merchant, given by the operator's own id.
///
/// # Errors
/// If the target gives no such links.
pub async fn sign_in_link(
    target: &Target,
    secrets: &Secrets,
    key: Option<String>,
    merchant: i64,
) -> Result<String, String> {
    let client = Client::new(target.is_started_for_run).map_err(|error| error.to_string())?;
    let told = |fault| operator_error(fault).to_string();
    let operator =
        PortalOperator::of(target, &client, secrets, key, Worklist::default()).map_err(told)?;
    let merchant = MerchantAccess { id: Some(merchant), ..MerchantAccess::default() };
    operator.sign_in_link(&merchant).await.map_err(told)
}
