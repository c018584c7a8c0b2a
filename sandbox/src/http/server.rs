//! Serving a router on a listener, with bounds on time, memory and connections.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::stream::Impatient;

/// The head of a request must have come by then, also on a connection that is kept open.
const HEAD_TIME: Duration = Duration::from_mins(1);
/// A caller who takes nothing of the answer for so long is given up.
const WRITE_TIME: Duration = Duration::from_mins(1);
/// The greatest head, in bytes.
const HEAD_SIZE: usize = 32 * 1024;
const MAX_HEADERS: usize = 100;
/// More callers than that wait to be accepted.
const MAX_CONNECTIONS: usize = 2048;
/// What is being answered when the sandbox stops may take so long.
const FAREWELL: Duration = Duration::from_secs(3);

/// Serves until `stop` becomes true, then lets the running requests finish.
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
            // Most often there are no file descriptors left; trying at once would spin.
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn converse(stream: TcpStream, routes: Router, mut stop: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_SIZE)
        .max_headers(MAX_HEADERS)
        .serve_connection(
            TokioIo::new(Impatient::new(stream, WRITE_TIME)),
            TowerToHyperService::new(routes),
        );
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

/// Ends when it is time to stop, also when nobody is left to say so.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
