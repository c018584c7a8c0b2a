//! One scenario's part of the webhook sink: its deliveries, raw; the waits for them; and the sink's reactions.

use std::{
    collections::VecDeque,
    fmt::{self, Write as _},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio::sync::watch;

use super::rest_test::RestTest;
use crate::{
    budget::{BudgetShare, Hold, weight},
    exchange::header,
    intercept::Interceptor,
    run::current_case,
};

/// The most deliveries that one mailbox keeps. A scenario has a few dozen.
const MOST_DELIVERIES: usize = 1_000;

/// The memory for the deliveries of one mailbox.
const MAILBOX_BYTES: usize = 8 * 1024 * 1024;

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
    /// True for an answer that accepts a delivery at once.
    #[must_use]
    pub fn accepts(self) -> bool {
        matches!(self, Self::Status(200..=299))
    }

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

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Redirect => f.write_str("307, to another path"),
            Self::Held => f.write_str("200, held back"),
            Self::Dropped => f.write_str("none: the connection was closed"),
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
    /// The part of the path after the mailbox's address; empty for the address itself.
    pub subpath: String,
    /// Headers in the order received.
    pub headers: Arc<Vec<(String, String)>>,
    /// The raw body.
    pub body: Bytes,
    /// The answer that the sink chose.
    pub reply: Reply,
    /// True as soon as the delivery was answered as accepted; clones share it.
    pub accepted: Arc<AtomicBool>,
}

impl ReceivedDelivery {
    /// The same delivery with the answer that the sink chose.
    pub(super) fn answered(self, reply: Reply) -> Self {
        Self { reply, accepted: Arc::new(AtomicBool::new(reply.accepts())), ..self }
    }

