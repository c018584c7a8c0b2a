//! Starting and stopping a sandbox.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;

use crate::api::token::Signer;
use crate::app::App;
use crate::http::server::serve;
use crate::portal::OperatorKey;
use crate::store::{Listeners, Store};
use crate::webhooks::{Sender, Work};
use crate::{api, control, portal};

/// How a sandbox is set up; port 0 takes any free one.
#[derive(Debug, Clone)]
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
    /// Where people reach the Portal, if not at the address it listens on.
    pub portal_url: Option<String>,
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
}

/// A running sandbox; it stops abruptly when dropped and properly with [`Sandbox::stop`].
pub struct Sandbox {
    api_url: String,
    portal_url: String,
    operator_key: String,
    store: Arc<Store>,
    stop: watch::Sender<bool>,
    servers: JoinSet<()>,
    /// Deliveries and expiry; dropped, they are cut off, and go on at the next start.
    background: JoinSet<()>,
}

impl Sandbox {
    /// Where the payments API is, without a slash at the end.
    #[must_use]
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// Where the Portal is, without a slash at the end.
    #[must_use]
    pub fn portal_url(&self) -> &str {
        &self.portal_url
    }

    /// What the operator authenticates with.
    #[must_use]
    pub fn operator_key(&self) -> &str {
        &self.operator_key
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
/// When an address, the data directory or the certificates cannot be used.
pub async fn start(config: Config) -> Result<Sandbox, StartError> {
    // Another one may have been installed by the program around; any will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sender = Sender::new(config.webhook_ca_pem.as_deref())
        .map_err(|error| StartError::Certificate(error.to_string()))?;
    let (api_listener, api_addr) = bind(config.api_addr).await?;
    let (portal_listener, portal_addr) = bind(config.portal_addr).await?;
    let portal_url = config.portal_url.unwrap_or_else(|| format!("http://{portal_addr}"));
    let operator_key = config
        .operator_key
        .unwrap_or_else(|| format!("op_{}", hex::encode(rand::random::<[u8; 24]>())));

    let (signals, committed) = mpsc::unbounded_channel();
    let clock_moved = Arc::new(Notify::new());
    let listeners = Listeners { signals, clock_moved: Arc::clone(&clock_moved) };
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

    let app = Arc::new(App {
        store: Arc::clone(&store),
        signer: Signer::new(secret),
        operator_key: OperatorKey::new(&operator_key),
        dispatcher,
        portal_url: portal_url.trim_end_matches('/').to_owned(),
    });
    let (stop, stopping) = watch::channel(false);
    let mut servers = JoinSet::new();
    servers.spawn(serve(api_listener, api::router(Arc::clone(&app)), stopping.clone()));
    servers.spawn(serve(portal_listener, portal::router(app), stopping));
    let (api_url, portal_url) = (format!("http://{api_addr}"), format!("http://{portal_addr}"));
    Ok(Sandbox { api_url, portal_url, operator_key, store, stop, servers, background })
}

async fn bind(addr: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let bound = async {
        let listener = TcpListener::bind(addr).await?;
        let addr = listener.local_addr()?;
        Ok((listener, addr))
    };
    bound.await.map_err(|error| StartError::Listen(addr, error))
}

fn unusable(error: impl std::fmt::Display) -> StartError {
    StartError::Store(error.to_string())
}
