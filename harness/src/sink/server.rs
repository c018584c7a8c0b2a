//! The server that receives webhooks: listens with several certificates and puts each delivery into its mailbox.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request, Response, body::Incoming, header, http::request::Parts, server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::{
    authority::{self, Authority, AuthorityError},
    intercepted,
    mailbox::{Mailbox, ReceivedDelivery, Reply, Slot},
    reading::{UnreadDelivery, read_body},
    shared::Sorting,
};
use crate::{
    budget::Budget,
    intercept::Interceptor,
    listen::{HANDSHAKE_TIMEOUT, LARGEST_HEAD, serve_all},
};

/// The time after which a target gives up an attempt, so that a later answer accepts nothing (HOOK-3).
const ATTEMPT_TIMEOUT: Duration = Duration::from_mins(1);

/// The memory for the deliveries that a run keeps at one time, with the values parsed from them.
const ALL_DELIVERIES: usize = 32 * 1024 * 1024;

/// The memory for deliveries that every mailbox has for itself.
const OWN_DELIVERIES: usize = 512 * 1024;

/// Trouble with the sink.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// The address could not be listened on.
    #[error(
        "the webhook sink cannot listen on {address}: {source}; choose another with `sink.listen` in the profile"
    )]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The certificates could not be made.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
}

/// The certificate that the sink shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certificate {
    /// One that a target which trusts our authority must accept.
    Trusted,
    /// A certificate signed by an authority that the target does not know.
    UnknownAuthority,
    /// One of our authority, but for another host.
    OtherHost,
}

/// Counts of a run's contacts with the sink.
#[derive(Debug, Default)]
pub(super) struct Contacts {
    /// The deliveries to a mailbox.
    pub(super) deliveries: AtomicUsize,
    /// The handshakes that ended early although the certificate is one to be trusted.
    pub(super) broken_handshakes: AtomicUsize,
}

type Slots = Arc<Mutex<HashMap<String, Arc<Slot>>>>;

/// The running sink; dropping it stops it.
#[derive(Debug)]
pub struct Sink {
    slots: Slots,
    deliveries: Budget,
    pub(super) contacts: Arc<Contacts>,
    pub(super) origins: HashMap<Certificate, String>,
    /// The contacts of targets with the certificates that they must refuse.
    pub(super) refused: HashMap<Certificate, Arc<Contacts>>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    interceptor: Option<Arc<dyn Interceptor>>,
}

/// The address on which the sink listens, and the one by which a target reaches it.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The address to listen on; port 0 picks a free one.
    pub listen: SocketAddr,
    /// The host name a target uses.
    pub host: String,
    /// The whole origin a target uses, when something stands between it and the sink.
    pub origin: Option<String>,
}

impl Reach {
    /// A sink for targets on this machine.
    #[must_use]
    pub fn loopback() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            host: "localhost".into(),
            origin: None,
        }
    }

    /// A sink for targets in containers on this machine.
    #[must_use]
    pub fn from_containers() -> Self {
        Self {
            listen: SocketAddr::from(([0, 0, 0, 0], 0)),
            host: "host.docker.internal".into(),
            origin: None,
        }
    }
}

impl Sink {
    /// Starts listening, with a certificate of `authority` and with two that a target must refuse.
    ///
    /// # Errors
    /// If the address is taken or a certificate cannot be made.
    pub async fn start(reach: &Reach, authority: &Authority) -> Result<Self, SinkError> {
        let other_authority = Authority::new()?;
        let names = authority::local_names(&reach.host);
        let mut sink = Self {
            slots: Slots::default(),
            deliveries: Budget::new(ALL_DELIVERIES, OWN_DELIVERIES),
            contacts: Arc::default(),
            origins: HashMap::new(),
            refused: HashMap::new(),
            tasks: Vec::new(),
            interceptor: None,
        };
        let trusted = authority.server_config(&names)?;
        sink.listen(Certificate::Trusted, reach.listen, trusted, reach).await?;
        let beside = SocketAddr::new(reach.listen.ip(), 0);
        let unknown = other_authority.server_config(&names)?;
        sink.listen(Certificate::UnknownAuthority, beside, unknown, reach).await?;
        let other = authority.server_config(&["another-host.invalid".to_owned()])?;
        sink.listen(Certificate::OtherHost, beside, other, reach).await?;
        if let Some(origin) = &reach.origin {
            sink.origins.insert(Certificate::Trusted, origin.trim_end_matches('/').to_owned());
        }
        Ok(sink)
    }

