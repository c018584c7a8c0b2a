//! The page with a run's worklist: behind a token in its address, for a second screen.

use std::{
    io,
    net::{IpAddr, SocketAddr, TcpListener, UdpSocket},
    sync::Arc,
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, Response},
    routing::{get, post},
};
use conformance_harness::worklist::Worklist;
use tokio::{runtime::Handle, task::JoinHandle};

use crate::own_page::{ELEMENTS, guarded, page_script, page_style, refused};

const PAGE: &str = include_str!("../../templates/worklist/worklist.html");
const STYLE: &str = include_str!("../../templates/worklist/worklist.css");
const SCRIPT: &str = include_str!("../../templates/worklist/worklist.js");

/// A page that shows a worklist. It ends with this value.
#[derive(Debug)]
pub struct WorklistPage {
    address: String,
    server: JoinHandle<io::Result<()>>,
}

impl Drop for WorklistPage {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl WorklistPage {
    /// Opens the page at this address; it is served on the threads of `beside`. Port 0 picks a free one.
    ///
    /// # Errors
    /// If the address cannot be listened to.
    pub fn open(list: Worklist, address: SocketAddr, beside: &Handle) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let bound = listener.local_addr()?;
        let reached = SocketAddr::new(reachable(bound.ip()), bound.port());
        let token = hex::encode(rand::random::<[u8; 16]>());
        let router = router(&token, list);
        let server = beside.spawn(async move {
            axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await
        });
        Ok(Self { address: format!("http://{reached}/{token}/"), server })
    }

    /// The address of the page, with its token.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// The address by which other devices reach a listener: for one at all addresses, that of this machine in its network.
fn reachable(ip: IpAddr) -> IpAddr {
    if !ip.is_unspecified() {
        return ip;
    }
    // A datagram socket is given its own address when it is connected; nothing is sent. 192.0.2.1 belongs to nobody.
    let own = || {
        let socket = UdpSocket::bind(("0.0.0.0", 0))?;
        socket.connect(("192.0.2.1", 9))?;
        socket.local_addr()
    };
    own().map_or(IpAddr::from([127, 0, 0, 1]), |own| own.ip())
}

fn router(token: &str, list: Worklist) -> Router {
    let at = |path: &str| format!("/{token}/{path}");
    Router::new()
        .route(&at(""), get(async || guarded(Html(PAGE))))
        .route(&at("worklist.css"), get(async || page_style(STYLE)))
        .route(&at("worklist.js"), get(async || page_script(SCRIPT)))
        .route(&at("elements.js"), get(async || page_script(ELEMENTS)))
        .route(&at("list"), get(view))
        .route(&at("skip/{number}"), post(skip))
        .fallback(elsewhere)
        .with_state(Arc::new(list))
}

/// An address without the token.
async fn elsewhere() -> Response {
    let message = "nothing is here; open the address that `conform run --worklist` has printed";
    refused(StatusCode::NOT_FOUND, message)
}

async fn view(State(list): State<Arc<Worklist>>) -> Response {
    guarded(Json(list.view()))
}

async fn skip(
    State(list): State<Arc<Worklist>>,
    Path(number): Path<usize>,
    headers: HeaderMap,
) -> Response {
    if !is_of_the_page(&headers) {
        return refused(StatusCode::FORBIDDEN, "only the worklist's own page may skip a request");
    }
    match list.skip(number) {
        Ok(()) => guarded(StatusCode::NO_CONTENT),
        Err(reason) => refused(StatusCode::CONFLICT, &reason),
    }
}

/// True if a browser says that the request comes from a page of this server.
fn is_of_the_page(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    origin.is_some_and(|(_, origin)| Some(origin) == text(header::HOST))
}
