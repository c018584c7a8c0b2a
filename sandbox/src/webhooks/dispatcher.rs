//! The task that starts attempts when they are due, within bounds that keep merchants apart.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use futures::future::OptionFuture;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{self, JoinSet};

use super::lanes::{Attempt, Lanes};
use super::retry::{TIME_LIMIT, TIMED_OUT, after};
use super::sender::{Sender, read_rest};
use crate::domain::clock::{Moment, Span};
use crate::domain::id::MerchantId;
use crate::store::{AttemptReport, Error, NextStep, Pending, Signal, Store, Tx, real_time};

/// So many attempts share the network; a merchant without any may start one beyond that.
const PLACES: usize = 256;
/// When an attempt could not be planned or recorded, it is made again after this.
const AFTER_FAULT: Span = Span::seconds(1);

enum Question {
    /// Answered when nothing of the merchant is due or in flight.
    WhenIdle(MerchantId, oneshot::Sender<()>),
    /// Answered at once.
    Pending(MerchantId, oneshot::Sender<usize>),
}

/// How others talk to the dispatcher.
#[derive(Clone)]
pub(crate) struct Dispatcher(mpsc::UnboundedSender<Question>);

impl Dispatcher {
    /// Ends when no delivery of the merchant is due or in flight.
    pub(crate) async fn idle(&self, merchant: MerchantId) {
        let (reply, answer) = oneshot::channel();
        if self.0.send(Question::WhenIdle(merchant, reply)).is_ok() {
            let _ = answer.await;
        }
    }

    /// How many deliveries of the merchant are due or in flight.
    pub(crate) async fn pending(&self, merchant: MerchantId) -> usize {
        let (reply, answer) = oneshot::channel();
        let _ = self.0.send(Question::Pending(merchant, reply));
        answer.await.unwrap_or(0)
    }
}

#[derive(Default)]
struct Queue {
    lanes: Lanes,
    /// How far the merchant's clock stands ahead; attempts in flight listen to it.
    offset: watch::Sender<Span>,
    armed: Option<Moment>,
    waiters: Vec<oneshot::Sender<()>>,
}

impl Queue {
    fn now(&self) -> Moment {
        real_time().plus(*self.offset.borrow())
    }
}

/// What the dispatcher works on.
pub(crate) struct Work {
    store: Arc<Store>,
    sender: Arc<Sender>,
    questions: mpsc::UnboundedReceiver<Question>,
    queues: HashMap<MerchantId, Queue>,
    /// What comes of an attempt; nothing, if that could not be recorded.
    attempts: JoinSet<Option<NextStep>>,
    /// What the tasks in `attempts` are about, also should one of them break.
    under_way: HashMap<task::Id, (MerchantId, Attempt)>,
    /// Merchants that had to wait because all places were taken.
    blocked: VecDeque<MerchantId>,
    /// When to look at which merchant again, in real time.
    timers: BTreeSet<(Moment, MerchantId)>,
}

impl Work {
    /// A dispatcher that knows what was pending when the store was opened.
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

