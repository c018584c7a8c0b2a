//! The thread that writes to the disk: queued transactions are committed together.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::error::{Error, Result};
use super::process_state::{mark_changed, mark_closed};
use super::real_time::real_time;
use super::signals::{Listeners, Signal};
use super::transaction::Tx;
use crate::domain::clock::Moment;
use crate::domain::id::MerchantId;

/// Upper bound of queued transactions; further callers wait, so that memory stays bounded.
const QUEUE: usize = 1024;
/// Upper bound of transactions in one commit, so that the first one does not wait long.
const BATCH: usize = 256;

/// Sends the result to the caller; its argument says if the batch was committed.
type Answer = Box<dyn FnOnce(bool) + Send>;
/// Does the work; returns if it is to be kept, and the function that answers.
type Job = Box<dyn FnOnce(&Tx<'_>) -> (bool, Answer) + Send>;

/// The queue and the thread of the writer.
pub(super) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(
        conn: Connection,
        locks: Vec<File>,
        listeners: Listeners,
    ) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let thread =
            std::thread::Builder::new().name("store-writer".to_owned()).spawn(move || {
                // The thread owns the locks, so that the directory is locked while it writes.
                let _locks = locks;
                work_off(&conn, jobs, &listeners);
                if let Err(error) = mark_closed(&conn, real_time()) {
                    tracing::warn!(%error, "the next start checks the data");
                }
            })?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)) })
    }

    pub(super) async fn run<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            let result = work(tx);
            let keep = result.is_ok();
            let answer: Answer = Box::new(move |committed| {
                // A refusal was decided on changes of the same batch, so it is lost with the batch.
                let answer = if committed { result } else { Err(Error::Lost.into()) };
                // An error says that the caller has gone; the change stays.
                let _ = sender.send(answer);
            });
            (keep, answer)
        });
        let queue = self.queue.lock().ok().and_then(|queue| queue.clone());
        let queue = queue.ok_or(Error::Closed)?;
        queue.send(job).await.map_err(|_| Error::Closed)?;
        receiver.await.map_err(|_| Error::Lost)?
    }

    pub(super) async fn close(&self) {
        drop(self.queue.lock().ok().and_then(|mut queue| queue.take()));
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

fn work_off(conn: &Connection, mut jobs: mpsc::Receiver<Job>, listeners: &Listeners) {
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(first) = jobs.blocking_recv() {
        batch.push(first);
        while batch.len() < BATCH
            && let Ok(job) = jobs.try_recv()
        {
            batch.push(job);
        }
        if let Err(error) = run_batch(conn, batch.drain(..), real_time(), listeners) {
            tracing::error!(%error, "a batch of transactions was lost");
        }
    }
}

fn run_batch(
    conn: &Connection,
    jobs: impl Iterator<Item = Job>,
    now: Moment,
    listeners: &Listeners,
) -> rusqlite::Result<()> {
    run(conn, "BEGIN IMMEDIATE")?;
    let mut answers = Vec::with_capacity(BATCH);
    let mut signals = Vec::new();
    let mut changed = Vec::new();
    let before = conn.total_changes();
    let done = jobs.into_iter().try_for_each(|job| {
        answers.extend(run_job(conn, job, now, &mut signals, &mut changed)?);
        Ok(())
    });
    let done = done.and_then(|()| {
        if conn.total_changes() != before {
            mark_changed(conn, now)?;
        }
        run(conn, "COMMIT")
    });
    if done.is_ok() {
        listeners.notify(signals, changed);
    } else if !conn.is_autocommit() {
        run(conn, "ROLLBACK")?;
    }
    for answer in answers {
        answer(done.is_ok());
    }
    done
}

fn run_job(
    conn: &Connection,
    job: Job,
    now: Moment,
    signals: &mut Vec<Signal>,
    changed: &mut Vec<MerchantId>,
) -> rusqlite::Result<Option<Answer>> {
    run(conn, "SAVEPOINT job")?;
    let tx = Tx::new(conn, now);
    let before = conn.total_changes();
    let outcome = catch_unwind(AssertUnwindSafe(|| job(&tx)));
    let (keep, answer) = match outcome {
        Ok((keep, answer)) => (keep, Some(answer)),
        Err(_) => (false, None),
    };
    if keep {
        signals.append(&mut tx.signals.borrow_mut());
        if conn.total_changes() != before {
            changed.append(&mut tx.entered.borrow_mut());
        }
    } else {
        run(conn, "ROLLBACK TO job")?;
    }
    run(conn, "RELEASE job")?;
    Ok(answer)
}

/// Runs a statement without parameters and results.
pub(super) fn run(conn: &Connection, statement: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(statement)?.execute([]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Refusal;
    use crate::store::schema::{VERSION, blank};

    #[tokio::test]
    async fn a_panic_loses_one_transaction_and_closing_ends_them_all() {
        let conn = blank(VERSION).unwrap();
        let writer = Writer::start(conn, Vec::new(), Listeners::none()).unwrap();
        let lost = writer.run(|_| -> Result<()> { panic!("a bug") }).await;
        assert!(matches!(lost, Err(Error::Lost)));
        writer.run(|_| Ok::<_, Error>(())).await.unwrap();
        writer.close().await;
        let closed = writer.run(|_| Ok::<_, Error>(())).await;
        assert!(matches!(closed, Err(Error::Closed)));
    }

    #[tokio::test]
    async fn a_refusal_in_a_batch_that_is_lost_is_lost_with_it() {
        let conn = blank(VERSION).unwrap();
        let schema = "PRAGMA foreign_keys = ON; CREATE TABLE a (id INTEGER PRIMARY KEY); \
             CREATE TABLE b (a REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)";
        conn.execute_batch(schema).unwrap();
        let (queue, mut jobs) = mpsc::channel(2);
        let writer = Writer { queue: Mutex::new(Some(queue)), thread: Mutex::new(None) };
        let breaking = writer.run(|tx| {
            tx.conn.execute("INSERT INTO b VALUES (1)", [])?;
            Ok::<_, Error>(())
        });
        let refused = writer.run(|_| Err::<(), Error>(Refusal::InsufficientFunds.into()));
        let batch = async {
            let batch = [jobs.recv().await.unwrap(), jobs.recv().await.unwrap()];
            run_batch(&conn, batch.into_iter(), real_time(), &Listeners::none()).unwrap_err();
        };
        let (broken, refused, ()) = tokio::join!(breaking, refused, batch);
        assert!(matches!(broken, Err(Error::Lost)));
        assert!(matches!(refused, Err(Error::Lost)));
        assert!(conn.is_autocommit());
    }
}
