//! What a scenario has done so far, as far as it saves reading and waiting: nothing is read or waited for twice in a row.

use conformance_harness::exchange::Exchange;

use crate::{portal::Action, world::Census};

/// What was done, and what is therefore still known.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// What was readable last, as long as nothing was done since.
    pub(crate) readable: Option<Census>,
    /// Nothing was due or in flight, as long as nothing was done since.
    pub(crate) is_settled: bool,
    /// The merchant's token may have died.
    pub(crate) is_token_doubtful: bool,
    written: Vec<String>,
}

impl Trace {
    /// Something may have changed.
    pub(crate) fn stir(&mut self) {
        self.readable = None;
        self.is_settled = false;
    }

    /// An exchange with the API.
    pub(crate) fn exchanged(&mut self, exchange: &Exchange) {
        if exchange.request.method != "GET" {
            self.stir();
            self.written.push(exchange.request.path.clone());
        }
        self.is_token_doubtful |= exchange.response.status == 401;
    }

    /// Something done in the Portal.
    pub(crate) fn acted(&mut self, action: &Action) {
        if !matches!(action, Action::Drain { .. }) {
            self.stir();
        }
        let ends_tokens = matches!(action, Action::Advance { .. } | Action::RevokeKey { .. });
        self.is_token_doubtful |= ends_tokens;
    }

    /// Whether something was written at a path with this in it.
    pub(crate) fn has_asked_for(&self, noun: &str) -> bool {
        self.written.iter().any(|path| path.contains(noun))
    }
}
