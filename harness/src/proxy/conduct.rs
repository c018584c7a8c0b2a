//! The state that all connections of a proxy share.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited, combinators::UnsyncBoxBody};
use hyper::{Response, StatusCode, body::Incoming};
use rustls::ClientConfig;

use super::{
    line::{LineError, OriginLine},
    local_origin::LocalOrigins,
    registrations::Registrations,
};
use crate::{fault::Framing, intercept::Interceptor};

/// The most endpoints of clients whose connections are kept.
const MOST_ENDPOINTS: usize = 1_000;

/// The news of a proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProxyNote {
    /// An answer to this call went over the wire in another way.
    Framed(String),
    /// A message could not be handed on, with the reason.
    Trouble(String),
}

/// Receiver of the news of a proxy.
pub type NoteTaker = Arc<dyn Fn(ProxyNote) + Send + Sync>;

/// The body of an answer of a proxy.
pub(super) type ProxyBody = UnsyncBoxBody<Bytes, hyper::Error>;

/// Makes hyper close the connection without an answer, since none came from the other side.
#[derive(Debug, thiserror::Error)]
#[error("no answer came")]
pub(super) struct NoAnswer;

pub(super) struct Conduct {
    /// The ways to the target, by its origins.
    pub(super) lines: Vec<(String, OriginLine)>,
    pub(super) origins: LocalOrigins,
    pub(super) interceptor: Option<Arc<dyn Interceptor>>,
    pub(super) framing: Option<Framing>,
    pub(super) registrations: Option<Registrations>,
    pub(super) framed: AtomicUsize,
    pub(super) notes: Option<NoteTaker>,
    /// The trust in the endpoints of clients.
    pub(super) endpoint_tls: Arc<ClientConfig>,
    pub(super) endpoints: Mutex<HashMap<String, Arc<OriginLine>>>,
}

impl Conduct {
    /// True if messages can be changed here, so that they must be readable.
    pub(super) fn reads_messages(&self) -> bool {
        self.interceptor.is_some() || self.framing.is_some()
    }

    pub(super) fn note(&self, note: ProxyNote) {
        if let Some(notes) = &self.notes {
            notes(note);
        }
    }

    pub(super) fn trouble(&self, text: String) {
        self.note(ProxyNote::Trouble(text));
    }

    /// Counts an answer that went over the wire in another way.
    pub(super) fn count_framed(&self, call: String) {
        self.framed.fetch_add(1, Ordering::Relaxed);
        self.note(ProxyNote::Framed(call));
    }

    /// The way to the endpoint of a client.
    pub(super) fn endpoint(&self, address: &str) -> Result<Arc<OriginLine>, LineError> {
        let host = address.split('/').take(3).collect::<Vec<_>>().join("/");
        let origin = host.split('?').next().unwrap_or_default().to_owned();
        let mut endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = endpoints.get(&origin) {
            return Ok(line.clone());
        }
        let line = Arc::new(OriginLine::new(&origin, &self.endpoint_tls)?);
        if endpoints.len() >= MOST_ENDPOINTS {
            endpoints.clear();
        }
        endpoints.insert(origin, line.clone());
        Ok(line)
    }
}

/// The reasons why a body was not read to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnreadBody {
    #[error("the body is longer than {} KiB", .0 / 1024)]
    TooLarge(usize),
    #[error("the body broke off: {0}")]
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

/// Reads a body up to a bound in bytes.
pub(super) async fn read_bounded(body: Incoming, most: usize) -> Result<Bytes, UnreadBody> {
    match Limited::new(body, most).collect().await {
        Ok(read) => Ok(read.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(UnreadBody::TooLarge(most)),
        Err(error) => Err(UnreadBody::Broken(error)),
    }
}

/// A body of known bytes.
pub(super) fn whole(body: Bytes) -> ProxyBody {
    Full::new(body).map_err(|never| match never {}).boxed_unsync()
}

/// An answer of the proxy's own, for a message that it cannot hand on.
pub(super) fn refusal(status: StatusCode, reason: &str) -> Response<ProxyBody> {
    let mut response = Response::new(whole(Bytes::from(format!("conform lie: {reason}\n"))));
    *response.status_mut() = status;
    response
}
