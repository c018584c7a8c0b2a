//! Serving a router on a listener, with limits on time, memory and connections.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::header::{CONNECTION, EXPECT};
use axum::http::{HeaderValue, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::lent_body::lend;
use super::stream::Impatient;

/// Timeout for the head of a request, also on a connection that is kept open.
const HEAD_TIME: Duration = Duration::from_mins(1);
/// Timeout for a client that reads no byte of the answer.
const WRITE_TIME: Duration = Duration::from_mins(1);
/// The greatest head of a request, in bytes.
const HEAD_SIZE: usize = 32 * 1024;
const MAX_HEADERS: usize = 100;
/// Upper bound for open connections; further clients wait to be accepted.
const MAX_CONNECTIONS: usize = 2048;
/// Time for running requests to finish after the signal to stop.
const FAREWELL: Duration = Duration::from_secs(3);

/// Serves requests until `stop` becomes true, then lets the running ones finish.
pub(crate) async fn serve(listener: TcpListener, routes: Router, mut stop: watch::Receiver<bool>) {
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &slots) => accepted,
            () = stopped(&mut stop) => break,
        };
        let Some((stream, slot)) = accepted else { continue };
        let (routes, stop) = (routes.clone(), stop.clone());
        connections.spawn(async move {
            converse(stream, routes, stop).await;
            drop(slot);
        });
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let finished = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(FAREWELL, finished).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, slot)),
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            // The usual cause is a lack of file descriptors; a pause keeps the loop from spinning.
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn converse(stream: TcpStream, routes: Router, mut stop: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let has_unread = Arc::<AtomicBool>::default();
    let stream = Impatient::new(stream, WRITE_TIME, Arc::clone(&has_unread));
    let routes = TowerToHyperService::new(routes);
    let service =
        service_fn(move |request| respond(routes.clone(), request, Arc::clone(&has_unread)));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_SIZE)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
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
async fn respond(
    routes: TowerToHyperService<Router>,
    request: Request<Incoming>,
    has_unread: Arc<AtomicBool>,
) -> Result<Response, Infallible> {
    let awaits_continue = request.headers().contains_key(EXPECT);
    let (parts, body) = request.into_parts();
    let (body, loan) = lend(body);
    let mut response = routes.call(Request::from_parts(parts, body)).await?;
    if !loan.settle(awaits_continue).await {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        has_unread.store(true, Ordering::Relaxed);
    }
    Ok(response)
}

/// Waits for the signal to stop, or for the end of its sender.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
