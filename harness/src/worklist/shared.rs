//! The part of a worklist that its clones and tickets share: the state behind a lock, and the signal that it has changed.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::watch;

use super::{
    RequestState,
    printed::{batch_text, ended_line},
    state::WorklistState,
};
use crate::report::Paint;

/// A receiver of printed text.
pub(super) type Printer = Arc<dyn Fn(&str) + Send + Sync>;

/// The shared part of a worklist.
pub(super) struct SharedList {
    state: Mutex<WorklistState>,
    /// A signal to the one that closes batches: something has changed.
    changed: watch::Sender<()>,
    /// The turn of the one that closes batches.
    closing: tokio::sync::Mutex<()>,
    paint: Paint,
    printer: Printer,
}

impl fmt::Debug for SharedList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedList").field("state", &self.state).finish_non_exhaustive()
    }
}

impl SharedList {
    pub(super) fn new(gather: Duration, paint: Paint, printer: Printer) -> Self {
        let state = Mutex::new(WorklistState::new(gather, Instant::now()));
        Self {
            state,
            changed: watch::Sender::new(()),
            closing: tokio::sync::Mutex::new(()),
            paint,
            printer,
        }
    }

    /// Looks at the state.
    pub(super) fn look<T>(&self, look: impl FnOnce(&WorklistState) -> T) -> T {
        look(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the state, prints what `change` gives before anything else can change, and wakes the one that closes
    /// batches.
    fn change<T>(&self, change: impl FnOnce(&mut WorklistState, Instant) -> (T, String)) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (result, text) = change(&mut state, Instant::now());
        if !text.is_empty() {
            (self.printer)(&text);
        }
        drop(state);
        self.changed.send_replace(());
        result
    }

    /// Changes the state and prints nothing.
    pub(super) fn note<T>(&self, note: impl FnOnce(&mut WorklistState, Instant) -> T) -> T {
        self.change(|state, now| (note(state, now), String::new()))
    }

    /// Prints the open requests again.
    pub(super) fn print_open(&self) {
        let text = self.look(|state| batch_text(state, None, self.paint));
        (self.printer)(&text);
    }

    /// Closes the batch and prints it, if it is due.
    fn close_if_due(&self) {
        self.change(|state, now| {
            let is_due = state.due().is_some_and(|due| due <= now);
            let batch = if is_due { state.close_batch(now) } else { None };
            let text = batch.map(|batch| batch_text(state, Some(batch), self.paint));
            ((), text.unwrap_or_default())
        });
    }

    /// Ends a request; true if it had not ended before. A request that was never shown ends without a line.
    pub(super) fn end(&self, index: usize, end: RequestState) -> bool {
        self.change(|state, now| {
            let has_ended = state.end(index, end, now);
            let shown = state.requests[index].shown.filter(|_| has_ended);
            let line = shown.map(|shown| ended_line(shown.number, end, self.paint));
            (has_ended, line.unwrap_or_default())
        })
    }

    /// Waits until a request is shown or has ended.
    pub(super) async fn shown(&self, index: usize) {
        self.note(|state, now| state.await_request(index, now));
        tokio::select! {
            () = self.reaches(index, |state| state != RequestState::Gathering) => {}
            // One of those that wait closes the batch for all; the others sleep until it is shown.
            () = self.close_batches() => {}
        }
    }

    /// Closes batches whenever they are due. Only one caller at a time does, and each until it is no longer polled.
    async fn close_batches(&self) {
        let _turn = self.closing.lock().await;
        let mut changes = self.changed.subscribe();
        loop {
            changes.mark_unchanged();
            let closing = async {
                match self.look(WorklistState::due) {
                    Some(due) => tokio::time::sleep_until(due.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = changes.changed() => {}
                () = closing => self.close_if_due(),
            }
        }
    }

    /// Waits until the state of a request is such a one.
    pub(super) async fn reaches(&self, index: usize, wanted: impl Fn(RequestState) -> bool) {
        let mut states = self.look(|state| state.requests[index].state.subscribe());
        // The request lives as long as this list.
        let _ = states.wait_for(|state| wanted(*state)).await;
    }
}
