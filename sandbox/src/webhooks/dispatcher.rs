//! The task that starts delivery attempts when they are due, with limits that keep merchants apart.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use futures::future::OptionFuture;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{self, JoinSet};

use super::lanes::{Attempt, Lanes, Now};
use super::retry::after;
use super::sender::{Sender, read_rest};
use super::skipped_time::Timing;
use crate::domain::clock::{Moment, Span};
use crate::domain::id::MerchantId;
use crate::store::{Error, NextStep, Pending, Signal, Store, Tx, real_time};

/// Upper bound for the attempts of all merchants in flight; a merchant with none in flight may
/// start one more.
const MOST_IN_FLIGHT: usize = 256;
/// Delay before an attempt is repeated that the sandbox itself could not plan or record.
const AFTER_FAULT: Span = Span::seconds(1);

enum Question {
    /// Answered when no delivery of the merchant is due or in flight.
    WhenIdle(MerchantId, oneshot::Sender<()>),
    /// Answered at once.
    Pending(MerchantId, oneshot::Sender<usize>),
}

/// The handle with which other tasks question the dispatcher.
#[derive(Clone)]
pub(crate) struct Dispatcher(mpsc::UnboundedSender<Question>);

impl Dispatcher {
    /// Waits until no delivery of the merchant is due or in flight.
    pub(crate) async fn idle(&self, merchant: MerchantId) {
        let (reply, answer) = oneshot::channel();
        if self.0.send(Question::WhenIdle(merchant, reply)).is_ok() {
            let _ = answer.await;
        }
    }

    /// The number of the merchant's deliveries that are due or in flight.
    pub(crate) async fn pending(&self, merchant: MerchantId) -> usize {
        let (reply, answer) = oneshot::channel();
        let _ = self.0.send(Question::Pending(merchant, reply));
        answer.await.unwrap_or(0)
    }
}

#[derive(Default)]
struct Queue {
    lanes: Lanes,
    /// The lead of the merchant's clock over real time; attempts in flight follow its changes.
    offset: watch::Sender<Span>,
    armed: Option<Moment>,
    waiters: Vec<oneshot::Sender<()>>,
}

impl Queue {
    fn now(&self) -> Now {
        let real = real_time();
        Now { clock: real.plus(*self.offset.borrow()), real }
    }

    /// Follows the merchant's clock, which is now ahead of real time by `offset`.
    fn move_clock(&mut self, offset: Span) {
        let before = self.now();
        self.offset.send_replace(offset);
        self.lanes.skip(before.clock, before.real.plus(offset));
    }
}

/// An attempt in flight.
struct UnderWay {
    merchant: MerchantId,
    attempt: Attempt,
    task: task::AbortHandle,
}

/// The state of the dispatcher's task.
pub(crate) struct Work {
    store: Arc<Store>,
    sender: Arc<Sender>,
    questions: mpsc::UnboundedReceiver<Question>,
    queues: HashMap<MerchantId, Queue>,
    /// The results of attempts; none if a result could not be recorded.
    attempts: JoinSet<Option<NextStep>>,
    /// The attempt of each task in `attempts`, known even if the task panics.
    under_way: HashMap<task::Id, UnderWay>,
    /// Merchants that wait because all places are taken.
    blocked: VecDeque<MerchantId>,
    /// The moments, in real time, at which a merchant's queue must be looked at again.
    timers: BTreeSet<(Moment, MerchantId)>,
}

