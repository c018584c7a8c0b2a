//! The actions of a scenario so far, kept so that nothing is read or waited for twice in a row.

use std::{sync::Arc, time::Instant};

use conformance_harness::{
    exchange::Exchange,
    story::{Happening, StoryMoment},
    suite::Case,
};

use crate::{
    edition::operation::is_repeated,
    portal::Action,
    world::{Census, KeyedRequests, ScenarioRecord},
};

/// The lowest status of a refusal.
const REFUSED: u16 = 400;

/// The actions so far, and the knowledge that is still valid after them.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// The last census, as long as nothing was done since.
    pub(crate) readable: Option<Census>,
    /// True if nothing was due or in flight and nothing was done since.
    pub(crate) is_settled: bool,
    /// True if the merchant's token may have become invalid.
    pub(crate) is_token_doubtful: bool,
    /// The exchanges so far.
    pub(crate) record: ScenarioRecord,
    /// True if the target has refused to write something, or has answered a repeated request once more.
    pub(crate) has_left_undone: bool,
    /// The requests that create something.
    pub(crate) keyed: KeyedRequests,
    written: Vec<String>,
    /// The events so far, for the story of the scenario.
    moments: Vec<StoryMoment>,
}

impl Trace {
    /// The trace of a scenario that is about to begin.
    pub(crate) fn of(case: &Case) -> Self {
        Self { keyed: KeyedRequests::of(case), ..Self::default() }
    }

    /// Forgets what was known: something may have changed.
    pub(crate) fn invalidate(&mut self) {
        self.forget();
        self.record.change();
    }

    /// Forgets what was read and waited for.
    fn forget(&mut self) {
        self.readable = None;
        self.is_settled = false;
    }

    /// Notes an exchange with the API; `is_own` if the scenario's own merchant asked.
    pub(crate) fn exchanged(&mut self, exchange: &Arc<Exchange>, is_own: bool) {
        if exchange.request.method != "GET" {
            let is_repeated = is_repeated(&exchange.response);
            self.forget();
            // A repeated answer must change nothing, so what is read afterwards is compared with what was read before.
            if !is_repeated {
                self.record.change_since(exchange.elapsed);
                self.record.change();
            }
            self.written.push(exchange.request.path.clone());
            self.has_left_undone |= exchange.response.status >= REFUSED || is_repeated;
        }
        self.record.add(exchange, is_own);
        // Not every target answers 401 to a token that has ended.
        self.is_token_doubtful |= matches!(exchange.response.status, 401 | 403);
    }

    /// Notes an action in the Portal.
    pub(crate) fn acted(&mut self, action: &Action) {
        if !matches!(action, Action::Drain { .. }) {
            self.invalidate();
        }
        if let Action::Advance { by } = action {
            self.record.move_clock(*by);
        }
        let ends_tokens = matches!(action, Action::Advance { .. } | Action::RevokeKey { .. });
        self.is_token_doubtful |= ends_tokens;
    }

    /// Notes for the story what has just happened.
    pub(crate) fn tell(&mut self, what: Happening) {
        self.moments.push(StoryMoment { at: Instant::now(), what });
    }

    /// The events so far.
    pub(crate) fn moments(&self) -> &[StoryMoment] {
        &self.moments
    }

    /// True if something was written at a path that contains `noun`.
    pub(crate) fn has_asked_for(&self, noun: &str) -> bool {
        self.written.iter().any(|path| path.contains(noun))
    }
}
