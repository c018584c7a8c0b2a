//! The way to an origin: HTTP/1.1 over connections that are used again. A message goes out as it is given, in the order and the
//! letter case of its headers, with its path untouched.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request, Response, Uri, body::Incoming, client::conn::http1, header::HeaderValue,
    http::uri::InvalidUri, rt,
};
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::{error_chain::chain, listen::LARGEST_HEAD};

/// The time for a connection, with its handshake.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The time within which the head of an answer must come: longer than a target waits for an endpoint, and than it may drain.
const HEAD_TIMEOUT: Duration = Duration::from_secs(90);

/// The time for which an unused connection is kept; servers close them after some seconds.
const IDLE_TIME: Duration = Duration::from_secs(2);

/// The reasons why no answer came.
#[derive(Debug, thiserror::Error)]
pub(super) enum LineError {
    #[error("{0:?} is no http:// or https:// address with a host")]
    Address(String),
    #[error("it cannot be connected to: {0}")]
    Connect(#[from] io::Error),
    #[error("the connection broke off: {}", chain(.0))]
    Broken(#[from] hyper::Error),
    #[error("no answer came within {} s", .0.as_secs())]
    Late(Duration),
}

type ConnectionSender = http1::SendRequest<Full<Bytes>>;

/// The way to one origin.
pub(super) struct OriginLine {
    host: String,
    port: u16,
    /// The value of the header `Host`.
    authority: HeaderValue,
    /// The path before every path, without a slash at its end.
    prefix: String,
    tls: Option<TlsConnector>,
    idle: Mutex<Vec<(ConnectionSender, Instant)>>,
}

impl OriginLine {
    /// The way to the origin of an address; nothing is connected yet.
    pub(super) fn new(address: &str, tls: &Arc<ClientConfig>) -> Result<Self, LineError> {
        let wrong = || LineError::Address(address.to_owned());
        let uri: Uri = address.parse().map_err(|_| wrong())?;
        let authority = uri.authority().ok_or_else(wrong)?;
        let (tls, usual_port) = match uri.scheme_str() {
            Some("http") => (None, 80),
            Some("https") => (Some(TlsConnector::from(tls.clone())), 443),
            _ => return Err(wrong()),
        };
        let port = authority.port().map_or(Some(usual_port), |port| port.as_str().parse().ok());
        let host = authority.host().trim_matches(['[', ']']);
        if host.is_empty() {
            return Err(wrong());
        }
        Ok(Self {
            host: host.to_owned(),
            port: port.ok_or_else(wrong)?,
            authority: HeaderValue::from_str(authority.as_str()).map_err(|_| wrong())?,
            prefix: uri.path().trim_end_matches('/').to_owned(),
            tls,
            idle: Mutex::default(),
        })
    }

    /// The value of the header `Host` for this origin.
    pub(super) fn authority(&self) -> &HeaderValue {
        &self.authority
    }

    /// The target of a request for this path, which begins with `/`.
    pub(super) fn target_of(&self, path: &str) -> Result<Uri, InvalidUri> {
        if self.prefix.is_empty() { path.parse() } else { format!("{}{path}", self.prefix).parse() }
    }

    /// Sends a request and gives the head of the answer, whose body is still to be read.
    pub(super) async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, LineError> {
        let sending = tokio::time::timeout(HEAD_TIMEOUT, self.send_now(request));
        sending.await.unwrap_or(Err(LineError::Late(HEAD_TIMEOUT)))
    }

    async fn send_now(
        &self,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, LineError> {
        while let Some(mut sender) = self.idle_sender() {
            match sender.try_send_request(request).await {
                Ok(response) => {
                    self.keep(sender);
                    return Ok(response);
                }
                Err(mut error) => match error.take_message() {
                    // The connection was closed before the request went out.
                    Some(unsent) => request = unsent,
                    None => return Err(error.into_error().into()),
                },
            }
        }
        let mut sender = self.connect().await?;
        let response = sender.send_request(request).await?;
        self.keep(sender);
        Ok(response)
    }

    /// A connection whose last answer was read to its end.
    fn idle_sender(&self) -> Option<ConnectionSender> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(sender, since)| {
            let is_old = sender.is_ready() && since.elapsed() > IDLE_TIME;
            !is_old && !sender.is_closed()
        });
        let place = idle.iter().position(|(sender, _)| sender.is_ready())?;
        Some(idle.swap_remove(place).0)
    }

    fn keep(&self, sender: ConnectionSender) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push((sender, Instant::now()));
    }

    async fn connect(&self) -> Result<ConnectionSender, LineError> {
        let connecting = tokio::time::timeout(CONNECT_TIMEOUT, async {
            let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
            let _ = stream.set_nodelay(true);
            let Some(tls) = &self.tls else { return sender(stream).await };
            let name = ServerName::try_from(self.host.clone()).map_err(io::Error::other)?;
            sender(tls.connect(name, stream).await?).await
        });
        connecting.await.unwrap_or(Err(LineError::Late(CONNECT_TIMEOUT)))
    }
}

/// The sending end of a new connection, which is served in a task of its own.
async fn sender<Stream>(stream: Stream) -> Result<ConnectionSender, LineError>
where
    TokioIo<Stream>: rt::Read + rt::Write + Unpin + Send + 'static,
{
    let mut client = http1::Builder::new();
    client.preserve_header_case(true).max_buf_size(LARGEST_HEAD);
    let (sender, connection) = client.handshake(TokioIo::new(stream)).await?;
    // Its end shows at the sender.
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
}

/// A TLS set-up that trusts the machine's certificate authorities and the certificates of these PEM texts.
pub(super) fn trusting(more: &[&str]) -> Result<Arc<ClientConfig>, String> {
    use rustls::pki_types::{CertificateDer, pem::PemObject as _};
    crate::install_crypto();
    let mut roots = RootCertStore::empty();
    // A machine without authorities can still reach targets by plain HTTP.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for pem in more {
        let before = roots.len();
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate = certificate.map_err(|error| error.to_string())?;
            roots.add(certificate).map_err(|error| error.to_string())?;
        }
        if roots.len() == before {
            return Err("it holds no PEM certificate".to_owned());
        }
    }
    Ok(Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()))
}
