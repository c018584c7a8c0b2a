//! Sends requests over one shared connection pool and keeps every exchange.

mod intercepted;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use tokio::sync::Semaphore;

use crate::{
    budget::{Budget, BudgetShare, Hold, weight},
    error_chain::chain,
    exchange::{Exchange, Request, Response},
    form::{self, Part},
    intercept::Interceptor,
    verdict::{Fault, Nonconformance},
};

/// The time within which an answer must come, with its whole body; no request of a suite causes heavy work.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// The size of the largest body of an answer: a document that was uploaded before, at most 10 MiB, and some more.
pub(crate) const LARGEST_BODY: usize = 12 * MIB;

/// The size of the largest head of an answer: names and values of all headers.
const LARGEST_HEAD: usize = 64 * 1024;

/// The memory for the answers that a run keeps at one time, with the values parsed from them. The scenarios of the suite, 64 at a
/// time, stay below it.
const ALL_ANSWERS: usize = 96 * MIB;

/// The memory for answers that every scenario has for itself.
const OWN_ANSWERS: usize = MIB / 2;

const MIB: usize = 1 << 20;

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
    /// The answer is larger than any that is needed; it was not read to its end.
    #[error("the answer to {method} {url} is too large: {excess}")]
    TooLarge {
        /// The method sent.
        method: String,
        /// The address asked.
        url: String,
        /// The bound that was exceeded.
        excess: String,
    },
    /// All answers of a run together need more memory than it keeps; the target may be as it must be.
    #[error("the answer to {method} {url} was not read: {excess}; lower `--jobs`")]
    Unkept {
        /// The method sent.
        method: String,
        /// The address asked.
        url: String,
        /// The bound of the run.
        excess: String,
    },
    /// The body of the answer did not end in time.
    #[error("the body of the answer to {method} {url} did not end within {} s", .after.as_secs_f32())]
    Endless {
        /// The method sent.
        method: String,
        /// The address asked.
        url: String,
        /// The time given.
        after: Duration,
    },
}

/// The check that answers have an end.
const BOUNDED: &str = "bounded answer";

impl From<ClientError> for Fault {
    /// An answer without an end is a breach by the target; an answer that did not come can have other reasons.
    fn from(error: ClientError) -> Self {
        let expected = match &error {
            ClientError::TooLarge { .. } => "an answer of a size that clients can read",
            ClientError::Endless { .. } => "an answer that ends",
            _ => return Self::error(error),
        };
        Nonconformance::new("an answer has no reasonable end", expected, error)
            .of_check(BOUNDED)
            .into()
    }
}

/// The reason why the body of an answer was not read to its end.
enum UnreadAnswer {
    TooLarge(String),
    Unkept(String),
    Endless,
    Broken(reqwest::Error),
}

/// True if the connection failed because the head of the answer is too large.
fn is_large_head(error: &reqwest::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse_too_large) {
            return true;
        }
        source = cause.source();
    }
    false
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

/// The additional time for the body of a request.
fn upload_time(outgoing: &Outgoing) -> Duration {
    let length = outgoing.body.as_ref().map_or(0, Bytes::len);
    Duration::from_secs((length / SLOWEST_UPLOAD) as u64)
}

/// The most requests that are on their way at the same time, and the most connections that wait for further ones. Servers close
/// connections beyond some hundreds of one peer, perhaps while a request is sent on them.
const MOST_AT_ONCE: usize = 200;

