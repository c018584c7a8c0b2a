//! The sink tried out: does it answer at its registered address, and what has reached it?

use std::{sync::atomic::Ordering, time::Duration};

use super::{Authority, Certificate, Reach, Sink};
use crate::error_chain::chain;

/// The time within which the sink must answer itself. On the way is at most a proxy.
const TRIAL_TIMEOUT: Duration = Duration::from_secs(5);

/// The host name of a sink for which the profile gives none.
const LOCALHOST: &str = "localhost";

/// The starts of origins that lead to this machine.
const LOCAL_ORIGINS: [&str; 3] = ["https://localhost", "https://127.", "https://[::1]"];

/// The reason why the sink does not answer at its registered address.
#[derive(Debug, thiserror::Error)]
#[error(
    "the webhook sink does not answer at its own address {address}: {reason}; if the target does not reach it either, \
     correct `sink.url`, `sink.host` or `sink.listen` in the profile"
)]
pub struct SilentSink {
    address: String,
    reason: String,
}

impl Sink {
    /// Posts to the sink's registered address, as a target does.
    ///
    /// # Errors
    /// If the request does not arrive. A target may reach the sink all the same: not every network lets a machine reach itself by
    /// its public name.
    pub async fn try_out(&self, reach: &Reach, authority: &Authority) -> Result<(), SilentSink> {
        let mailbox = self.mailbox();
        let address = self.address(&mailbox, Certificate::Trusted);
        let posted = post(&address, reach, authority).await;
        let has_arrived = !mailbox.deliveries().is_empty();
        self.close(&mailbox);
        self.contacts.deliveries.store(0, Ordering::Relaxed);
        self.contacts.broken_handshakes.store(0, Ordering::Relaxed);
        let reason = match posted {
            Ok(_) if has_arrived => return Ok(()),
            Ok(status) => format!("another server answers with status {status}"),
            Err(error) => chain(&error),
        };
        Err(SilentSink { address, reason })
    }

    /// The reason why a target cannot be shown this certificate; none if it can.
    #[must_use]
    pub fn why_not_shown(certificate: Certificate, reach: &Reach) -> Option<String> {
        let is_local =
            |origin: &String| LOCAL_ORIGINS.iter().any(|start| origin.starts_with(start));
        let is_behind = reach.origin.as_ref().is_some_and(|origin| !is_local(origin))
            && reach.host == LOCALHOST;
        (certificate != Certificate::Trusted && is_behind).then(|| {
            "the target reaches the webhook sink by `sink.url` only, and what stands there shows its own certificate; \
             give `sink.host`, a name by which the target reaches this machine itself"
                .to_owned()
        })
    }

    /// The reason to doubt that a target has seen this certificate: it has not connected. None if it has.
    #[must_use]
    pub fn why_unseen(&self, certificate: Certificate) -> Option<String> {
        let contacts = self.refused.get(&certificate)?;
        let count = [&contacts.deliveries, &contacts.broken_handshakes];
        if count.iter().any(|count| count.load(Ordering::Relaxed) > 0) {
            return None;
        }
        let origin = self.origins.get(&certificate).map_or("", String::as_str);
        Some(format!(
            "the target did not connect to {origin}, so it has not seen the certificate there; let `sink.host` be a name \
             by which it reaches this machine, with every port"
        ))
    }

    /// The reason to doubt that the target can deliver at all: nothing has arrived yet. None if something has.
    #[must_use]
    pub fn why_unreached(&self) -> Option<String> {
        if self.contacts.deliveries.load(Ordering::Relaxed) > 0 {
            return None;
        }
        let origin = self.origin();
        Some(if self.contacts.broken_handshakes.load(Ordering::Relaxed) > 0 {
            format!(
                "no webhook has arrived: the target reaches the webhook sink at {origin}, and does not trust its certificate; \
                 let it trust the authority that `conform ca DIR` shows, with `sink.authority: DIR` in the profile"
            )
        } else {
            format!(
                "no webhook has arrived: the target does not reach the webhook sink at {origin}, or sends no webhooks; let \
                 `sink.url`, `sink.host` and `sink.listen` in the profile lead from the target to this machine"
            )
        })
    }
}

async fn post(address: &str, reach: &Reach, authority: &Authority) -> reqwest::Result<u16> {
    crate::install_crypto();
    let own = reqwest::Certificate::from_pem(authority.pem().as_bytes())?;
    let client = reqwest::Client::builder().tls_certs_merge([own]).timeout(TRIAL_TIMEOUT);
    // Without an origin of its own, the sink is reached directly.
    let client = if reach.origin.is_none() { client.no_proxy() } else { client };
    let answer = client.build()?.post(address).body("{}").send().await?;
    Ok(answer.status().as_u16())
}
