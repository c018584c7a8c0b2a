//! Accepts connections for the servers of the harness, up to a bound at one time.

use std::{io, sync::Arc, time::Duration};

use tokio::sync::Semaphore;

/// The time within which a TLS handshake must end; it takes milliseconds.
pub(crate) const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// The size of the largest head of a message.
pub(crate) const LARGEST_HEAD: usize = 64 * 1024;

/// The most connections at one time; further ones wait until one is closed.
const MOST_CONNECTIONS: usize = 512;

/// The pause after a connection could not be accepted, when there are probably no free descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Accepts connections, up to the bound at one time, and serves each in a task of its own.
pub(crate) async fn serve_all<Stream, Serving>(
    accept: impl AsyncFn() -> io::Result<Stream>,
    serve: impl Fn(Stream) -> Serving,
) where
    Serving: Future<Output = ()> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match accept().await {
            Ok(stream) => {
                let serving = serve(stream);
                tokio::spawn(async move {
                    serving.await;
                    drop(place);
                });
            }
            // Other tasks must have the time to close some connections.
            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_failing_accept_is_tried_again_after_a_pause() {
        let tried = Arc::new(AtomicUsize::new(0));
        let count = tried.clone();
        let accept = async move || {
            count.fetch_add(1, Ordering::Relaxed);
            Err::<(), _>(io::Error::other("no free descriptor"))
        };
        let serving = serve_all(accept, |()| std::future::ready(()));
        let _ = tokio::time::timeout(ACCEPT_PAUSE * 3, serving).await;
        assert!((2..=4).contains(&tried.load(Ordering::Relaxed)), "{tried:?}");
    }
}
