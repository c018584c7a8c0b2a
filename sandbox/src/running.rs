//! Starting and stopping a sandbox.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;

use crate::app::App;
use crate::auth::{OperatorKey, SignInGate, Signer};
use crate::control::OpenPages;
use crate::domain::clock::Span;
use crate::http::server::{CONNECTIONS_PER_PEER, serve};
use crate::http::upload_slots::UploadSlots;
use crate::operations;
use crate::store::{ChangeNews, Listeners, Store};
use crate::webhooks::{Sender, Work};
use crate::{api, control, demo, portal};

/// The configuration of a sandbox; port 0 takes any free port.
#[derive(Clone)]
pub struct Config {
    /// The address on which the payments API listens.
    pub api_addr: SocketAddr,
    /// The address on which the Portal listens.
    pub portal_addr: SocketAddr,
    /// The directory of the data; without it, data stays in memory.
    pub data: Option<PathBuf>,
    /// The operator's key; without it, a random key is made.
    pub operator_key: Option<String>,
    /// Certificate authorities, in PEM, that webhook endpoints may use beside the system's
    /// (HOOK-14).
    pub webhook_ca_pem: Option<String>,
    /// The address at which people reach the Portal from outside, if it is not the listening
    /// address.
    pub portal_url: Option<String>,
    /// True if webhooks are sent to no internal address: loopback, private, link-local and the
    /// like.
    pub webhook_deny_internal: bool,
    /// Upper bound for the open connections of one network address to each listener; at the bound,
    /// its oldest idle connection is closed for a new one.
    pub max_connections_per_peer: usize,
    /// True if a new database starts with a demo merchant that has two weeks of data.
    pub demo: bool,
    /// The number of days for which a delivery is kept after its end, on the merchant's clock.
    pub delivery_days: u16,
}

/// Hides the operator's key, since this text may appear in logs.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            api_addr,
            portal_addr,
            data,
            operator_key,
            webhook_ca_pem,
            portal_url,
            webhook_deny_internal,
            max_connections_per_peer,
            demo,
            delivery_days,
        } = self;
        f.debug_struct("Config")
            .field("api_addr", api_addr)
            .field("portal_addr", portal_addr)
            .field("data", data)
            .field("operator_key", &operator_key.as_ref().map(|_| "..."))
            .field("webhook_ca_pem", webhook_ca_pem)
            .field("portal_url", portal_url)
            .field("webhook_deny_internal", webhook_deny_internal)
            .field("max_connections_per_peer", max_connections_per_peer)
            .field("demo", demo)
            .field("delivery_days", delivery_days)
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
            webhook_deny_internal: false,
            max_connections_per_peer: CONNECTIONS_PER_PEER,
            demo: false,
            delivery_days: 30,
        }
    }
}

/// The reasons for which a sandbox cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is in use or does not belong to this host.
    #[error("cannot listen on {0}: {1}; choose another with --api-addr or --portal-addr")]
    Listen(SocketAddr, std::io::Error),
    /// The data directory or the database cannot be used.
    #[error("{0}")]
    Store(String),
    /// The extra certificates cannot be read.
    #[error("{0}")]
    Certificate(String),
    /// The operator's key is empty.
    #[error(
        "the operator key is empty; write one into --operator-key-file or RALIO_OPERATOR_KEY, or \
         leave both out"
    )]
    OperatorKey,
}

/// A running sandbox; [`Sandbox::stop`] ends it in order, and dropping it ends it at once.
pub struct Sandbox {
    api_url: String,
    portal_url: String,
    public_portal_url: String,
    operator_key: String,
    store: Arc<Store>,
    stop: watch::Sender<bool>,
    servers: JoinSet<()>,
    /// The tasks of deliveries and expiry; if they are cut off, they continue at the next start
    /// (HOOK-13).
    background: JoinSet<()>,
}

impl Sandbox {
    /// The address of the payments API on this host, without a slash at the end.
    #[must_use]
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// The address of the Portal on this host, without a slash at the end.
    #[must_use]
    pub fn portal_url(&self) -> &str {
        &self.portal_url
    }

    /// The operator's key.
    #[must_use]
    pub fn operator_key(&self) -> &str {
        &self.operator_key
    }

    /// A link that signs the owner of the oldest merchant in to the Portal, once; makes a first
    /// merchant if there is none.
    ///
    /// # Errors
    ///
    /// The data cannot be written.
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

    /// Finishes the running requests within seconds, and closes the data.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        while self.servers.join_next().await.is_some() {}
        self.background.shutdown().await;
        self.store.close().await;
    }
}