    /// Delivers until the signals end.
    pub(crate) async fn run(mut self, mut signals: mpsc::UnboundedReceiver<Signal>) {
        for merchant in self.queues.keys().copied().collect::<Vec<_>>() {
            self.pump(merchant);
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
                // Questions come last: whoever asks has seen the commits before.
                biased;
                signal = signals.recv() => match signal {
                    Some(signal) => self.heed(signal),
                    None => return,
                },
                Some(ended) = self.attempts.join_next_with_id() => self.end(ended),
                Some(question) = self.questions.recv() => self.answer(question),
                () = alarm => self.ring(),
            }
        }
    }

    fn queue(&mut self, merchant: MerchantId) -> &mut Queue {
        self.queues.entry(merchant).or_default()
    }

    fn add(&mut self, delivery: Pending) {
        let lanes = &mut self.queue(delivery.merchant).lanes;
        match delivery.retry_at {
            None => lanes.queue(delivery.seq, delivery.resource),
            Some(at) => lanes.retry(delivery.seq, at),
        }
    }

    fn heed(&mut self, signal: Signal) {
        let merchant = match signal {
            Signal::Queued(delivery) => {
                let merchant = delivery.merchant;
                self.add(delivery);
                merchant
            }
            Signal::Clock(merchant, offset) => {
                self.queue(merchant).offset.send_replace(offset);
                merchant
            }
        };
        self.pump(merchant);
    }

    fn end(&mut self, ended: Result<(task::Id, Option<NextStep>), task::JoinError>) {
        let (id, next) = ended.unwrap_or_else(|error| (error.id(), None));
        let Some((merchant, attempt)) = self.under_way.remove(&id) else { return };
        let queue = self.queue(merchant);
        if let Some(next) = next {
            if let NextStep::RetryAt(at) = next {
                queue.lanes.retry(attempt.seq, at);
            }
            queue.lanes.end(&attempt);
        } else {
            let at = queue.now().plus(AFTER_FAULT);
            queue.lanes.repeat(attempt, at);
        }
        // Whoever waits for a place goes first, so that nobody keeps all of them.
        while self.attempts.len() < PLACES
            && let Some(blocked) = self.blocked.pop_front()
        {
            self.pump(blocked);
        }
        self.pump(merchant);
    }

    fn answer(&mut self, question: Question) {
        match question {
            Question::WhenIdle(merchant, reply) => {
                let waiters = &mut self.queue(merchant).waiters;
                waiters.retain(|waiter| !waiter.is_closed());
                waiters.push(reply);
                self.pump(merchant);
            }
            Question::Pending(merchant, reply) => {
                let queue = self.queue(merchant);
                let _ = reply.send(queue.lanes.pending(queue.now()));
            }
        }
    }

    fn ring(&mut self) {
        let now = real_time();
        while let Some((at, merchant)) = self.timers.first().copied()
            && at <= now
        {
            self.timers.pop_first();
            self.queue(merchant).armed = None;
            self.pump(merchant);
        }
    }

    /// Starts what may start, and sees to it that the rest is not forgotten.
    fn pump(&mut self, merchant: MerchantId) {
        let queue = self.queues.entry(merchant).or_default();
        let now = queue.now();
        while let Some(attempt) = queue.lanes.start(now, self.attempts.len() >= PLACES) {
            let (store, sender) = (Arc::clone(&self.store), Arc::clone(&self.sender));
            let (seq, clock) = (attempt.seq, queue.offset.subscribe());
            let task = self.attempts.spawn(async move {
                let made = make(&store, &sender, merchant, seq, clock).await;
                made.inspect_err(|error| tracing::warn!(%error, "an attempt was not recorded")).ok()
            });
            self.under_way.insert(task.id(), (merchant, attempt));
        }
        if queue.lanes.is_ready(now) && !self.blocked.contains(&merchant) {
            self.blocked.push_back(merchant);
        }
        if !queue.waiters.is_empty() && queue.lanes.pending(now) == 0 {
            for waiter in queue.waiters.drain(..) {
                let _ = waiter.send(());
            }
        }
        let ahead = now.since(real_time());
        let due = queue.lanes.next_due().filter(|at| *at > now);
        let due = due.map(|at| at.plus(Span::millis(-ahead.as_millis())));
        if queue.armed != due {
            if let Some(at) = queue.armed {
                self.timers.remove(&(at, merchant));
            }
            self.timers.extend(due.map(|at| (at, merchant)));
            queue.armed = due;
        }
    }
}

/// Makes one attempt from plan to record.
async fn make(
    store: &Store,
    sender: &Sender,
    merchant: MerchantId,
    seq: i64,
    clock: watch::Receiver<Span>,
) -> Result<NextStep, Error> {
    let plan = store.read(move |tx| tx.merchant(merchant)?.plan_attempt(seq)).await?;
    let Some(plan) = plan else { return Ok(NextStep::Failed) };
    let (mut report, response) = sender.attempt(plan, clock).await;
    let number = report.number;
    let record = store.write(move |tx| {
        let scope = tx.merchant(merchant)?;
        judge(&mut report, scope.now);
        let next = after(report.number, report.status, scope.now);
        scope.record_attempt(seq, &report, next)?;
        Ok::<_, Error>((next, report.status.is_some()))
    });
    // Recorded first: how long the rest of an answer takes does not matter.
    let rest = async { OptionFuture::from(response.map(read_rest)).await };
    let (recorded, body) = tokio::join!(record, rest);
    let (next, is_answered) = recorded?;
    // Most answers say nothing.
    if let Some(body) = body.filter(|body| is_answered && !body.is_empty()) {
        let keep = move |tx: &Tx<'_>| tx.merchant(merchant)?.keep_response(seq, number, &body);
        let kept: Result<(), Error> = store.write(keep).await;
        // The attempt itself is on record.
        let _ = kept.inspect_err(|error| tracing::warn!(%error, "an answer was not kept"));
    }
    Ok(next)
}

/// Only the merchant's clock says what was in time: it may have been moved meanwhile.
fn judge(report: &mut AttemptReport, now: Moment) {
    if now.since(report.started_at) >= TIME_LIMIT {
        report.status = None;
        report.error = Some(TIMED_OUT.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_recorded_after_a_minute_has_timed_out_whatever_came() {
        let (start, refused) = (Moment::from_millis(5), "connection refused".to_owned());
        for (status, error) in [(Some(200), None), (Some(400), None), (None, Some(refused))] {
            let (number, signature) = (1, String::new());
            let mut report = AttemptReport { number, started_at: start, status, error, signature };
            let before = (report.status, report.error.clone());
            judge(&mut report, start.plus(Span::millis(59_999)));
            assert_eq!((report.status, report.error.clone()), before);
            judge(&mut report, start.plus(TIME_LIMIT));
            assert_eq!((report.status, report.error.as_deref()), (None, Some(TIMED_OUT)));
        }
    }
}
