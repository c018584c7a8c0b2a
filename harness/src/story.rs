//! The story of one scenario: its steps, and what happened between them, in order.

use std::{sync::Arc, time::Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{exchange::Exchange, sink::ReceivedDelivery};

/// One scenario as it happened.
#[derive(Clone, Debug)]
pub struct Story {
    /// The time at which it began, and the same on the clock that measures.
    pub begun: (Timestamp, Instant),
    /// The steps, in order; those that were not reached have no time.
    pub steps: Vec<ToldStep>,
    /// The other events, in any order.
    pub moments: Vec<StoryMoment>,
    /// The books at the end.
    pub books: Vec<Book>,
}

/// A step of a scenario.
#[derive(Clone, Debug)]
pub struct ToldStep {
    /// Its keyword and its text.
    pub text: String,
    /// The text or the table below it.
    pub argument: Option<String>,
    /// Its line in the feature file.
    pub line: usize,
    /// Its start and its end.
    pub time: Option<(Instant, Instant)>,
    /// Its end.
    pub fate: StepFate,
}

/// The end of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepFate {
    /// It was carried out, and what it asserts is true.
    Passed,
    /// The scenario ended there.
    Stopped,
    /// It is being carried out; only in the story of a scenario that still runs.
    Running,
    /// The scenario ended before.
    NotReached,
    /// It states something that does not bind the target.
    NotBinding,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct StoryMoment {
    /// The time at which it was over.
    pub at: Instant,
    /// The event itself.
    pub what: Happening,
}

/// Something that happened between two steps or in one.
#[derive(Clone, Debug)]
pub enum Happening {
    /// A request with its answer.
    Exchange {
        /// The receiver, as in `API`.
        to: &'static str,
        /// The request and the answer.
        exchange: Arc<Exchange>,
    },
    /// An act that leaves no exchange: on a page, or of a person.
    Act(String),
    /// A delivery to the webhook sink.
    Delivery(Box<ReceivedDelivery>),
}

/// The book of one account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// The owner and the currency of the account.
    pub account: String,
    /// The entries, oldest first.
    pub entries: Vec<BookEntry>,
    /// The balance that the account shows.
    pub balance: String,
}

/// One movement in a book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookEntry {
    /// The kind of movement.
    pub what: String,
    /// The amount with its sign.
    pub amount: String,
    /// The balance after it; none if the target shows none.
    pub balance: Option<String>,
    /// The order behind it.
    pub order: Option<String>,
}
