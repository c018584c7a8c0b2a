//! A sandbox that trusts the webhook sink of a run, for the tests of several files.

use std::path::Path;

use conformance_harness::sink::Authority;
use ralio_sandbox::{Config, Sandbox};

/// Starts a sandbox that trusts the authority kept in this folder.
pub(crate) async fn trusting_sandbox(folder: &Path) -> Sandbox {
    let authority = Authority::kept_in(folder).expect("an authority");
    let webhook_ca_pem = Some(authority.pem().to_owned());
    let config = Config { webhook_ca_pem, ..Config::default() };
    ralio_sandbox::start(config).await.expect("starts")
}
