//! The thread that writes to the disk: queued transactions are committed together.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::error::{Error, Result, TransactionError};
use super::full_disk::{full, is_full};
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

/// The end of a batch of transactions.
#[derive(Clone, Copy)]
enum BatchEnd {
    Committed,
    Lost,
    /// There was no space for the changes.
    FullDisk,
}

/// The end of one transaction in a batch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum JobEnd {
    Keep,
    Undo,
    /// There was no space for its changes.
    FullDisk,
}

/// Sends the result to the caller.
type Answer = Box<dyn FnOnce(BatchEnd) + Send>;
/// Does the work; returns its end, and the function that answers.
type Job = Box<dyn FnOnce(&Tx<'_>) -> (JobEnd, Answer) + Send>;

/// The queue and the thread of the writer.
pub(super) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    is_disk_full: Arc<AtomicBool>,
}

impl Writer {
    pub(super) fn start(
        conn: Connection,
        locks: Vec<File>,
        listeners: Listeners,
    ) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let is_disk_full = Arc::new(AtomicBool::new(false));
        let noted = Arc::clone(&is_disk_full);
        let thread =
            std::thread::Builder::new().name("store-writer".to_owned()).spawn(move || {
                // The thread owns the locks, so that the directory is locked while it writes.
                let _locks = locks;
                work_off(&conn, jobs, &listeners, &noted);
                // The readers are still open, so closing alone would leave the changes in the log.
                let emptied = mark_closed(&conn, real_time())
                    .and_then(|()| conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)"));
                if let Err(error) = emptied {
                    tracing::warn!(%error, "the next start checks the data");
                }
            })?;
        let (queue, thread) = (Mutex::new(Some(queue)), Mutex::new(Some(thread)));
        Ok(Self { queue, thread, is_disk_full })
    }

    /// True if the last change found no space on the disk.
    pub(super) fn is_disk_full(&self) -> bool {
        self.is_disk_full.load(Ordering::Relaxed)
    }

    pub(super) async fn run<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            let result = work(tx);
            let end = match &result {
                Ok(_) => JobEnd::Keep,
                Err(fault) if fault.is_full_disk() => JobEnd::FullDisk,
                Err(_) => JobEnd::Undo,
            };
            let answer: Answer = Box::new(move |batch| {
                // A refusal was decided on changes of the same batch, so it is lost with the batch.
                let answer = match batch {
                    BatchEnd::Committed => result,
                    BatchEnd::Lost => Err(Error::Lost.into()),
                    BatchEnd::FullDisk => Err(Error::FullDisk.into()),
                };
                // An error says that the caller has gone; the change stays.
                let _ = sender.send(answer);
            });
            (end, answer)
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

fn work_off(
    conn: &Connection,
    mut jobs: mpsc::Receiver<Job>,
    listeners: &Listeners,
    is_disk_full: &AtomicBool,
) {
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(first) = jobs.blocking_recv() {
        batch.push(first);
        while batch.len() < BATCH
            && let Ok(job) = jobs.try_recv()
        {
            batch.push(job);
        }
        let ran = run_batch(conn, batch.drain(..), real_time(), listeners);
        let met_full_disk = ran.as_ref().map_or_else(is_full, |met| *met);
        is_disk_full.store(met_full_disk, Ordering::Relaxed);
        if let Err(error) = ran {
            tracing::error!(%error, "a batch of transactions was lost");
        }
    }
}