    async fn listen(
        &mut self,
        certificate: Certificate,
        address: SocketAddr,
        tls: Arc<ServerConfig>,
        reach: &Reach,
    ) -> Result<(), SinkError> {
        let at = |source| SinkError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(at)?;
        let port = listener.local_addr().map_err(at)?.port();
        self.origins.insert(certificate, format!("https://{}:{port}", reach.host));
        // Only the certificate that a target must trust says something when a handshake ends early.
        let is_trusted = certificate == Certificate::Trusted;
        let contacts = if is_trusted { self.contacts.clone() } else { Arc::default() };
        self.refused.insert(certificate, contacts.clone());
        let (tls, slots) = (TlsAcceptor::from(tls), self.slots.clone());
        let serving = serve_all(
            async move || listener.accept().await.map(|(stream, _)| stream),
            move |stream| serve(stream, tls.clone(), slots.clone(), contacts.clone()),
        );
        self.tasks.push(tokio::spawn(serving));
        Ok(())
    }

    /// The same sink, where an interceptor handles the deliveries to all mailboxes that are made from now on.
    #[must_use]
    pub fn through(mut self, interceptor: Option<Arc<dyn Interceptor>>) -> Self {
        self.interceptor = interceptor;
        self
    }

    /// A new mailbox for one scenario.
    #[must_use]
    pub fn mailbox(&self) -> Mailbox {
        let slot = Slot::new(self.deliveries.account(), self.interceptor.clone());
        self.open(new_token(), slot)
    }

    /// A mailbox that several scenarios share, each with a part of its own. With the token of an earlier run it has the address
    /// of that run.
    #[must_use]
    pub fn shared_mailbox(&self, token: &str) -> Mailbox {
        let sorting = Arc::new(Sorting::default());
        let (account, interceptor) = (self.deliveries.account(), self.interceptor.clone());
        let slot = Slot::shared(account, interceptor, sorting);
        self.open(token.to_owned(), slot)
    }

    fn open(&self, token: String, slot: Arc<Slot>) -> Mailbox {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.insert(token.clone(), slot.clone());
        Mailbox { slot, token }
    }

    /// Removes a mailbox with its deliveries; later deliveries are answered 410. Of a shared mailbox it ends only this part.
    pub fn close(&self, mailbox: &Mailbox) {
        mailbox.release();
        if let Some(sorting) = mailbox.slot.sorted_by() {
            sorting.release(&mailbox.slot);
        } else {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            slots.remove(&mailbox.token);
        }
    }

    /// The origin of the addresses to register with the target.
    pub(super) fn origin(&self) -> &str {
        self.origins.get(&Certificate::Trusted).map_or("", String::as_str)
    }