/// Starts a sandbox; it accepts requests when this function returns.
///
/// # Errors
///
/// An address, the key, the data directory or the certificates cannot be used.
pub async fn start(config: Config) -> Result<Sandbox, StartError> {
    // The surrounding program may have installed a provider already; any provider is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let operator_key = operator_key_of(config.operator_key)?;
    let sender = Sender::new(config.webhook_ca_pem.as_deref(), config.webhook_deny_internal)
        .map_err(|error| StartError::Certificate(error.to_string()))?;
    let (api_listener, api_addr) = bind(config.api_addr).await?;
    let (portal_listener, portal_addr) = bind(config.portal_addr).await?;
    let (api_url, portal_url) = (local_url(api_addr), local_url(portal_addr));
    let public_portal_url = config.portal_url.unwrap_or_else(|| portal_url.clone());
    let public_portal_url = public_portal_url.trim_end_matches('/').to_owned();

    let (signals, committed) = mpsc::unbounded_channel();
    let clock_moved = Arc::new(Notify::new());
    let changes = ChangeNews::default();
    let watched = changes.clone();
    let listeners = Listeners { signals, clock_moved: Arc::clone(&clock_moved), changes };
    let store = open_store(config.data, listeners).await?;
    let signer = load_signer(&store).await?;
    let (dispatcher, work) = Work::load(Arc::clone(&store), sender).await.map_err(unusable)?;
    let kept = Span::days(config.delivery_days.into());
    let mut background = JoinSet::new();
    background.spawn(work.run(committed));
    background.spawn(control::sweep(Arc::clone(&store), clock_moved, kept));
    if config.demo {
        fill_with_demo(&store, public_portal_url.clone()).await?;
    }

    let (stop, stopping) = watch::channel(false);
    let app = Arc::new(App {
        store: Arc::clone(&store),
        signer,
        operator_key: OperatorKey::new(&operator_key),
        dispatcher,
        limiter: Arc::default(),
        upload_slots: UploadSlots::default(),
        open_pages: OpenPages::default(),
        sign_in: SignInGate::default(),
        changes: watched,
        stopping: stopping.clone(),
        public_portal_url: public_portal_url.clone(),
        api_url: api_url.clone(),
    });
    let mut servers = JoinSet::new();
    let per_peer = config.max_connections_per_peer;
    servers.spawn(serve(api_listener, api::router(Arc::clone(&app)), per_peer, stopping.clone()));
    servers.spawn(serve(portal_listener, portal::router(app), per_peer, stopping));
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

/// The configured key of the operator, which is not empty, or a fresh one.
fn operator_key_of(configured: Option<String>) -> Result<String, StartError> {
    match configured {
        Some(key) if key.trim().is_empty() => Err(StartError::OperatorKey),
        Some(key) => Ok(key),
        None => Ok(fresh_operator_key()),
    }
}

/// Opens the database on a thread that may wait for the disk.
async fn open_store(data: Option<PathBuf>, listeners: Listeners) -> Result<Arc<Store>, StartError> {
    let opened = tokio::task::spawn_blocking(move || Store::open(data.as_deref(), listeners));
    let store = opened.await.map_err(unusable)?.map_err(unusable)?;
    Ok(Arc::new(store))
}

/// The signer of tokens, with the secret of the database.
async fn load_signer(store: &Store) -> Result<Signer, StartError> {
    let fresh = rand::random();
    let secret = store.write(move |tx| tx.token_secret(fresh));
    Ok(Signer::new(secret.await.map_err(unusable)?))
}

/// Fills a new database with the demo merchant.
async fn fill_with_demo(store: &Store, portal_url: String) -> Result<(), StartError> {
    let filled = store.write(move |tx| demo::fill(tx, &portal_url));
    filled.await.map_err(unusable)
}

/// A new operator's key.
fn fresh_operator_key() -> String {
    format!("op_{}", hex::encode(rand::random::<[u8; 24]>()))
}

async fn bind(addr: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let bound = async {
        let listener = TcpListener::bind(addr).await?;
        let addr = listener.local_addr()?;
        Ok((listener, addr))
    };
    bound.await.map_err(|error| StartError::Listen(addr, error))
}

/// The URL of a listener on this host; an address of all interfaces becomes the loopback address.
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
    fn the_operators_key_is_not_in_the_debug_text() {
        let key = Some("op_topsecret".to_owned());
        let shown = format!("{:?}", Config { operator_key: key, ..Config::default() });
        assert!(shown.contains("operator_key") && !shown.contains("topsecret"), "{shown}");
    }

    #[test]
    fn an_address_of_all_interfaces_becomes_the_loopback_address() {
        for (addr, url) in [
            ("0.0.0.0:8081", "http://127.0.0.1:8081"),
            ("[::]:8081", "http://[::1]:8081"),
            ("192.0.2.1:80", "http://192.0.2.1:80"),
        ] {
            assert_eq!(local_url(addr.parse().unwrap()), url);
        }
    }

    #[tokio::test]
    async fn a_full_disk_is_answered_with_507_and_health_says_it() {
        let directory = tempfile::tempdir().unwrap();
        let config = Config { data: Some(directory.path().to_owned()), ..Config::default() };
        let sandbox = start(config).await.unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().tls_certs_only([]).no_proxy().build().unwrap();
        let merchants = format!("{}/operator/v1/merchants", sandbox.portal_url());
        let make = async || {
            let request = client.post(&merchants).bearer_auth(sandbox.operator_key());
            let name = serde_json::json!({"name": "n".repeat(100)}).to_string();
            let answer = request.header("content-type", "application/json").body(name).send();
            let answer = answer.await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        };
        let health = async |listener: &str| {
            client.get(format!("{listener}/health")).send().await.unwrap().status().as_u16()
        };
        sandbox.store.write(|tx| tx.limit_pages(1)).await.unwrap();
        let mut answer = make().await;
        for _ in 0..500 {
            if answer.0 != 201 {
                break;
            }
            answer = make().await;
        }
        assert_eq!(answer.0, 507, "{}", answer.1);
        assert!(answer.1.contains("\"disk_full\""), "{}", answer.1);
        // A small write of the sandbox's own may still find room, and then it is healthy until the next refusal.
        let mut seen = (0, 0);
        for _ in 0..50 {
            seen = (health(sandbox.api_url()).await, health(sandbox.portal_url()).await);
            if seen == (507, 507) {
                break;
            }
            make().await;
        }
        assert_eq!(seen, (507, 507));
        let reading = client.get(&merchants).bearer_auth(sandbox.operator_key()).send();
        assert_eq!(reading.await.unwrap().status().as_u16(), 200);
        sandbox.store.write(|tx| tx.limit_pages(100_000)).await.unwrap();
        assert_eq!(make().await.0, 201);
        assert_eq!(
            (health(sandbox.api_url()).await, health(sandbox.portal_url()).await),
            (200, 200)
        );
        sandbox.stop().await;
    }
}
