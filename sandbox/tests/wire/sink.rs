//! An HTTPS endpoint for webhooks that records deliveries and answers as a test demands.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;

/// A certificate for 127.0.0.1 that all sinks of this process use.
struct Identity {
    pem: String,
    config: Arc<ServerConfig>,
}

static IDENTITY: LazyLock<Identity> = LazyLock::new(|| {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let certificate = CertificateDer::from(made.cert.der().to_vec());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    Identity { pem: made.cert.pem(), config: Arc::new(config) }
});

/// The certificate authority of the sinks.
pub(crate) fn ca_pem() -> String {
    IDENTITY.pem.clone()
}

/// The answer of a sink to a delivery.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reply {
    Status(u16),
    /// This status with this body.
    Said(u16, &'static str),
    Redirect,
    /// No answer at all.
    Silence,
    /// 200 with a body that never ends.
    Endless,
    /// 200 with a body above the stored size.
    Heavy,
}

/// A delivery as the sink received it.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) body: String,
    pub(crate) signature: String,
    pub(crate) content_type: String,
    pub(crate) at: Instant,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn event_type(&self) -> String {
        self.json()["eventType"].as_str().unwrap().to_owned()
    }
}

#[derive(Default)]
struct Record {
    received: Mutex<Vec<Received>>,
    replies: Mutex<VecDeque<Reply>>,
    changed: Notify,
}

/// A running sink; it ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct Sink {
    pub(crate) url: String,
    record: Arc<Record>,
}

impl Sink {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}/hook", listener.local_addr().unwrap());
        let record = Arc::new(Record::default());
        let routes = Router::new().fallback(receive).with_state(Arc::clone(&record));
        let acceptor = TlsAcceptor::from(Arc::clone(&IDENTITY.config));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (acceptor, routes) = (acceptor.clone(), routes.clone());
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes))
                        .await;
                });
            }
        });
        Self { url, record }
    }

    /// Gives these answers in turn, and 200 after them.
    pub(crate) fn reply(&self, replies: &[Reply]) {
        self.record.replies.lock().unwrap().extend(replies);
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.record.received.lock().unwrap().clone()
    }

    /// Waits until this many deliveries have arrived.
    pub(crate) async fn wait_for(&self, count: usize) -> Vec<Received> {
        loop {
            let changed = self.record.changed.notified();
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            changed.await;
        }
    }

    pub(crate) fn types(&self) -> Vec<String> {
        self.received().iter().map(Received::event_type).collect()
    }
}

async fn receive(State(record): State<Arc<Record>>, headers: HeaderMap, body: Bytes) -> Response {
    let text = |name: &str| headers.get(name).unwrap().to_str().unwrap().to_owned();
    record.received.lock().unwrap().push(Received {
        body: String::from_utf8(body.to_vec()).unwrap(),
        signature: text("x-signature"),
        content_type: text("content-type"),
        at: Instant::now(),
    });
    record.changed.notify_waiters();
    let reply = record.replies.lock().unwrap().pop_front();
    match reply.unwrap_or(Reply::Status(200)) {
        Reply::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Reply::Said(status, said) => (StatusCode::from_u16(status).unwrap(), said).into_response(),
        Reply::Heavy => "x".repeat(10_000).into_response(),
        Reply::Redirect => (StatusCode::FOUND, [(header::LOCATION, "/other")]).into_response(),
        Reply::Silence => std::future::pending().await,
        Reply::Endless => {
            let start = futures::stream::once(async { Ok::<_, Infallible>("...") });
            Body::from_stream(start.chain(futures::stream::pending())).into_response()
        }
    }
}
