//! Starting and stopping a sandbox.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore, broadcast, mpsc, watch};
use tokio::task::JoinSet;

use crate::app::App;
use crate::auth::{OperatorKey, SignInGate, Signer};
use crate::http::server::serve;
use crate::http::upload::SLOTS;
use crate::operations;
use crate::store::{Listeners, Store};
use crate::webhooks::{Sender, Work};
use crate::{api, control, demo, portal};

/// Who watches a page and is further behind than that is told of one change instead of many.
const CHANGES_KEPT: usize = 256;

/// How a sandbox is set up; port 0 takes any free one.
#[derive(Clone)]
pub struct Config {
    /// Where the payments API listens.
    pub api_addr: SocketAddr,
    /// Where the Portal listens.
    pub portal_addr: SocketAddr,
    /// Where data is kept; in memory without it.
    pub data: Option<PathBuf>,
    /// What the operator authenticates with; made up without it.
    pub operator_key: Option<String>,
    /// Certificates, in PEM, that webhook endpoints may have beside the system's.
    pub webhook_ca_pem: Option<String>,
    /// Where people reach the Portal from outside, if not at the address it listens on.
    pub portal_url: Option<String>,
    /// Whether a new database begins with a merchant that has two weeks of business behind it.
    pub demo: bool,
}

/// The operator's key stays out of logs.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { api_addr, portal_addr, data, operator_key, webhook_ca_pem, portal_url, demo } =
            self;
        f.debug_struct("Config")
            .field("api_addr", api_addr)
            .field("portal_addr", portal_addr)
            .field("data", data)
            .field("operator_key", &operator_key.as_ref().map(|_| "..."))
            .field("webhook_ca_pem", webhook_ca_pem)
            .field("portal_url", portal_url)
            .field("demo", demo)
            .finish()
    }
}

impl Default for Config {
    fn default() -> Self {
        let local = SocketAddr::from(([127, 0, 0, 1], 0));
        Self {
            api_addr: local,
            portal_addr: local,
            data: None,
            operator_key: None,
            webhook_ca_pem: None,
            portal_url: None,
            demo: false,
        }
    }
}

/// Why a sandbox cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// An address is taken or not ours.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The data directory or the database cannot be used.
    #[error("{0}")]
    Store(String),
    /// The extra certificates are unreadable.
    #[error("{0}")]
    Certificate(String),
    /// Anybody could guess the operator's key.
    #[error("the operator key is empty")]
    OperatorKey,
}

/// A running sandbox; it stops abruptly when dropped and properly with [`Sandbox::stop`].
pub struct Sandbox {
    api_url: String,
    portal_url: String,
    public_portal_url: String,
    operator_key: String,
    store: Arc<Store>,
    stop: watch::Sender<bool>,
    servers: JoinSet<()>,
    /// Deliveries and expiry; dropped, they are cut off, and go on at the next start.
    background: JoinSet<()>,
}

impl Sandbox {
    /// Where the payments API is reached from this host, without a slash at the end.
    #[must_use]
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// Where the Portal is reached from this host, without a slash at the end.
    #[must_use]
    pub fn portal_url(&self) -> &str {
        &self.portal_url
    }

    /// What the operator authenticates with.
    #[must_use]
    pub fn operator_key(&self) -> &str {
        &self.operator_key
    }

    /// A link with which the owner of the oldest merchant signs in to the Portal once; a first merchant is made if there is none.
    ///
    /// # Errors
    ///
    /// When the data cannot be written.
    pub async fn sign_in_link(&self) -> Result<String, StartError> {
        let made = self.store.write(|tx| {
            let owner = match tx.first_person()? {
                Some(person) => person,
                None => operations::merchants::create_first(tx)?,
            };
            operations::people::add_link(tx, owner.id)
        });
        let link = made.await.map_err(unusable)?;
        Ok(format!("{}/sign-in/{}", self.public_portal_url, link.reveal()))
    }

    /// Finishes the requests under way, within seconds, and closes the data.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        while self.servers.join_next().await.is_some() {}
        self.background.shutdown().await;
        self.store.close().await;
    }
}

