//! Serving a router on a listener, with limits on time, memory and connections.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::header::{CONNECTION, EXPECT};
use axum::http::{HeaderValue, Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::busy_body::BusyBody;
use super::connections::{Connection, Connections};
use super::lent_body::lend;
use super::peer::Peer;
use super::stream::Impatient;

/// Timeout for the head of a request, also on a connection that is kept open.
const HEAD_TIME: Duration = Duration::from_mins(1);
/// Timeout for a client that reads no byte of the answer.
const WRITE_TIME: Duration = Duration::from_mins(1);
/// The greatest head of a request, in bytes.
const HEAD_SIZE: usize = 32 * 1024;
const MAX_HEADERS: usize = 100;
/// Upper bound for open connections of a listener.
const MAX_CONNECTIONS: usize = 2048;
/// Upper bound for open connections of one peer, unless it is configured.
pub(crate) const CONNECTIONS_PER_PEER: usize = 512;
/// Time for running requests to finish after the signal to stop.
const FAREWELL: Duration = Duration::from_secs(3);

/// The routes of a listener, with the connection that a request comes on.
#[derive(Clone)]
struct Call {
    routes: TowerToHyperService<Router>,
    peer: Peer,
    connection: Arc<Connection>,
    /// True if the connection ends with a part of a request unread.
    has_unread: Arc<AtomicBool>,
}

/// Serves requests until `stop` becomes true, then lets the running ones finish.
pub(crate) async fn serve(
    listener: TcpListener,
    routes: Router,
    per_peer: usize,
    mut stop: watch::Receiver<bool>,
) {
    let open = Connections::new(per_peer, MAX_CONNECTIONS);
    let routes = TowerToHyperService::new(routes);
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &open) => accepted,
            () = stopped(&mut stop) => break,
        };
        let Some((stream, peer, connection)) = accepted else { continue };
        let (routes, has_unread) = (routes.clone(), Arc::default());
        let call = Call { routes, peer, connection, has_unread };
        connections.spawn(converse(stream, call, stop.clone()));
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let finished = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(FAREWELL, finished).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
}

/// Accepts a connection; none if it cannot be accepted or has no room.
async fn accept(
    listener: &TcpListener,
    open: &Connections,
) -> Option<(TcpStream, Peer, Arc<Connection>)> {
    match listener.accept().await {
        Ok((stream, address)) => {
            let peer = Peer::of(address.ip());
            let connection = open.admit(peer);
            if connection.is_none() {
                tracing::debug!(%address, "a connection was refused: too many are open");
            }
            Some((stream, peer, connection?))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            // The usual cause is a lack of file descriptors; a pause keeps the loop from spinning.
            open.close_oldest_idle();
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn converse(stream: TcpStream, call: Call, mut stop: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let stream = Impatient::new(stream, WRITE_TIME, Arc::clone(&call.has_unread));
    let place = Arc::clone(&call.connection);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_SIZE)
        .max_headers(MAX_HEADERS)
        .serve_connection(
            TokioIo::new(stream),
            service_fn(move |request| respond(call.clone(), request)),
        );
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = place.closed() => Ok(()),
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Answers a request. If a part of the body is left that will not be read, the answer closes the
/// connection, so that a client does not send its next request there.
///
/// Fails if the connection was closed for another one before the request began.
async fn respond(call: Call, request: Request<Incoming>) -> io::Result<Response<BusyBody>> {
    let busy = call.connection.begin().ok_or(io::ErrorKind::ConnectionAborted)?;
    let awaits_continue = request.headers().contains_key(EXPECT);
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(call.peer);
    let (body, loan) = lend(body);
    let answered = call.routes.call(Request::from_parts(parts, body)).await;
    let mut response = answered.unwrap_or_else(|never| match never {});
    if !loan.settle(awaits_continue).await {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        call.has_unread.store(true, Ordering::Relaxed);
    }
    Ok(response.map(|body| BusyBody::new(body, busy)))
}

/// Waits for the signal to stop, or for the end of its sender.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