    /// The first header of this name, in any letter case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// True if the delivery was accepted: answered 2xx within the time that a target must wait for (HOOK-3).
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.accepted.load(Ordering::Relaxed)
    }

    /// The delivery as people read it.
    #[must_use]
    pub fn as_text(&self) -> String {
        let Self { method, subpath, headers, body, .. } = self;
        let mut text = format!("{method} (webhook sink){subpath}\n");
        for (name, value) in headers.iter() {
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

/// The sorting of a mailbox that several scenarios share.
pub(super) trait SortsDeliveries: fmt::Debug + Send + Sync {
    /// The part to which a delivery with this body belongs; none if nobody has claimed what it names.
    fn owner(&self, body: &[u8]) -> Option<Arc<Slot>>;
    /// Gives a delivery to its part, or keeps it until somebody claims what it names.
    fn put(&self, delivery: ReceivedDelivery);
    /// Makes this part the owner of an id, with the deliveries that have named it already.
    fn claim(&self, part: &Arc<Slot>, id: &str);
    /// Gives this part every delivery that no other part has and that this test keeps.
    fn give_rest(&self, part: &Arc<Slot>, test: RestTest);
    /// Ends a part: what it has claimed belongs to nobody.
    fn release(&self, part: &Arc<Slot>);
}

#[derive(Debug)]
pub(super) struct Slot {
    kept: Mutex<Kept>,
    account: BudgetShare,
    arrived: watch::Sender<usize>,
    script: Mutex<Script>,
    released: watch::Sender<bool>,
    /// The secret that signs the deliveries now.
    secret: Mutex<Option<String>>,
    pub(super) interceptor: Option<Arc<dyn Interceptor>>,
    /// The case that listens.
    pub(super) case: Option<Arc<str>>,
    /// The sorting of a mailbox that several scenarios share.
    sorting: Option<Arc<dyn SortsDeliveries>>,
    /// True for the mailbox that is sorted, not for its parts.
    is_sorted: bool,
}

/// The deliveries of a mailbox, with the memory they take.
#[derive(Debug)]
struct Kept {
    deliveries: Vec<ReceivedDelivery>,
    hold: Hold,
    /// The reason why the first delivery was not kept that exceeded a bound.
    excess: Option<String>,
}

impl Kept {
    fn new(account: &BudgetShare) -> Self {
        Self { deliveries: Vec::new(), hold: account.hold(), excess: None }
    }

    /// Keeps a delivery, which holds its bytes already.
    ///
    /// # Errors
    /// The bound that it would exceed.
    fn put(&mut self, delivery: ReceivedDelivery, mut hold: Hold) -> Result<(), String> {
        if self.deliveries.len() >= MOST_DELIVERIES {
            return Err(format!("more than {MOST_DELIVERIES} deliveries arrived"));
        }
        let values = weight(&delivery.body) - delivery.body.len();
        let head = delivery.headers.iter().map(|(name, value)| name.len() + value.len());
        let within = hold.grow(values + head.sum::<usize>())
            && self.hold.bytes() + hold.bytes() <= MAILBOX_BYTES;
        if !within {
            return Err("the deliveries need too much memory".to_owned());
        }
        self.hold.merge(hold);
        self.deliveries.push(delivery);
        Ok(())
    }
}

impl Slot {
    pub(super) fn new(
        account: BudgetShare,
        interceptor: Option<Arc<dyn Interceptor>>,
    ) -> Arc<Self> {
        Arc::new(Self::with(account, interceptor, None, false))
    }

    /// The slot of a mailbox that several scenarios share.
    pub(super) fn shared(
        account: BudgetShare,
        interceptor: Option<Arc<dyn Interceptor>>,
        sorting: Arc<dyn SortsDeliveries>,
    ) -> Arc<Self> {
        Arc::new(Self::with(account, interceptor, Some(sorting), true))
    }

    /// A part of this shared slot.
    pub(super) fn part(&self) -> Arc<Self> {
        let (interceptor, sorting) = (self.interceptor.clone(), self.sorting.clone());
        let part = Self::with(self.account.another(), interceptor, sorting, false);
        *locked(&part.secret) = self.secret();
        Arc::new(part)
    }

    fn with(
        account: BudgetShare,
        interceptor: Option<Arc<dyn Interceptor>>,
        sorting: Option<Arc<dyn SortsDeliveries>>,
        is_sorted: bool,
    ) -> Self {
        Self {
            kept: Mutex::new(Kept::new(&account)),
            account,
            arrived: watch::Sender::new(0),
            script: Mutex::new(Script {
                next: VecDeque::new(),
                otherwise: Reply::Status(200),
                body: None,
            }),
            released: watch::Sender::new(false),
            secret: Mutex::default(),
            interceptor,
            case: current_case(),
            sorting,
            is_sorted,
        }
    }

    /// The sorting of the shared mailbox that this is, or is a part of.
    pub(super) fn sorted_by(&self) -> Option<&dyn SortsDeliveries> {
        self.sorting.as_deref()
    }

    /// The slot to which a delivery with this body belongs: a part of this one, if it is shared.
    pub(super) fn recipient(self: &Arc<Self>, body: &[u8]) -> Arc<Self> {
        let sorting = self.sorting.as_ref().filter(|_| self.is_sorted);
        sorting.and_then(|sorting| sorting.owner(body)).unwrap_or_else(|| Arc::clone(self))
    }

    /// The secret that signs the deliveries now, if it is known.
    pub(super) fn secret(&self) -> Option<String> {
        locked(&self.secret).clone()
    }

    /// The memory for one more delivery.
    pub(super) fn hold(&self) -> Hold {
        self.account.hold()
    }

    /// Notes the bound that a delivery exceeded, so that it was not kept.
    pub(super) fn refuse(&self, excess: String) {
        locked(&self.kept).excess.get_or_insert(excess);
    }

    pub(super) fn choose_reply(&self) -> Reply {
        let mut script = locked(&self.script);
        script.next.pop_front().unwrap_or(script.otherwise)
    }

    pub(super) fn body(&self) -> Option<Bytes> {
        locked(&self.script).body.clone()
    }

    /// Keeps a delivery; false if it exceeds a bound.
    pub(super) fn put(&self, delivery: ReceivedDelivery, hold: Hold) -> bool {
        if let Some(sorting) = self.sorting.as_ref().filter(|_| self.is_sorted) {
            sorting.put(delivery);
            return true;
        }
        let put = locked(&self.kept).put(delivery, hold);
        match put {
            Ok(()) => self.arrived.send_modify(|count| *count += 1),
            Err(excess) => {
                self.refuse(excess);
                return false;
            }
        }
        true
    }

    /// Notes that a delivery was accepted after its arrival, and wakes whoever waits.
    pub(super) fn accept(&self, accepted: &AtomicBool) {
        accepted.store(true, Ordering::Relaxed);
        self.arrived.send_modify(|_| ());
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
        locked(&self.slot.kept).deliveries.clone()
    }

    /// The bound that a delivery exceeded, if one was not kept for that.
    #[must_use]
    pub fn excess(&self) -> Option<String> {
        locked(&self.slot.kept).excess.clone()
    }

    /// Notes the secret that signs all later deliveries; an interceptor that changes one signs it again.
    pub fn signed_with(&self, secret: &str) {
        *locked(&self.slot.secret) = Some(secret.to_owned());
    }

    /// Forgets what arrived so far.
    pub fn clear(&self) {
        *locked(&self.slot.kept) = Kept::new(&self.slot.account);
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
