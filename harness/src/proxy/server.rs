//! The servers of a proxy: one for each origin of the target, and one with TLS for its deliveries.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use hyper::{Request, Response, body::Incoming, rt, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_rustls::TlsAcceptor;

use super::{
    conduct::{Conduct, NoAnswer, NoteTaker, ProxyBody},
    front, hooks,
    line::{LineError, OriginLine, trusting},
    local_origin::LocalOrigins,
    registrations::{RegistrationConvention, Registrations},
};
use crate::{
    fault::Framing,
    intercept::Interceptor,
    listen::{HANDSHAKE_TIMEOUT, LARGEST_HEAD, serve_all},
    sink::{Authority, AuthorityError, Reach, local_names},
};

/// The reasons why a proxy could not start.
#[derive(Debug, thiserror::Error)]
pub enum ProxyError {
    /// An address could not be listened on.
    #[error("the proxy cannot listen on {address}: {source}; choose another address")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// The error of the operating system.
        source: io::Error,
    },
    /// An origin of the target is none.
    #[error("the target cannot be reached: {0}; correct `api` or `portal` in the profile")]
    Target(String),
    /// The certificate authority of the clients' endpoints cannot be used.
    #[error(
        "the certificate authority of the endpoints cannot be used: {0}; give a PEM file with --endpoint-ca"
    )]
    EndpointAuthority(String),
    /// The origin for deliveries cannot be used.
    #[error("the address for deliveries cannot be used: {0}; correct `sink` in the profile")]
    Origin(String),
    /// The certificate for deliveries cannot be made.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
}

/// The set-up of a proxy.
#[derive(Default)]
pub struct ProxySettings<'a> {
    /// The origins of the target, each with the address on which the proxy listens for it.
    pub fronts: Vec<(String, SocketAddr)>,
    /// The code that changes messages.
    pub interceptor: Option<Arc<dyn Interceptor>>,
    /// The way in which the bodies of answers are sent, if it is a different one.
    pub framing: Option<Framing>,
    /// The way of deliveries; without it they go from the target to the clients directly.
    pub webhooks: Option<ProxyWebhooks<'a>>,
    /// The receiver of news.
    pub notes: Option<NoteTaker>,
}

/// The set-up of a proxy for deliveries.
pub struct ProxyWebhooks<'a> {
    /// The address by which the target reaches the proxy.
    pub reach: &'a Reach,
    /// The authority that the target trusts.
    pub authority: &'a Authority,
    /// The calls by which clients register their addresses.
    pub convention: RegistrationConvention,
    /// The secret that signs deliveries, where none has passed by.
    pub secret: Option<String>,
    /// A certificate authority of the clients' endpoints beside the machine's, in PEM.
    pub endpoint_ca: Option<&'a str>,
}

/// The running proxy; dropping it stops it.
pub struct Proxy {
    conduct: Arc<Conduct>,
    webhook_origin: Option<String>,
    tasks: Vec<JoinHandle<()>>,
}

impl Proxy {
    /// Starts a proxy.
    ///
    /// # Errors
    /// If an address cannot be listened on, or a certificate or an origin cannot be used.
    pub async fn start(settings: ProxySettings<'_>) -> Result<Self, ProxyError> {
        let ProxySettings { fronts, interceptor, framing, webhooks, notes } = settings;
        let target_tls = trusting(&[]).map_err(ProxyError::Target)?;
        let (mut lines, mut origins, mut listeners) = (Vec::new(), Vec::new(), Vec::new());
        for (base, address) in fronts {
            let base = base.trim_end_matches('/').to_owned();
            let wrong = |error: LineError| ProxyError::Target(error.to_string());
            lines.push((base.clone(), OriginLine::new(&base, &target_tls).map_err(wrong)?));
            let (listener, address) = bound(address).await?;
            origins.push((base.clone(), format!("http://{address}")));
            listeners.push((base, listener));
        }
        let hooks = match &webhooks {
            None => None,
            Some(webhooks) => Some(HookServer::bound(webhooks).await?),
        };
        let more: Vec<&str> = webhooks.iter().filter_map(|webhooks| webhooks.endpoint_ca).collect();
        let endpoint_tls = trusting(&more).map_err(ProxyError::EndpointAuthority)?;
        let registrations = match (&hooks, webhooks) {
            (Some(HookServer { origin, .. }), Some(ProxyWebhooks { convention, secret, .. })) => {
                let made = Registrations::new(origin, convention, secret);
                Some(made.map_err(|error| ProxyError::Origin(error.to_string()))?)
            }
            _ => None,
        };
        let conduct = Arc::new(Conduct {
            lines,
            origins: LocalOrigins(origins),
            interceptor,
            framing,
            registrations,
            framed: AtomicUsize::new(0),
            notes,
            endpoint_tls,
            endpoints: Mutex::new(HashMap::new()),
        });
        let mut tasks: Vec<JoinHandle<()>> = Vec::new();
        for (base, listener) in listeners {
            tasks.push(tokio::spawn(serve_clients(conduct.clone(), base.into(), listener)));
        }
        let webhook_origin = hooks.as_ref().map(|hooks| hooks.origin.clone());
        tasks.extend(hooks.map(|hooks| tokio::spawn(hooks.serve(conduct.clone()))));
        Ok(Self { conduct, webhook_origin, tasks })
    }