/// The one HTTP client of a run; clones share its connections, and the memory for answers of their scenario.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    /// One permit for each request that is on its way.
    turns: Arc<Semaphore>,
    answers: BudgetShare,
    timeout: Duration,
    interceptor: Option<Arc<dyn Interceptor>>,
}

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
        let builder = builder.pool_max_idle_per_host(MOST_AT_ONCE);
        let http = builder.build().map_err(ClientError::SetUp)?;
        let turns = Arc::new(Semaphore::new(MOST_AT_ONCE));
        let answers = Budget::new(ALL_ANSWERS, OWN_ANSWERS).account();
        Ok(Self { http, turns, answers, timeout: ANSWER_TIMEOUT, interceptor: None })
    }

    /// The same client with memory of its own for the answers of one scenario.
    #[must_use]
    pub fn for_scenario(&self) -> Self {
        Self { answers: self.answers.another(), ..self.clone() }
    }

    /// Sends to the origin `base` and reads the whole answer, up to its bounds in size and time.
    ///
    /// # Errors
    /// If the request cannot be formed, or no answer comes that ends in time; any status is an answer.
    pub async fn send(&self, base: &str, outgoing: Outgoing) -> Result<Exchange, ClientError> {
        match &self.interceptor {
            None => self.forward(base, outgoing).await,
            Some(interceptor) => self.intercepted(interceptor, base, outgoing).await,
        }
    }

    async fn forward(&self, base: &str, outgoing: Outgoing) -> Result<Exchange, ClientError> {
        let url = format!("{}{}", base.trim_end_matches('/'), outgoing.path);
        let after = self.timeout + upload_time(&outgoing);
        let built = self.build(&url, &outgoing, after)?;
        let url = built.url().to_string();
        let path = built.url().query().map_or_else(
            || built.url().path().to_owned(),
            |query| format!("{}?{query}", built.url().path()),
        );
        let Outgoing { method, headers: sent, body: sent_body, form, .. } = outgoing;
        // The semaphore is never closed.
        let _turn = self.turns.acquire().await;
        let begun = Instant::now();
        let received = async {
            let answer = self.http.execute(built).await.map_err(|error| {
                if is_large_head(&error) { too_large_head() } else { UnreadAnswer::Broken(error) }
            })?;
            self.receive(answer).await
        };
        let response = received.await.map_err(|unread| match unread {
            UnreadAnswer::TooLarge(excess) => {
                ClientError::TooLarge { method: method.clone(), url: url.clone(), excess }
            }
            UnreadAnswer::Unkept(excess) => {
                ClientError::Unkept { method: method.clone(), url: url.clone(), excess }
            }
            UnreadAnswer::Endless => {
                ClientError::Endless { method: method.clone(), url: url.clone(), after }
            }
            UnreadAnswer::Broken(source) => {
                ClientError::NoAnswer { method: method.clone(), url: url.clone(), source }
            }
        })?;
        let elapsed = begun.elapsed();
        let request = Request { method, url, path, headers: sent, body: sent_body, form };
        Ok(Exchange { request, response, elapsed })
    }

    fn build(
        &self,
        url: &str,
        outgoing: &Outgoing,
        timeout: Duration,
    ) -> Result<reqwest::Request, ClientError> {
        let method = reqwest::Method::from_bytes(outgoing.method.as_bytes())
            .map_err(|_| ClientError::Method(outgoing.method.clone()))?;
        let mut builder = self.http.request(method, url).timeout(timeout);
        for (name, value) in &outgoing.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = &outgoing.body {
            builder = builder.body(body.clone());
        }
        builder.build().map_err(|source| ClientError::Unsendable { url: url.to_owned(), source })
    }

    /// Reads the head and the body of an answer.
    async fn receive(&self, answer: reqwest::Response) -> Result<Response, UnreadAnswer> {
        let status = answer.status().as_u16();
        let headers: Vec<(String, String)> = answer
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let head = headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        if head > LARGEST_HEAD {
            return Err(too_large_head());
        }
        let mut hold = self.answers.hold();
        take(&mut hold, head)?;
        let body = read_body(answer, &mut hold).await?;
        Ok(Response::new(status, headers, body).within(hold))
    }
}

/// Reads a body up to its bound.
async fn read_body(mut answer: reqwest::Response, hold: &mut Hold) -> Result<Bytes, UnreadAnswer> {
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(broken_off)? {
        if body.len() + chunk.len() > LARGEST_BODY {
            return Err(UnreadAnswer::TooLarge(too_large_body()));
        }
        take(hold, chunk.len())?;
        body.extend_from_slice(&chunk);
    }
    take(hold, weight(&body) - body.len())?;
    Ok(body.freeze())
}

/// The reason why a body ended early.
fn broken_off(error: reqwest::Error) -> UnreadAnswer {
    if error.is_timeout() { UnreadAnswer::Endless } else { UnreadAnswer::Broken(error) }
}

/// Takes memory for a part of an answer.
fn take(hold: &mut Hold, bytes: usize) -> Result<(), UnreadAnswer> {
    if hold.grow(bytes) {
        return Ok(());
    }
    Err(UnreadAnswer::Unkept(format!(
        "the answers of this scenario need too much memory: the run keeps at most {} MiB of answers \
         at a time",
        ALL_ANSWERS / MIB
    )))
}

/// The words for a body that is longer than any answer of a suite needs.
fn too_large_body() -> String {
    format!("its body is longer than {} MiB", LARGEST_BODY / MIB)
}

fn too_large_head() -> UnreadAnswer {
    UnreadAnswer::TooLarge(format!(
        "its head has more than 100 headers or is longer than {} KiB",
        LARGEST_HEAD / 1024
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_body_has_time_to_get_there() {
        let with = |length| Outgoing { body: Some(vec![0; length].into()), ..Outgoing::default() };
        assert_eq!(upload_time(&Outgoing::default()), Duration::ZERO);
        assert_eq!(upload_time(&with(1_000)), Duration::ZERO);
        assert_eq!(upload_time(&with(12 * 1024 * 1024)), Duration::from_secs(24));
    }

    #[tokio::test]
    async fn a_body_that_trickles_for_ever_is_a_breach_and_not_waited_for() {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let trickling = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let _ = stream.read(&mut [0; 1024]).await;
            let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n";
            stream.write_all(head).await.expect("written");
            while stream.write_all(b"x").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        let mut client = Client::new(true).expect("a client");
        client.timeout = Duration::from_millis(100);
        let error = client.send(&origin, Outgoing::new("GET", "/")).await.expect_err("endless");
        trickling.abort();
        assert!(matches!(error, ClientError::Endless { .. }), "{error}");
        assert!(error.to_string().ends_with("did not end within 0.1 s"), "{error}");
        assert!(matches!(Fault::from(error), Fault::Nonconformance(_)));
    }
}
