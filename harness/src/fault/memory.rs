//! The values that faults remember from one message to another.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;

/// An answer as it is kept and changed.
#[derive(Clone, Debug)]
pub(super) struct AnswerCopy {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: bytes::Bytes,
}

/// The origin and the credentials of a request, for requests that a fault makes by itself.
#[derive(Clone, Debug)]
pub(super) struct CallerCopy {
    pub(super) origin: String,
    pub(super) authorization: Option<String>,
}

/// The content of a memory.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    pub(super) values: HashMap<String, Value>,
    pub(super) answers: HashMap<String, AnswerCopy>,
    pub(super) callers: HashMap<String, CallerCopy>,
    pub(super) counts: HashMap<String, u64>,
    /// Rewritten ids, each with the one that the target knows.
    pub(super) ids: HashMap<String, String>,
}

/// The memory of all faults of a run.
#[derive(Debug, Default)]
pub(super) struct FaultMemory(Mutex<Remembered>);

impl FaultMemory {
    /// The content, for one moment.
    pub(super) fn open(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one more message under a key.
    pub(super) fn count(&self, key: String) -> u64 {
        let mut remembered = self.open();
        let count = remembered.counts.entry(key).or_default();
        *count += 1;
        *count
    }
}
