//! The page with a run's worklist: behind a token in its address, for a second screen.

use std::{
    io,
    net::{IpAddr, SocketAddr, TcpListener, UdpSocket},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, Response},
    routing::{get, post},
};
use conformance_harness::worklist::{Worklist, WorklistView};
use serde::Serialize;
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
    shown: Arc<ShownWorklist>,
}

/// The list, and what the page knows of it.
#[derive(Debug)]
struct ShownWorklist {
    list: Worklist,
    has_ended: AtomicBool,
    /// The time of the last look, and whether the run had ended then.
    last_look: Mutex<Option<(Instant, bool)>>,
}

/// The list as the page gets it.
#[derive(Serialize)]
struct PageView {
    /// True if the run has ended.
    ended: bool,
    #[serde(flatten)]
    list: WorklistView,
}

/// A page that is open looks each second.
const LOOKS_WITHIN: Duration = Duration::from_secs(3);

/// Pause between two polls for a look of the page.
const LOOK_PAUSE: Duration = Duration::from_millis(20);

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
        let (has_ended, last_look) = (AtomicBool::default(), Mutex::default());
        let shown = Arc::new(ShownWorklist { list, has_ended, last_look });
        let router = router(&token, Arc::clone(&shown));
        let server = beside.spawn(async move {
            axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await
        });
        Ok(Self { address: format!("http://{reached}/{token}/"), server, shown })
    }

    /// Tells the page that the run has ended, if somebody has it open.
    pub fn end(self) {
        self.shown.has_ended.store(true, Ordering::Relaxed);
        let begun = Instant::now();
        while begun.elapsed() < LOOKS_WITHIN && self.shown.is_waited_for() {
            thread::sleep(LOOK_PAUSE);
        }
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

impl ShownWorklist {
    /// True if the page is open and does not know the end yet.
    fn is_waited_for(&self) -> bool {
        let last = *self.last_look.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|(at, knew)| !knew && at.elapsed() < LOOKS_WITHIN)
    }
}

fn router(token: &str, shown: Arc<ShownWorklist>) -> Router {
    let at = |path: &str| format!("/{token}/{path}");
    Router::new()
        .route(&at(""), get(async || guarded(Html(PAGE))))
        .route(&at("worklist.css"), get(async || page_style(STYLE)))
        .route(&at("worklist.js"), get(async || page_script(SCRIPT)))
        .route(&at("elements.js"), get(async || page_script(ELEMENTS)))
        .route(&at("list"), get(view))
        .route(&at("skip/{number}"), post(skip))
        .fallback(elsewhere)
        .with_state(shown)
}

/// An address without the token.
async fn elsewhere() -> Response {
    let message = "nothing is here; open the address that `conform run --worklist` has printed";
    refused(StatusCode::NOT_FOUND, message)
}

async fn view(State(shown): State<Arc<ShownWorklist>>) -> Response {
    let ended = shown.has_ended.load(Ordering::Relaxed);
    let mut last = shown.last_look.lock().unwrap_or_else(PoisonError::into_inner);
    *last = Some((Instant::now(), ended));
    guarded(Json(PageView { ended, list: shown.list.view() }))
}

async fn skip(
    State(shown): State<Arc<ShownWorklist>>,
    Path(number): Path<usize>,
    headers: HeaderMap,
) -> Response {
    if !is_of_the_page(&headers) {
        return refused(StatusCode::FORBIDDEN, "only the worklist's own page may skip a request");
    }
    match shown.list.skip(number) {
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
