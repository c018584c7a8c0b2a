//! One attempt: a signed POST with a verified certificate (HOOK-2, HOOK-14) that follows no
//! redirect (HOOK-10).

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Response};
use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use tokio::sync::{OnceCell, watch};

use super::public_names::{PublicNames, check_host};
use super::retry::TIMED_OUT;
use super::signature::sign;
use super::skipped_time::Timing;
use crate::domain::clock::{Moment, Span};
use crate::store::{AttemptPlan, AttemptReport, real_time};

/// Upper bound for the bytes of an answer that are read and stored; a longer answer closes the
/// connection.
const ANSWER_BYTES: usize = 4 * 1024;
/// Time for the body of an answer after its head; a slower body closes the connection, and the
/// attempt still counts.
const ANSWER_TIME: Duration = Duration::from_millis(250);
const MAX_ERROR: usize = 255;

/// The reasons for which no delivery can be sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SenderError {
    /// The extra certificate cannot be read.
    #[error(
        "the certificate authority for webhooks is not a PEM certificate; give a PEM file with \
         --webhook-ca"
    )]
    Certificate,
}

/// The HTTP client of all deliveries, which reuses connections.
pub(crate) struct Sender {
    extra: Vec<CertificateDer<'static>>,
    /// True if deliveries go to public addresses only.
    denies_internal: bool,
    /// Built at first use, because reading the system's certificates takes longer than the rest of
    /// the start.
    client: OnceCell<Client>,
}

impl Sender {
    /// A sender that trusts the system's certificates and those in `extra_pem`, and that refuses
    /// internal addresses if `denies_internal` is true.
    pub(crate) fn new(extra_pem: Option<&str>, denies_internal: bool) -> Result<Self, SenderError> {
        let mut extra = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(extra_pem.unwrap_or("").as_bytes()) {
            let certificate = certificate.map_err(|_| SenderError::Certificate)?;
            let known = RootCertStore::empty().add(certificate.clone());
            known.map_err(|_| SenderError::Certificate)?;
            extra.push(certificate);
        }
        if extra_pem.is_some() && extra.is_empty() {
            return Err(SenderError::Certificate);
        }
        Ok(Self { extra, denies_internal, client: OnceCell::new() })
    }

    /// Makes an attempt; `clock` is the lead of the merchant's clock over real time.
    ///
    /// The step that records the attempt decides if the answer was in time. The result includes the
    /// rest of the answer, which is still to be read.
    pub(super) async fn attempt(
        &self,
        plan: AttemptPlan,
        timing: Timing,
        clock: watch::Receiver<Span>,
    ) -> (AttemptReport, Option<Response>) {
        let AttemptPlan { number, url, secret, body } = plan;
        let started_at = timing.started_at;
        let signature = sign(secret.as_bytes(), body.as_bytes());
        let outcome = tokio::select! {
            biased;
            outcome = self.post(&url, &signature, body) => outcome,
            () = timed_out(timing, clock) => Err(TIMED_OUT.to_owned()),
        };
        let (response, error) = match outcome {
            Ok(response) => (Some(response), None),
            Err(error) => (None, Some(error.chars().take(MAX_ERROR).collect())),
        };
        let status = response.as_ref().map(|response| response.status().as_u16());
        (AttemptReport { number, started_at, status, error, signature }, response)
    }

    async fn post(&self, url: &str, signature: &str, body: String) -> Result<Response, String> {
        let (extra, denies_internal) = (&self.extra, self.denies_internal);
        if denies_internal {
            check_host(url).map_err(|error| error.to_string())?;
        }
        let build = || build(extra.clone(), denies_internal);
        let client = self.client.get_or_try_init(build).await?;
        let request = client
            .post(url)
            .header("content-type", "application/json")
            .header("x-signature", signature)
            .body(body);
        request.send().await.map_err(|error| describe(&error.without_url()))
    }
}

async fn build(
    extra: Vec<CertificateDer<'static>>,
    denies_internal: bool,
) -> Result<Client, String> {
    let building = tokio::task::spawn_blocking(move || {
        let native = rustls_native_certs::load_native_certs().certs;
        let roots = native.into_iter().chain(extra);
        let roots = roots.filter_map(|root| Certificate::from_der(&root).ok());
        let client = Client::builder();
        let client =
            if denies_internal { client.dns_resolver(Arc::new(PublicNames)) } else { client };
        client
            .tls_certs_only(roots)
            .redirect(Policy::none())
            .no_proxy()
            .user_agent("ralio-sandbox")
            .pool_idle_timeout(Duration::from_secs(30))
            .build()
    });
    let built = building.await.map_err(|error| error.to_string())?;
    built.map_err(|error| describe(&error))
}

/// Reads the rest of an answer within the bounds above, as text.
pub(super) async fn read_rest(mut response: Response) -> String {
    let mut body = Vec::new();
    let reading = async {
        while let Ok(Some(chunk)) = response.chunk().await
            && body.len() < ANSWER_BYTES
        {
            let left = ANSWER_BYTES - body.len();
            body.extend_from_slice(&chunk[..left.min(chunk.len())]);
        }
    };
    let _ = tokio::time::timeout(ANSWER_TIME, reading).await;
    String::from_utf8_lossy(&body).into_owned()
}

/// The innermost cause, which describes the fault; the outer ones only name layers of the client.
fn describe(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    while let Some(inner) = cause.and_then(std::error::Error::source) {
        cause = Some(inner);
    }
    cause.map_or_else(|| error.to_string(), ToString::to_string)
}

/// Waits until an attempt times out.
async fn timed_out(timing: Timing, clock: watch::Receiver<Span>) {
    match timing.late_limit() {
        Some(limit) => tokio::time::sleep(limit).await,
        None => passed(timing.deadline(), clock).await,
    }
}

/// Waits until the merchant's clock shows `deadline`, even if the clock moves meanwhile.
async fn passed(deadline: Moment, mut clock: watch::Receiver<Span>) {
    loop {
        let offset = *clock.borrow_and_update();
        let left = deadline.since(real_time().plus(offset));
        if left <= Span::ZERO {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(left.to_std()) => {}
            moved = clock.changed() => if moved.is_err() {
                // The sender of clock changes is gone, so only real time is left.
                tokio::time::sleep(left.to_std()).await;
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pem_without_a_certificate_is_refused() {
        for (text, good) in [
            (rcgen::generate_simple_self_signed(vec![]).unwrap().cert.pem(), true),
            ("-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n".into(), false),
            ("hello".into(), false),
        ] {
            assert_eq!(Sender::new(Some(&text), false).is_ok(), good, "{text}");
        }
    }
}
