//! The edits of a message, as a file describes them.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::representation::Representation;

/// The key in a file that means the secret of the endpoint.
pub(super) const RIGHT_KEY: &str = "right";

/// One edit. Places are JSON Pointers in the body; `*` stands for every item of a list, `[state=FAILED]` for those with a value.
/// Values may hold references in braces.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Edit {
    /// Sets a member or item; with `only`, where it has that value now; with `make`, also where it is missing.
    Set {
        at: String,
        to: Value,
        #[serde(default)]
        only: Option<Value>,
        #[serde(default)]
        make: bool,
    },
    /// Removes a member or item.
    Remove(String),
    /// Gives a member another name.
    Rename { at: String, to: String },
    /// Adds to a number.
    Add { at: String, by: Value },
    /// Multiplies a number, and rounds the product to a whole one.
    Scale { at: String, by: f64 },
    /// Makes a text of a number, or a number of a text.
    Retype(String),
    /// Reverses a list.
    Reverse(String),
    /// Takes an item out of a list: the first, the last, or all.
    TakeOut { at: String, item: ItemChoice },
    /// Adds a copy of the last item to a list.
    CopyItem(String),
    /// Replaces the body.
    Body(Value),
    /// Fills a body up to so many MiB with spaces, which leave its meaning as it is.
    Fill(usize),
    /// Replaces the status of an answer.
    Status(u16),
    /// Sets a header; without a value it is removed.
    Header {
        name: String,
        #[serde(default)]
        to: Option<Value>,
    },
    /// Replaces the path of a request, or the part of a delivery's path after the address of its mailbox.
    Path(String),
    /// Replaces the method of a request.
    Method(String),
    /// Replaces a part of a form: its content, or the name of its file. A text is added if the part is missing.
    Form {
        part: String,
        #[serde(default)]
        text: Option<String>,
        #[serde(default)]
        file_name: Option<String>,
    },
    /// Answers a request without forwarding it.
    Answer {
        status: u16,
        #[serde(default)]
        body: Option<Value>,
    },
    /// Forwards a request once more, and drops that answer.
    Twice,
    /// Sends a request of its own.
    Send(OwnRequest),
    /// Remembers a value.
    Remember {
        #[serde(rename = "as")]
        key: String,
        value: Value,
    },
    /// Forgets a value.
    Forget(String),
    /// Keeps the answer as it is now.
    KeepAnswer(String),
    /// Gives a kept answer in the place of this one, or without forwarding.
    Replay(String),
    /// Remembers origin and credentials of the request.
    NoteCaller(String),
    /// Waits for so many milliseconds.
    PauseMs(u64),
    /// Drops a delivery.
    Drop,
    /// Delivers a copy as well, with edits of its own.
    Again(Vec<Self>),
    /// Holds a delivery back until the next one to the same mailbox has entered.
    Hold,
    /// Lets all deliveries enter that are held back.
    Release,
    /// Breaks the body: its last byte is different.
    Corrupt,
    /// Signs a delivery with this key; with `right`, by the secret of its endpoint.
    Sign(String),
    /// Writes the message in another form that means the same.
    Write(Representation),
}

/// An item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ItemChoice {
    /// The first item.
    First,
    /// The last item.
    Last,
    /// Every item.
    All,
}

/// A request that a fault makes by itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnRequest {
    /// The name under which origin and credentials are remembered; without it those of the request at hand.
    #[serde(default)]
    pub(super) caller: Option<String>,
    pub(super) method: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) body: Option<Value>,
    /// Parts of a form: texts, and files as `{name, text}`.
    #[serde(default)]
    pub(super) form: Option<Map<String, Value>>,
    /// True if its answer takes the place of the answer.
    #[serde(default)]
    pub(super) answers: bool,
    /// The name under which the body of its answer is remembered.
    #[serde(default)]
    pub(super) keep: Option<String>,
}

impl Edit {
    /// True for edits that only take notes, so that they do not count as a change.
    pub(super) fn is_note(&self) -> bool {
        matches!(
            self,
            Self::Remember { .. }
                | Self::Forget(_)
                | Self::KeepAnswer(_)
                | Self::NoteCaller(_)
                | Self::Release
        )
    }
}
