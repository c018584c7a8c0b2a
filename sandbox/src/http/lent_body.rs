//! The body of a request, lent to its handler: the rest that a handler leaves unread is read and
//! dropped within bounds, so that the next request on the connection is not lost.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures::future::poll_fn;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};

/// Upper bound for the bytes of one body, those that the handler reads included; greater than every
/// body that a route accepts.
const LONGEST: usize = 12 * 1024 * 1024;
/// Time to read the rest; the answer waits for it.
const REST_TIME: Duration = Duration::from_secs(1);

/// A body that is lent to a handler, and the way to get it back.
pub(super) struct Loan(Option<Arc<Mutex<Rest>>>);

/// The rest of a body.
enum Rest {
    /// The handler still has it.
    Lent,
    /// All of it was read.
    Ended,
    /// The body broke off or is malformed.
    Broken,
    /// The handler gave it back.
    Unread(Unread),
}

struct Unread {
    body: Incoming,
    read: usize,
    is_touched: bool,
}

/// Lends `body` to a handler.
pub(super) fn lend(body: Incoming) -> (Body, Loan) {
    if body.is_end_stream() {
        return (Body::empty(), Loan(None));
    }
    let rest = Arc::new(Mutex::new(Rest::Lent));
    let unread = Unread { body, read: 0, is_touched: false };
    (Body::new(LentBody { unread: Some(unread), rest: Arc::clone(&rest) }), Loan(Some(rest)))
}

impl Loan {
    /// Reads and drops the rest of the body. Returns false if a part is left; then the connection
    /// cannot carry a further request.
    ///
    /// A client that waits for `100 Continue` has not sent the body yet and does not have to.
    pub(super) async fn settle(self, awaits_continue: bool) -> bool {
        let Some(rest) = self.0 else { return true };
        let rest = {
            let mut rest = rest.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *rest, Rest::Broken)
        };
        match rest {
            Rest::Ended => true,
            Rest::Lent | Rest::Broken => false,
            Rest::Unread(unread) if awaits_continue && !unread.is_touched => false,
            Rest::Unread(unread) => {
                tokio::time::timeout(REST_TIME, read_on(unread)).await.unwrap_or(false)
            }
        }
    }
}

/// Reads to the end; returns false if the body is too long or breaks off.
async fn read_on(mut unread: Unread) -> bool {
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut unread.body).poll_frame(cx)).await {
        let Ok(frame) = frame else { return false };
        unread.read += length_of(&frame);
        if unread.read > LONGEST {
            return false;
        }
    }
    true
}

fn length_of(frame: &Frame<Bytes>) -> usize {
    frame.data_ref().map_or(0, Bytes::len)
}

/// The body in the hands of a handler; it is given back when it is dropped.
struct LentBody {
    unread: Option<Unread>,
    rest: Arc<Mutex<Rest>>,
}

impl LentBody {
    fn give_back(&mut self, rest: Rest) {
        self.unread = None;
        *self.rest.lock().unwrap_or_else(PoisonError::into_inner) = rest;
    }
}

impl HttpBody for LentBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let Some(unread) = &mut self.unread else { return Poll::Ready(None) };
        unread.is_touched = true;
        let polled = Pin::new(&mut unread.body).poll_frame(cx);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => unread.read += length_of(frame),
            Poll::Ready(Some(Err(_))) => self.give_back(Rest::Broken),
            Poll::Ready(None) => self.give_back(Rest::Ended),
            Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.unread.as_ref().is_none_or(|unread| unread.body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.unread.as_ref().map_or_else(SizeHint::new, |unread| unread.body.size_hint())
    }
}

impl Drop for LentBody {
    fn drop(&mut self) {
        if let Some(unread) = self.unread.take() {
            let is_ended = unread.body.is_end_stream();
            self.give_back(if is_ended { Rest::Ended } else { Rest::Unread(unread) });
        }
    }
}