/// Runs transactions and commits them together; returns true if one of them found no space.
fn run_batch(
    conn: &Connection,
    jobs: impl Iterator<Item = Job>,
    now: Moment,
    listeners: &Listeners,
) -> rusqlite::Result<bool> {
    run(conn, "BEGIN IMMEDIATE")?;
    let mut met_full_disk = false;
    let mut answers = Vec::with_capacity(BATCH);
    let mut signals = Vec::new();
    let mut changed = Vec::new();
    let before = conn.total_changes();
    let done = jobs.into_iter().try_for_each(|job| {
        let (end, answer) = run_job(conn, job, now, &mut signals, &mut changed)?;
        answers.extend(answer);
        met_full_disk |= end == JobEnd::FullDisk;
        close_savepoint(conn, end)
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
    let end = match &done {
        Ok(()) => BatchEnd::Committed,
        Err(error) if is_full(error) => BatchEnd::FullDisk,
        Err(_) => BatchEnd::Lost,
    };
    for answer in answers {
        answer(end);
    }
    done.map(|()| met_full_disk)
}

fn run_job(
    conn: &Connection,
    job: Job,
    now: Moment,
    signals: &mut Vec<Signal>,
    changed: &mut Vec<MerchantId>,
) -> rusqlite::Result<(JobEnd, Option<Answer>)> {
    run(conn, "SAVEPOINT job")?;
    let tx = Tx::new(conn, now);
    let before = conn.total_changes();
    let outcome = catch_unwind(AssertUnwindSafe(|| job(&tx)));
    let (end, answer) = match outcome {
        Ok((end, answer)) => (end, Some(answer)),
        Err(_) => (JobEnd::Undo, None),
    };
    if end == JobEnd::Keep {
        signals.append(&mut tx.signals.borrow_mut());
        if conn.total_changes() != before {
            changed.append(&mut tx.entered.borrow_mut());
        }
    }
    Ok((end, answer))
}

/// Keeps or undoes the changes of one transaction.
fn close_savepoint(conn: &Connection, end: JobEnd) -> rusqlite::Result<()> {
    if end == JobEnd::FullDisk && conn.is_autocommit() {
        // SQLite itself has undone the whole batch.
        return Err(full());
    }
    if end != JobEnd::Keep {
        run(conn, "ROLLBACK TO job")?;
    }
    run(conn, "RELEASE job")
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
        let (queue, thread) = (Mutex::new(Some(queue)), Mutex::new(None));
        let writer = Writer { queue, thread, is_disk_full: Arc::default() };
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

    /// Inserts a merchant whose name takes that many bytes.
    async fn insert(writer: &Writer, bytes: usize) -> Result<()> {
        let insert = move |tx: &Tx<'_>| tx.insert_merchant(&"n".repeat(bytes), &bytes.to_string());
        writer.run(insert).await.map(drop)
    }

    #[tokio::test]
    async fn a_change_without_space_has_an_error_of_its_own_and_no_effect() {
        let conn = blank(VERSION).unwrap();
        let pages: u32 = conn.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        let writer = Writer::start(conn, Vec::new(), Listeners::none()).unwrap();
        let limit = |pages| writer.run(move |tx: &Tx<'_>| tx.limit_pages(pages));
        limit(pages + 20).await.unwrap();
        let jobs = [insert(&writer, 10), insert(&writer, 1_000_000), insert(&writer, 20)];
        let results = futures::future::join_all(jobs).await;
        assert!(matches!(results[1], Err(Error::FullDisk)), "{results:?}");
        let is_fair = |result: &Result<()>| matches!(result, Ok(()) | Err(Error::FullDisk));
        assert!(results.iter().all(is_fair), "{results:?}");
        assert!(matches!(insert(&writer, 1_000_000).await, Err(Error::FullDisk)));
        assert!(writer.is_disk_full());
        let count = |tx: &Tx<'_>| {
            let count = "SELECT count(*) FROM merchants WHERE length(name) = 1000000";
            Ok::<i64, Error>(tx.conn.query_row(count, [], |row| row.get(0))?)
        };
        assert_eq!(writer.run(count).await.unwrap(), 0);
        limit(pages + 1000).await.unwrap();
        insert(&writer, 1_000_000).await.unwrap();
        assert!(!writer.is_disk_full());
        assert_eq!(writer.run(count).await.unwrap(), 1);
        writer.close().await;
    }
}