    /// The address to register with the target.
    #[must_use]
    pub fn address(&self, mailbox: &Mailbox, certificate: Certificate) -> String {
        let origin = self.origins.get(&certificate).map_or("", String::as_str);
        format!("{origin}{}", mailbox.path())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn serve(stream: TcpStream, tls: TlsAcceptor, slots: Slots, contacts: Arc<Contacts>) {
    // Webhooks are small and answered at once: waiting to fill packets would only add delay.
    let _ = stream.set_nodelay(true);
    // A target may break off the handshake if the certificate is bad.
    let handshake = tokio::time::timeout(HANDSHAKE_TIMEOUT, tls.accept(stream));
    let Ok(Ok(stream)) = handshake.await else {
        contacts.broken_handshakes.fetch_add(1, Ordering::Relaxed);
        return;
    };
    let service = service_fn(move |request| receive(slots.clone(), contacts.clone(), request));
    let mut server = http1::Builder::new();
    let _ = server.max_buf_size(LARGEST_HEAD).serve_connection(TokioIo::new(stream), service).await;
}

/// Makes hyper close the connection without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is dropped on command")]
struct DroppedOnCommand;

fn slot_of(slots: &Slots, token: &str) -> Option<Arc<Slot>> {
    slots.lock().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
}

async fn receive(
    slots: Slots,
    contacts: Arc<Contacts>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, DroppedOnCommand> {
    let (head, body) = request.into_parts();
    let path = head.uri.path().strip_prefix("/hooks/").unwrap_or_default();
    let (token, subpath) = path.split_at(path.find('/').unwrap_or(path.len()));
    let Some(slot) = slot_of(&slots, token) else { return Ok(answer(410)) };
    contacts.deliveries.fetch_add(1, Ordering::Relaxed);
    let mut hold = slot.hold();
    let body = match read_body(body, &mut hold).await {
        Ok(body) => body,
        Err(unread) => {
            // A target may break off an attempt, as when it stops.
            if !matches!(unread, UnreadDelivery::Broken) {
                slot.refuse(unread.to_string());
            }
            return Ok(answer(unread.status()));
        }
    };
    let slot = slot.recipient(&body);
    let delivery = delivery(&head, subpath, body);
    let read = delivery.body.len();
    let mut entering = intercepted::entering(&slot, token, delivery).into_iter();
    let Some(delivery) = entering.next() else { return Ok(answer(200)) };
    let delivery = delivery.answered(slot.choose_reply());
    let (reply, received_at, accepted) =
        (delivery.reply, delivery.received_at, delivery.accepted.clone());
    let grown = delivery.body.len().saturating_sub(read);
    if !hold.grow(grown) || !slot.put(delivery, hold) {
        slot.refuse("the deliveries need too much memory".to_owned());
        return Ok(answer(507));
    }
    entering.for_each(|further| intercepted::put_accepted(&slot, further));
    match reply {
        Reply::Status(status) => {
            let mut response = answer(status);
            slot.body().into_iter().for_each(|body| *response.body_mut() = Full::new(body));
            Ok(response)
        }
        Reply::Redirect => {
            let mut response = answer(307);
            if let Ok(value) = format!("/hooks/{token}{REDIRECTED}").parse() {
                response.headers_mut().insert(header::LOCATION, value);
            }
            Ok(response)
        }
        Reply::Held => {
            slot.until_released().await;
            if received_at.elapsed() <= ATTEMPT_TIMEOUT {
                slot.accept(&accepted);
            }
            Ok(answer(200))
        }
        Reply::Dropped => Err(DroppedOnCommand),
    }
}

/// A token for a mailbox that nobody can guess.
#[must_use]
pub fn new_token() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// The path after a mailbox's address to which the sink redirects.
pub const REDIRECTED: &str = "/elsewhere";

/// A delivery that has just been read and is not answered yet.
fn delivery(head: &Parts, subpath: &str, body: Bytes) -> ReceivedDelivery {
    let headers = head.headers.iter().map(|(name, value)| {
        (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    ReceivedDelivery {
        received_at: Instant::now(),
        method: head.method.to_string(),
        subpath: subpath.to_owned(),
        headers: Arc::new(headers.collect()),
        body,
        reply: Reply::Status(200),
        accepted: Arc::default(),
    }
}

fn answer(status: u16) -> Response<Full<Bytes>> {
    let body = if status < 300 { &b"{\"received\":true}"[..] } else { &b""[..] };
    let mut response = Response::new(Full::new(Bytes::from_static(body)));
    *response.status_mut() =
        hyper::StatusCode::from_u16(status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    response
}