    /// The origins of the target, each with that of the proxy before it.
    #[must_use]
    pub fn origins(&self) -> &[(String, String)] {
        &self.conduct.origins.0
    }

    /// The origin at which the target reaches the proxy with its deliveries.
    #[must_use]
    pub fn webhook_origin(&self) -> Option<&str> {
        self.webhook_origin.as_deref()
    }

    /// The number of answers that went over the wire in another way.
    #[must_use]
    pub fn framed(&self) -> usize {
        self.conduct.framed.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// A listener, and the address that it has got.
async fn bound(address: SocketAddr) -> Result<(TcpListener, SocketAddr), ProxyError> {
    let at = |source| ProxyError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(at)?;
    let address = listener.local_addr().map_err(at)?;
    Ok((listener, address))
}

async fn serve_clients(conduct: Arc<Conduct>, base: Arc<str>, listener: TcpListener) {
    let accept = async move || listener.accept().await.map(|(stream, _)| stream);
    serve_all(accept, move |stream| {
        let _ = stream.set_nodelay(true);
        let (conduct, base) = (conduct.clone(), base.clone());
        serve(stream, move |request| {
            let (conduct, base) = (conduct.clone(), base.clone());
            async move { front::answer(&conduct, &base, request).await }
        })
    })
    .await;
}

/// The server for deliveries, which listens already.
struct HookServer {
    listener: TcpListener,
    tls: TlsAcceptor,
    origin: String,
}

impl HookServer {
    async fn bound(webhooks: &ProxyWebhooks<'_>) -> Result<Self, ProxyError> {
        let reach = webhooks.reach;
        let (listener, address) = bound(reach.listen).await?;
        let tls = webhooks.authority.server_config(&local_names(&reach.host))?;
        let own = format!("https://{}:{}", reach.host, address.port());
        let origin =
            reach.origin.as_deref().map_or(own, |given| given.trim_end_matches('/').into());
        Ok(Self { listener, tls: TlsAcceptor::from(tls), origin })
    }

    async fn serve(self, conduct: Arc<Conduct>) {
        let Self { listener, tls, origin } = self;
        let accept = async move || listener.accept().await.map(|(stream, _)| stream);
        serve_all(accept, move |stream| {
            let _ = stream.set_nodelay(true);
            let handshake = tokio::time::timeout(HANDSHAKE_TIMEOUT, tls.accept(stream));
            let (conduct, origin) = (conduct.clone(), origin.clone());
            async move {
                let Ok(Ok(stream)) = handshake.await else {
                    conduct.trouble(format!(
                        "the target broke off the TLS handshake at {origin}; let it trust the authority that \
                         `conform ca DIR` shows, with `sink.authority: DIR` in the profile"
                    ));
                    return;
                };
                serve(stream, move |request| hooks::receive(conduct.clone(), request)).await;
            }
        })
        .await;
    }
}

/// Serves one connection. Heads keep the letter case of their names, and nothing is added to them.
async fn serve<Stream, Answering>(stream: Stream, answer: impl Fn(Request<Incoming>) -> Answering)
where
    TokioIo<Stream>: rt::Read + rt::Write + Unpin,
    Answering: Future<Output = Result<Response<ProxyBody>, NoAnswer>>,
{
    let mut server = http1::Builder::new();
    server.preserve_header_case(true).auto_date_header(false).max_buf_size(LARGEST_HEAD);
    let _ = server.serve_connection(TokioIo::new(stream), service_fn(answer)).await;
}
