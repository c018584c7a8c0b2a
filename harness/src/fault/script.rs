//! The content of a file of faults or variants: what is changed, where, and under which conditions.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{address::CallAddress, edit::Edit, framing::Framing, predicate::Predicate};
use crate::layer::Layer;

/// A way in which a target breaks a rule, or a way to keep it that looks different.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InjectedFault {
    /// The id; it does not say what is expected of the fault.
    pub id: String,
    /// The rule that it breaks; none for a legal variant.
    #[serde(default)]
    pub breaks: Option<String>,
    /// Further rules under which it is found rightly, because they state the same or depend on it.
    #[serde(default)]
    pub also: Vec<String>,
    /// The rule or document that allows a variant; none for a fault.
    #[serde(default)]
    pub allowed_by: Option<String>,
    /// One sentence for readers who are no developers.
    pub title: String,
    /// The layer of the rule.
    #[serde(default = "guides")]
    pub layer: Layer,
    /// Layers on which a variant is no longer legal.
    #[serde(default)]
    pub illegal_by: Vec<Layer>,
    /// True for a fault that shows only in a narrow situation, such as one currency of several; else it is written plain.
    #[serde(default)]
    pub narrow: bool,
    /// The reason why no scenario can notice a fault, in words that a reader can check; it is run and not scored.
    #[serde(default)]
    pub equivalent: Option<String>,
    /// True for a variant that does not go together with others.
    #[serde(default)]
    pub alone: bool,
    /// The name of the file, without its extension.
    #[serde(skip)]
    pub family: String,
    /// The way in which the bodies of answers are sent.
    #[serde(default)]
    pub framing: Option<Framing>,
    /// The changes, in the order in which they are tried.
    #[serde(default)]
    pub(super) changes: Vec<Alteration>,
}

fn guides() -> Layer {
    Layer::Guides
}

/// Two kinds of files: faults must be found, variants must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A breach of a rule.
    Fault,
    /// Something that is legal.
    Variant,
}

/// One change of messages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Alteration {
    /// The messages that are meant.
    pub(super) at: Spot,
    /// Conditions; all must hold.
    #[serde(default, rename = "if")]
    pub(super) conditions: Vec<Predicate>,
    /// Only the n-th message that is meant, counted for each value of `per`.
    #[serde(default)]
    pub(super) nth: Option<u64>,
    /// The text by which messages are counted; without it the token of the caller, or the mailbox.
    #[serde(default)]
    pub(super) per: Option<String>,
    /// The edits, one after the other.
    #[serde(default, rename = "do")]
    pub(super) edits: Vec<Edit>,
}

/// The messages that are meant: requests, answers or deliveries. Exactly one of the three is given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spot {
    /// Requests to these operations, before they are forwarded.
    #[serde(default)]
    pub(super) request: Option<Addresses>,
    /// Answers of these operations.
    #[serde(default)]
    pub(super) answer: Option<Addresses>,
    /// The status of the answer.
    #[serde(default)]
    pub(super) status: Option<u16>,
    /// Deliveries of this type; `*` stands for any text.
    #[serde(default)]
    pub(super) delivery: Option<String>,
}

/// One or several operation ids or calls.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Addresses {
    /// One.
    One(CallAddress),
    /// Several.
    Several(Vec<CallAddress>),
}

impl Addresses {
    /// The values in braces of the first address that a call matches.
    pub(super) fn captures(&self, method: &str, path: &str) -> Option<BTreeMap<String, String>> {
        self.all().iter().find_map(|address| address.captures(method, path))
    }

    pub(super) fn all_mut(&mut self) -> &mut [CallAddress] {
        match self {
            Self::One(one) => std::slice::from_mut(one),
            Self::Several(several) => several,
        }
    }

    fn all(&self) -> &[CallAddress] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

impl InjectedFault {
    /// The rules under which it is found rightly.
    pub fn right_rules(&self) -> impl Iterator<Item = &str> {
        self.breaks.iter().chain(&self.also).map(String::as_str)
    }
}
