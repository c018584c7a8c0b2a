//! One scenario's part of the webhook sink: its deliveries, raw; the waits for them; and the sink's reactions.

use std::{
    collections::VecDeque,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio::sync::watch;

use crate::exchange::header;

/// The sink's reaction to a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// An answer with this status, at once.
    Status(u16),
    /// A 307 to another path of the same sink.
    Redirect,
    /// A 200, but not before `release`.
    Held,
    /// A closed connection without an answer.
    Dropped,
}

impl Reply {
    /// True if a target may not retry after it; only server errors and missing answers are retried.
    #[must_use]
    pub fn is_final(self) -> bool {
        match self {
            Self::Status(status) => status < 500,
            Self::Redirect => true,
            Self::Held | Self::Dropped => false,
        }
    }
}

/// A request as it reached the sink.
#[derive(Clone, Debug)]
pub struct ReceivedDelivery {
    /// The time at which the body had been read.
    pub received_at: Instant,
    /// The request's method.
    pub method: String,
    /// The part of the path behind the mailbox's address; empty for the address itself.
    pub subpath: String,
    /// Headers in the order received.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Bytes,
    /// The answer that the sink chose.
    pub reply: Reply,
}

impl ReceivedDelivery {
    /// The first header of this name, in any letter case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// The delivery as people read it.
    #[must_use]
    pub fn as_text(&self) -> String {
        let Self { method, subpath, headers, body, .. } = self;
        let mut text = format!("{method} (webhook sink){subpath}\n");
        for (name, value) in headers {
            let _ = writeln!(text, "{name}: {value}");
        }
        let _ = write!(text, "\n{}", crate::exchange::shown(body));
        text
    }
}

#[derive(Debug)]
struct Script {
    next: VecDeque<Reply>,
    otherwise: Reply,
    /// The body of answers with a status; without it the sink's default text.
    body: Option<Bytes>,
}

#[derive(Debug)]
pub(super) struct Slot {
    deliveries: Mutex<Vec<ReceivedDelivery>>,
    arrived: watch::Sender<usize>,
    script: Mutex<Script>,
    released: watch::Sender<bool>,
}

impl Slot {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            deliveries: Mutex::new(Vec::new()),
            arrived: watch::Sender::new(0),
            script: Mutex::new(Script {
                next: VecDeque::new(),
                otherwise: Reply::Status(200),
                body: None,
            }),
            released: watch::Sender::new(false),
        })
    }

    pub(super) fn choose_reply(&self) -> Reply {
        let mut script = locked(&self.script);
        script.next.pop_front().unwrap_or(script.otherwise)
    }

    pub(super) fn body(&self) -> Option<Bytes> {
        locked(&self.script).body.clone()
    }

    pub(super) fn put(&self, delivery: ReceivedDelivery) {
        locked(&self.deliveries).push(delivery);
        self.arrived.send_modify(|count| *count += 1);
    }

    pub(super) async fn until_released(&self) {
        // A closed channel means that the scenario is over: nobody waits for the answer any more.
        let _ = self.released.subscribe().wait_for(|released| *released).await;
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The reading side of a slot, owned by one scenario.
#[derive(Clone, Debug)]
pub struct Mailbox {
    pub(super) slot: Arc<Slot>,
    pub(super) token: String,
}

impl Mailbox {
    /// The path under which the sink takes this mailbox's deliveries.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/hooks/{}", self.token)
    }

    /// All deliveries so far, in order of arrival.
    #[must_use]
    pub fn deliveries(&self) -> Vec<ReceivedDelivery> {
        locked(&self.slot.deliveries).clone()
    }

    /// Forgets what arrived so far.
    pub fn clear(&self) {
        locked(&self.slot.deliveries).clear();
    }

    /// Sets the sink's reactions: the first deliveries get `next`, all later ones `otherwise`.
    pub fn answer_with(&self, next: impl IntoIterator<Item = Reply>, otherwise: Reply) {
        // Earlier waiters were released; answers held from now on wait for their own release.
        self.slot.released.send_replace(false);
        let mut script = locked(&self.slot.script);
        (script.next, script.otherwise) = (next.into_iter().collect(), otherwise);
    }

    /// Sets the body of every later answer with a status.
    pub fn say(&self, body: impl Into<Bytes>) {
        locked(&self.slot.script).body = Some(body.into());
    }

    /// Lets every held delivery be answered, with 200.
    pub fn release(&self) {
        self.slot.released.send_replace(true);
    }

    /// Waits until `enough` says so of everything that arrived, woken by each arrival.
    ///
    /// # Errors
    /// The deliveries there were when the timeout was over.
    pub async fn wait_until(
        &self,
        effect_timeout: Duration,
        enough: impl Fn(&[ReceivedDelivery]) -> bool,
    ) -> Result<Vec<ReceivedDelivery>, Vec<ReceivedDelivery>> {
        let mut arrived = self.slot.arrived.subscribe();
        let waiting = async {
            loop {
                arrived.mark_unchanged();
                let deliveries = self.deliveries();
                if enough(&deliveries) {
                    return deliveries;
                }
                if arrived.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::time::timeout(effect_timeout, waiting).await.map_err(|_| self.deliveries())
    }
}
