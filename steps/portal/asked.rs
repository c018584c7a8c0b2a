//! Work that a person was asked for and whose effect is not seen yet.

use conformance_harness::worklist::WorklistTicket;

/// Work that a person was asked for.
#[derive(Debug)]
pub struct AskedWork {
    /// The task alone, which many requests share.
    pub task: String,
    /// The task, with its ids.
    pub words: String,
    /// The place of the request in the worklist.
    pub ticket: WorklistTicket,
}
