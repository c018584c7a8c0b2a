//! Sends requests over one shared connection pool and keeps every exchange.

use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::{
    exchange::{Exchange, Request, Response},
    form::{self, Part},
};

/// The time within which an answer must come; no request of a suite causes heavy work.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// The slowest speed of an upload, in bytes per second; a large body gets more time by it.
const SLOWEST_UPLOAD: usize = 512 * 1024;

/// An error between the suite and the target.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The client could not be made.
    #[error("the http client cannot be set up: {0}")]
    SetUp(#[source] reqwest::Error),
    /// The method is not a token HTTP allows.
    #[error("{0:?} is not an HTTP method")]
    Method(String),
    /// The address or a header is not valid.
    #[error("a request to {url:?} cannot be formed ({}); look at its address and headers", chain(.source))]
    Unsendable {
        /// The address.
        url: String,
        /// The reason.
        source: reqwest::Error,
    },
    /// No answer came.
    #[error("{method} {url} got no answer ({}); is the target running and reachable from here?", chain(.source))]
    NoAnswer {
        /// The method sent.
        method: String,
        /// The address asked.
        url: String,
        /// The error of the connection.
        source: reqwest::Error,
    },
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// A request still to be sent.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    /// The method, any token HTTP allows.
    pub method: String,
    /// The path with its query, beginning with `/`.
    pub path: String,
    /// Headers in the order to send.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Option<Bytes>,
    /// The parts that the body was made of, when it is a form.
    pub form: Option<Vec<Part>>,
}

impl Outgoing {
    /// A request without headers or body.
    #[must_use]
    pub fn new(method: &str, path: impl Into<String>) -> Self {
        Self { method: method.to_owned(), path: path.into(), ..Self::default() }
    }

    /// The same request with one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same request with a bearer token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// The same request with a JSON body.
    #[must_use]
    pub fn json(self, body: &serde_json::Value) -> Self {
        let bytes = Bytes::from(body.to_string());
        Self { body: Some(bytes), ..self }.header("content-type", "application/json")
    }

    /// The same request with a form.
    #[must_use]
    pub fn multipart(self, parts: Vec<Part>) -> Self {
        let body = Some(form::encoded(&parts));
        Self { body, form: Some(parts), ..self }.header("content-type", form::content_type())
    }
}

/// The time within which a request must be answered.
fn answer_timeout(outgoing: &Outgoing) -> Duration {
    let length = outgoing.body.as_ref().map_or(0, Bytes::len);
    ANSWER_TIMEOUT + Duration::from_secs((length / SLOWEST_UPLOAD) as u64)
}

/// The one HTTP client of a run; clones share its connections.
#[derive(Clone, Debug)]
pub struct Client(reqwest::Client);

impl Client {
    /// A client that follows no redirect and trusts the machine's certificate authorities; `direct` ignores proxies, for
    /// targets on this machine.
    ///
    /// # Errors
    /// If the machine's TLS configuration cannot be read.
    pub fn new(direct: bool) -> Result<Self, ClientError> {
        crate::install_crypto();
        let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let builder = if direct { builder.no_proxy() } else { builder };
        builder.build().map(Self).map_err(ClientError::SetUp)
    }

    /// Sends to the origin `base` and reads the whole answer.
    ///
    /// # Errors
    /// If the request cannot be formed or no answer comes in time; any status is an answer.
    pub async fn send(&self, base: &str, outgoing: Outgoing) -> Result<Exchange, ClientError> {
        let url = format!("{}{}", base.trim_end_matches('/'), outgoing.path);
        let method = reqwest::Method::from_bytes(outgoing.method.as_bytes())
            .map_err(|_| ClientError::Method(outgoing.method.clone()))?;
        let mut builder = self.0.request(method, &url).timeout(answer_timeout(&outgoing));
        for (name, value) in &outgoing.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = &outgoing.body {
            builder = builder.body(body.clone());
        }
        let built = builder
            .build()
            .map_err(|source| ClientError::Unsendable { url: url.clone(), source })?;
        let url = built.url().to_string();
        let path = built.url().query().map_or_else(
            || built.url().path().to_owned(),
            |query| format!("{}?{query}", built.url().path()),
        );
        let no_answer = |source| ClientError::NoAnswer {
            method: outgoing.method.clone(),
            url: url.clone(),
            source,
        };
        let begun = Instant::now();
        let answer = self.0.execute(built).await.map_err(no_answer)?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let body = answer.bytes().await.map_err(no_answer)?;
        let elapsed = begun.elapsed();
        let Outgoing { method, headers: sent, body: sent_body, form, .. } = outgoing;
        Ok(Exchange {
            request: Request { method, url, path, headers: sent, body: sent_body, form },
            response: Response::new(status, headers, body),
            elapsed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_body_has_time_to_get_there() {
        let with = |length| Outgoing { body: Some(vec![0; length].into()), ..Outgoing::default() };
        assert_eq!(answer_timeout(&Outgoing::default()), ANSWER_TIMEOUT);
        assert_eq!(answer_timeout(&with(1_000)), ANSWER_TIMEOUT);
        assert_eq!(
            answer_timeout(&with(12 * 1024 * 1024)),
            ANSWER_TIMEOUT + Duration::from_secs(24)
        );
    }
}