/// Starts a sandbox; when this ends, it takes requests.
///
/// # Errors
///
/// When an address, the key, the data directory or the certificates cannot be used.
pub async fn start(config: Config) -> Result<Sandbox, StartError> {
    // Another one may have been installed by the program around; any will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    if config.operator_key.as_ref().is_some_and(|key| key.trim().is_empty()) {
        return Err(StartError::OperatorKey);
    }
    let sender = Sender::new(config.webhook_ca_pem.as_deref())
        .map_err(|error| StartError::Certificate(error.to_string()))?;
    let (api_listener, api_addr) = bind(config.api_addr).await?;
    let (portal_listener, portal_addr) = bind(config.portal_addr).await?;
    let (api_url, portal_url) = (local_url(api_addr), local_url(portal_addr));
    let public_portal_url = config.portal_url.unwrap_or_else(|| portal_url.clone());
    let public_portal_url = public_portal_url.trim_end_matches('/').to_owned();
    let operator_key = config
        .operator_key
        .unwrap_or_else(|| format!("op_{}", hex::encode(rand::random::<[u8; 24]>())));

    let (signals, committed) = mpsc::unbounded_channel();
    let clock_moved = Arc::new(Notify::new());
    let changes = broadcast::channel(CHANGES_KEPT).0;
    let watched = changes.clone();
    let listeners = Listeners { signals, clock_moved: Arc::clone(&clock_moved), changes };
    let opened =
        tokio::task::spawn_blocking(move || Store::open(config.data.as_deref(), listeners));
    let store = opened.await.map_err(unusable)?.map_err(unusable)?;
    let store = Arc::new(store);
    let fresh = rand::random();
    let secret = store.write(move |tx| tx.token_secret(fresh)).await.map_err(unusable)?;
    let (dispatcher, work) = Work::load(Arc::clone(&store), sender).await.map_err(unusable)?;
    let mut background = JoinSet::new();
    background.spawn(work.run(committed));
    background.spawn(control::sweep(Arc::clone(&store), clock_moved));
    if config.demo {
        let portal_url = public_portal_url.clone();
        let filled = store.write(move |tx| demo::fill(tx, &portal_url));
        filled.await.map_err(unusable)?;
    }

    let (stop, stopping) = watch::channel(false);
    let app = Arc::new(App {
        store: Arc::clone(&store),
        signer: Signer::new(secret),
        operator_key: OperatorKey::new(&operator_key),
        dispatcher,
        limiter: Arc::default(),
        upload_slots: Arc::new(Semaphore::new(SLOTS)),
        sign_in: SignInGate::default(),
        changes: watched,
        stopping: stopping.clone(),
        public_portal_url: public_portal_url.clone(),
    });
    let mut servers = JoinSet::new();
    servers.spawn(serve(api_listener, api::router(Arc::clone(&app)), stopping.clone()));
    servers.spawn(serve(portal_listener, portal::router(app), stopping));
    Ok(Sandbox {
        api_url,
        portal_url,
        public_portal_url,
        operator_key,
        store,
        stop,
        servers,
        background,
    })
}

async fn bind(addr: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let bound = async {
        let listener = TcpListener::bind(addr).await?;
        let addr = listener.local_addr()?;
        Ok((listener, addr))
    };
    bound.await.map_err(|error| StartError::Listen(addr, error))
}

/// Where a listener is reached from this host: the address of all interfaces is none to go to.
fn local_url(mut addr: SocketAddr) -> String {
    match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => addr.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => addr.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    format!("http://{addr}")
}

fn unusable(error: impl fmt::Display) -> StartError {
    StartError::Store(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operators_key_is_not_in_what_is_logged() {
        let key = Some("op_topsecret".to_owned());
        let shown = format!("{:?}", Config { operator_key: key, ..Config::default() });
        assert!(shown.contains("operator_key") && !shown.contains("topsecret"), "{shown}");
    }

    #[test]
    fn an_address_to_listen_on_everywhere_is_reached_on_this_host() {
        for (addr, url) in [
            ("0.0.0.0:8081", "http://127.0.0.1:8081"),
            ("[::]:8081", "http://[::1]:8081"),
            ("192.0.2.1:80", "http://192.0.2.1:80"),
        ] {
            assert_eq!(local_url(addr.parse().unwrap()), url);
        }
    }
}
