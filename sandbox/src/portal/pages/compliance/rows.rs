//! Rows of lists: a verification session, and the result of a check.

use super::wording::{ROOM, short, shown_name, words};
use crate::domain::clock::Moment;
use crate::domain::session::{Check, KycSession};
use crate::portal::pages::shown::{Stamp, StateLabel, end_of};

/// A session in a list.
pub(super) struct SessionRow {
    pub(super) id: String,
    pub(super) id_end: String,
    pub(super) name: String,
    pub(super) state: StateLabel,
    pub(super) created_at: Stamp,
    pub(super) expires_at: Stamp,
    pub(super) is_open: bool,
}

impl SessionRow {
    pub(super) fn of(session: &KycSession, name: &str, now: Moment) -> Self {
        Self {
            id: session.id.to_string(),
            id_end: end_of(&session.id.to_string()),
            name: shown_name(name),
            state: StateLabel::of(session.state.code()),
            created_at: Stamp::new(session.created_at, now),
            expires_at: Stamp::new(session.expires_at, now),
            is_open: session.state.is_open(),
        }
    }
}

/// The result of a check.
pub(super) struct CheckSummary {
    pub(super) name: String,
    pub(super) is_refused: bool,
    /// The code, the message, the category and the type of each reason.
    pub(super) reasons: Vec<[String; 4]>,
    /// The number of reasons that are left out.
    pub(super) more: usize,
}

impl CheckSummary {
    pub(super) fn of(check: &Check, most: usize) -> Self {
        let shown = check.reasons.iter().take(most).map(|reason| {
            let texts = [&reason.code, &reason.message, &reason.category, &reason.found_by];
            texts.map(|text| short(text, 3 * ROOM))
        });
        Self {
            name: words(&check.check_type),
            is_refused: check.is_refused(),
            reasons: shown.collect(),
            more: check.reasons.len().saturating_sub(most),
        }
    }
}
