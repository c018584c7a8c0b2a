//! The content of a map: how to sign in, how a page refuses, and the acts with their steps.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    control::{Control, Controls},
    step::MapStep,
};

/// A map of a Portal.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalMap {
    /// The name of the Portal, for people.
    pub portal: String,
    /// The time in seconds within which a control must be seen.
    #[serde(default = "usual_wait")]
    pub(super) wait_seconds: u64,
    /// The steps by which a person signs in.
    pub(super) sign_in: Vec<MapStep>,
    /// A control that is seen only while somebody is signed in.
    pub(super) signed_in: Controls,
    /// The controls by which a page says that it refuses. A page that comes with a status from 400 on refuses as well.
    #[serde(default)]
    pub(super) refusal: Vec<Control>,
    /// The Portal's own words for values, by the name of the value.
    #[serde(default)]
    pub(super) words: BTreeMap<String, BTreeMap<String, String>>,
    /// The acts by name.
    pub(super) acts: BTreeMap<String, MapAct>,
}

/// Pages of a target nearby are there in milliseconds; a Portal behind the internet takes seconds.
fn usual_wait() -> u64 {
    10
}

/// An act of a person in the Portal.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapAct {
    /// The act in words.
    pub title: String,
    /// True if the pages of the act are open to everybody.
    #[serde(default)]
    pub(super) without_sign_in: bool,
    /// The steps that read sample values from the Portal's lists, for a walk of the act.
    #[serde(default)]
    pub(super) sample: Vec<MapStep>,
    /// The steps that carry it out.
    pub(super) steps: Vec<MapStep>,
    /// The steps that take it back, with the names that the act has read.
    #[serde(default)]
    pub(super) undo: Vec<MapStep>,
}

impl MapAct {
    /// True if the map says how the act is taken back.
    #[must_use]
    pub fn can_be_undone(&self) -> bool {
        !self.undo.is_empty()
    }
}

impl PortalMap {
    /// The names of its acts.
    pub fn act_names(&self) -> impl Iterator<Item = &str> {
        self.acts.keys().map(String::as_str)
    }

    /// An act; none if the map does not know it.
    #[must_use]
    pub fn act(&self, name: &str) -> Option<&MapAct> {
        self.acts.get(name)
    }
}
