//! Work that is shared among the processors of this machine.

use std::{num::NonZero, panic::resume_unwind, thread};

/// The number of processors that this process may use; one if the system does not say.
#[must_use]
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does each part of the work in a thread of its own, and gives the results in the order of the parts. A panic in one of the
/// threads goes on in the calling one.
pub fn side_by_side<P: Send, R: Send>(
    parts: impl Iterator<Item = P>,
    work: impl Fn(P) -> R + Sync,
) -> Vec<R> {
    let work = &work;
    thread::scope(|scope| {
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        let ended = threads.into_iter().map(thread::ScopedJoinHandle::join);
        ended.map(|end| end.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}
