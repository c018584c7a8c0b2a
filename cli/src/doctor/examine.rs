//! The checks of a set-up in their order: the cheap ones before each run, and all of them for `conform doctor`.

use conformance_harness::{client::Client, target::Target};

use super::{address, check::SetUpCheck, claims, credentials, machine, probe::Probe, webhooks};
use crate::targets::Started;

/// Checks what a run needs, with a few requests to a target that was not started for it.
pub(crate) async fn before_run(started: &Started) -> Vec<SetUpCheck> {
    let mut checks: Vec<SetUpCheck> = machine::file_handles().into_iter().collect();
    if started.is_embedded() {
        return checks;
    }
    checks.extend(machine::authorities());
    checks.extend(described(started));
    if !started.ends_with_run() && checks.iter().all(|check| !check.is_wrong()) {
        checks.extend(asked(&started.target, started.operator_key.as_deref()).await);
    }
    checks
}

/// Checks the profile and the credentials, without a request.
fn described(started: &Started) -> Vec<SetUpCheck> {
    let target = &started.target;
    let is_started = started.ends_with_run();
    let mut checks = Vec::new();
    if !is_started {
        checks.extend(address::written("api", &target.api_url));
        checks.extend(address::written("portal", &target.portal_url));
    }
    checks.extend(claims::written(target));
    checks.extend(credentials::written(target, started.operator_key.is_some()));
    checks.extend(webhooks::written(target, started.authority_folder.as_deref(), is_started));
    checks
}

/// Asks the API and the Portal.
async fn asked(target: &Target, own_key: Option<&str>) -> Vec<SetUpCheck> {
    let client = match Client::new(target.is_started_for_run) {
        Ok(client) => client,
        Err(error) => {
            let remedy = "correct SSL_CERT_FILE and the proxy variables of this machine";
            return vec![SetUpCheck::wrong("http", error.to_string(), remedy)];
        }
    };
    let probe = Probe { client: &client, target, own_key };
    let (mut checks, answer) = probe.api().await;
    checks.extend(answer.as_ref().and_then(machine::clock));
    // If the addresses are swapped or nothing answers, the Portal says the same again.
    if checks.iter().all(|check| !check.is_wrong()) {
        checks.extend(probe.portal().await);
    }
    checks
}

/// Checks everything that can be checked before a scenario runs.
pub(crate) async fn everything(started: &Started) -> Vec<SetUpCheck> {
    let mut checks = before_run(started).await;
    let target = &started.target;
    let is_started = started.ends_with_run();
    checks.extend(webhooks::tried(target, &started.authority, is_started).await);
    let is_wanted = target.claims("browser") || target.unclaimed.contains_key("browser");
    checks.push(machine::browser(is_wanted));
    checks
}

/// Checks the engine that starts containers.
pub(crate) async fn engine() -> SetUpCheck {
    machine::engine().await
}
