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

impl AskedWork {
    /// The request as the person knows it: by its number.
    #[must_use]
    pub fn request(&self) -> String {
        let number = self.ticket.number().map(|number| format!(" {number}")).unwrap_or_default();
        format!("request{number}")
    }
}