impl Work {
    /// Loads the deliveries that were pending when the store was opened (HOOK-13).
    pub(crate) async fn load(
        store: Arc<Store>,
        sender: Sender,
    ) -> Result<(Dispatcher, Self), Error> {
        let (clocks, pending) = store
            .read(|tx| Ok::<_, Error>((tx.clock_offsets()?, tx.pending_deliveries()?)))
            .await?;
        let (asked, questions) = mpsc::unbounded_channel();
        let mut work = Self {
            store,
            sender: Arc::new(sender),
            questions,
            queues: HashMap::new(),
            attempts: JoinSet::new(),
            under_way: HashMap::new(),
            blocked: VecDeque::new(),
            timers: BTreeSet::new(),
        };
        for (merchant, offset) in clocks {
            work.queue(merchant).offset.send_replace(offset);
        }
        for delivery in pending {
            work.add(delivery);
        }
        Ok((Dispatcher(asked), work))
    }

    /// Delivers events until the store closes its end of `signals`.
    pub(crate) async fn run(mut self, mut signals: mpsc::UnboundedReceiver<Signal>) {
        for merchant in self.queues.keys().copied().collect::<Vec<_>>() {
            self.start_due(merchant);
        }
        loop {
            let alarm = self.timers.first().map(|(at, _)| at.since(real_time()).to_std());
            let alarm = async {
                match alarm {
                    Some(left) => tokio::time::sleep(left).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                // Questions come last, so that the caller's earlier commits are already in the
                // queue.
                biased;
                signal = signals.recv() => match signal {
                    Some(signal) => self.on_signal(signal),
                    None => return,
                },
                Some(ended) = self.attempts.join_next_with_id() => self.end(ended),
                Some(question) = self.questions.recv() => self.answer(question),
                () = alarm => self.on_timer(),
            }
        }
    }

    fn queue(&mut self, merchant: MerchantId) -> &mut Queue {
        self.queues.entry(merchant).or_default()
    }

    fn add(&mut self, delivery: Pending) {
        let lanes = &mut self.queue(delivery.merchant).lanes;
        if delivery.is_retry {
            lanes.retry(delivery.seq, delivery.due);
        } else {
            lanes.queue(delivery.seq, delivery.resource, delivery.due);
        }
    }

    fn on_signal(&mut self, signal: Signal) {
        let merchant = match signal {
            Signal::Queued(delivery) => {
                let merchant = delivery.merchant;
                self.add(delivery);
                merchant
            }
            Signal::Clock(merchant, offset) => {
                self.queue(merchant).move_clock(offset);
                merchant
            }
            Signal::Deleted(merchant) => return self.forget(merchant),
        };
        self.start_due(merchant);
    }

    /// Forgets a merchant that was deleted, with its deliveries and the tasks that wait for them.
    /// Attempts in flight break off.
    fn forget(&mut self, merchant: MerchantId) {
        if let Some(queue) = self.queues.remove(&merchant)
            && let Some(at) = queue.armed
        {
            self.timers.remove(&(at, merchant));
        }
        self.blocked.retain(|blocked| *blocked != merchant);
        for under_way in self.under_way.values().filter(|one| one.merchant == merchant) {
            under_way.task.abort();
        }
    }

    fn end(&mut self, ended: Result<(task::Id, Option<NextStep>), task::JoinError>) {
        let (id, next) = ended.unwrap_or_else(|error| (error.id(), None));
        let Some(UnderWay { merchant, attempt, .. }) = self.under_way.remove(&id) else { return };
        // A merchant that was deleted has no queue.
        let queue = self.queues.get_mut(&merchant);
        let is_known = queue.is_some();
        match (queue, next) {
            (Some(queue), Some(next)) => {
                if let NextStep::RetryAt(at) = next {
                    queue.lanes.retry(attempt.seq, at);
                }
                queue.lanes.end(&attempt);
            }
            (Some(queue), None) => {
                let at = queue.now().clock.plus(AFTER_FAULT);
                queue.lanes.repeat(attempt, at);
            }
            (None, _) => {}
        }
        // Waiting merchants come first, so that no merchant keeps all places.
        while self.attempts.len() < MOST_IN_FLIGHT
            && let Some(blocked) = self.blocked.pop_front()
        {
            self.start_due(blocked);
        }
        if is_known {
            self.start_due(merchant);
        }
    }

    fn answer(&mut self, question: Question) {
        match question {
            Question::WhenIdle(merchant, reply) => {
                let waiters = &mut self.queue(merchant).waiters;
                waiters.retain(|waiter| !waiter.is_closed());
                waiters.push(reply);
                self.start_due(merchant);
            }
            Question::Pending(merchant, reply) => {
                let queue = self.queue(merchant);
                let _ = reply.send(queue.lanes.pending(queue.now().clock));
            }
        }
    }

    fn on_timer(&mut self) {
        let now = real_time();
        while let Some((at, merchant)) = self.timers.first().copied()
            && at <= now
        {
            self.timers.pop_first();
            self.queue(merchant).armed = None;
            self.start_due(merchant);
        }
    }

    /// Starts the attempts that are due, and sets the timer for the next ones.
    fn start_due(&mut self, merchant: MerchantId) {
        let queue = self.queues.entry(merchant).or_default();
        let now = queue.now();
        while let Some((attempt, started_at)) =
            queue.lanes.start(now, self.attempts.len() >= MOST_IN_FLIGHT)
        {
            let (store, sender) = (Arc::clone(&self.store), Arc::clone(&self.sender));
            let (delivery, clock) = ((merchant, attempt.seq), queue.offset.subscribe());
            let timing = Timing::new(started_at, now.clock);
            let task = self.attempts.spawn(async move {
                let made = make(&store, &sender, delivery, timing, clock).await;
                made.inspect_err(|error| tracing::warn!(%error, "an attempt was not recorded")).ok()
            });
            self.under_way.insert(task.id(), UnderWay { merchant, attempt, task });
        }
        if queue.lanes.is_ready(now) && !self.blocked.contains(&merchant) {
            self.blocked.push_back(merchant);
        }
        if !queue.waiters.is_empty() && queue.lanes.pending(now.clock) == 0 {
            for waiter in queue.waiters.drain(..) {
                let _ = waiter.send(());
            }
        }
        let due = queue.lanes.wakes_at(now);
        if queue.armed != due {
            if let Some(at) = queue.armed {
                self.timers.remove(&(at, merchant));
            }
            self.timers.extend(due.map(|at| (at, merchant)));
            queue.armed = due;
        }
    }
}

/// Makes one attempt: reads the plan, sends the request and records the result.
async fn make(
    store: &Store,
    sender: &Sender,
    (merchant, seq): (MerchantId, i64),
    timing: Timing,
    clock: watch::Receiver<Span>,
) -> Result<NextStep, Error> {
    let plan = store.read(move |tx| tx.merchant(merchant)?.plan_attempt(seq)).await?;
    let Some(plan) = plan else { return Ok(NextStep::Failed) };
    let (mut report, response) = sender.attempt(plan, timing, clock).await;
    let number = report.number;
    let record = store.write(move |tx| {
        let scope = tx.merchant(merchant)?;
        let ended_at = timing.judge(&mut report, scope.now);
        let next = after(report.number, report.status, ended_at);
        scope.at(ended_at).record_attempt(seq, &report, next)?;
        Ok::<_, Error>((next, report.status.is_some()))
    });
    // Recording does not wait for the rest of the answer, so a slow body does not delay it.
    let rest = async { OptionFuture::from(response.map(read_rest)).await };
    let (recorded, body) = tokio::join!(record, rest);
    let (next, is_answered) = recorded?;
    // Most answers have an empty body, which is not stored.
    if let Some(body) = body.filter(|body| is_answered && !body.is_empty()) {
        let keep = move |tx: &Tx<'_>| tx.merchant(merchant)?.keep_response(seq, number, &body);
        let kept: Result<(), Error> = store.write(keep).await;
        // The attempt itself is recorded already.
        let _ = kept.inspect_err(|error| tracing::warn!(%error, "an answer was not stored"));
    }
    Ok(next)
}
