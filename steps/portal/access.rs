//! Access to the Portal: the credentials of the operator and of merchants, and addresses of pages.

use conformance_harness::verdict::Fault;

/// A merchant as the operator knows it.
#[derive(Clone, Debug, Default)]
pub struct MerchantAccess {
    /// The operator's own id of the merchant; a person needs none.
    pub id: Option<i64>,
    /// The public half of the key.
    pub api_code: String,
    /// The secret half.
    pub api_key: String,
    /// The key's id, if the operator has given it.
    pub key_id: Option<String>,
}

/// The path of a whole address: the page, independent of the host by which this run reaches the Portal.
pub(crate) fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

pub(crate) fn credential(name: &str) -> Result<String, Fault> {
    std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
        Fault::error(format!(
            "the environment variable {name} is not set; the target's profile needs it"
        ))
    })
}
