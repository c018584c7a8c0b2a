//! Single requests that show whether addresses and credentials fit a target; they change nothing there.

use conformance_harness::{
    client::{Client, ClientError, Outgoing},
    exchange::Exchange,
};

use crate::{
    edition::{login_body, path},
    portal::json::BASE,
};

/// The answer of the API at `origin` to a login with this key.
///
/// # Errors
/// If no answer comes.
pub async fn ask_login(
    client: &Client,
    origin: &str,
    api_code: &str,
    api_key: &str,
) -> Result<Exchange, ClientError> {
    let body = login_body(api_code, api_key);
    client.send(origin, Outgoing::new("POST", path::LOGIN).json(&body)).await
}

/// The answer of the Portal at `origin` to an operator with this key who lists merchants.
///
/// # Errors
/// If no answer comes, or the key cannot be sent.
pub async fn ask_operator(
    client: &Client,
    origin: &str,
    operator_key: &str,
) -> Result<Exchange, ClientError> {
    client.send(origin, Outgoing::new("GET", BASE).bearer(operator_key)).await
}
