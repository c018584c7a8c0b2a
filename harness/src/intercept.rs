//! The places where messages enter and leave the harness, for code that changes them on the way.

use std::{fmt::Debug, sync::Arc};

use bytes::Bytes;
use futures::future::BoxFuture;

use crate::exchange::{Request, Response};

/// The way to the target, behind an interceptor.
pub trait Forward: Send + Sync {
    /// Sends a request and reads the answer; none if no answer came.
    fn forward(&self, request: Request) -> BoxFuture<'_, Option<Response>>;
}

/// A delivery before it enters its mailbox.
#[derive(Clone, Debug)]
pub struct IncomingDelivery {
    /// The token of the mailbox.
    pub mailbox: String,
    /// The case that listens there.
    pub case: Option<Arc<str>>,
    /// The secret that signs deliveries to this mailbox, if it is known.
    pub secret: Option<String>,
    /// The part of the path after the mailbox's address; empty for the address itself.
    pub subpath: String,
    /// Headers in the order received.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Bytes,
}

/// Puts a delivery into its mailbox later than it came.
pub type PutLater = Arc<dyn Fn(IncomingDelivery) + Send + Sync>;

/// Code between the harness and the target. Without one, messages pass untouched and at no cost.
pub trait Interceptor: Debug + Send + Sync {
    /// Handles a request of the harness: forwards it, changed or not, or answers it itself. No answer means that none came.
    fn exchange<'a>(
        &'a self,
        request: Request,
        target: &'a dyn Forward,
    ) -> BoxFuture<'a, Option<Response>>;

    /// Handles a delivery: the deliveries that enter the mailbox now, in their order; others may follow by `later`.
    fn deliver(&self, delivery: IncomingDelivery, later: &PutLater) -> Vec<IncomingDelivery>;
}
