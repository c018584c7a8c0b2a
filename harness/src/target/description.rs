//! The description of a target: addresses, what it claims, and the operator who acts for its people.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    time::Duration,
};

use crate::{
    checks::Encoding,
    client::{Client, ClientError, Outgoing},
    deviation::Deviations,
    layer::Layers,
    sink::Reach,
};

/// The way in which people's actions in the Portal are carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OperatorKind {
    /// Its JSON interface.
    Json,
    /// A person at the keyboard, who follows printed instructions.
    Person,
    /// A browser that works on the Portal's pages, as a map says.
    Pages,
}

/// A target's own form of a refusal.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnRefusal {
    /// Its status.
    pub status: u16,
    /// Its code, which is a text anywhere in the answer.
    pub code: Option<String>,
}

/// A target, reachable and described.
#[derive(Clone, Debug)]
pub struct Target {
    /// The name for people.
    pub name: String,
    /// True if the run starts it: it is on this machine, and all of its people are made up.
    pub is_started_for_run: bool,
    /// The origin of the API.
    pub api_url: String,
    /// The origin of the pages for people.
    pub portal_url: String,
    /// The operator of those pages.
    pub operator: OperatorKind,
    /// The file with the map of its Portal; none if the profile does not name one.
    pub portal_map: Option<PathBuf>,
    /// The capabilities it claims.
    pub capabilities: BTreeSet<String>,
    /// Reasons why a capability is not claimed, if there are special ones.
    pub unclaimed: BTreeMap<String, String>,
    /// The layers that are held against it.
    pub layers: Layers,
    /// Its own statuses and codes of refusals, by our code.
    pub refusals: BTreeMap<String, OwnRefusal>,
    /// The rules that it cannot keep or show, with the reasons.
    pub cannot: BTreeMap<String, String>,
    /// The time after the last request in which a target without draining may still send what it must not.
    pub quiet: Duration,
    /// The encoding of its signatures.
    pub encoding: Encoding,
    /// The address by which it reaches the webhook sink.
    pub reach: Reach,
    /// The known deviations.
    pub deviations: Deviations,
    /// The folder of its own snapshots; those of the suite count where `decided` binds.
    pub snapshots: Option<PathBuf>,
    /// The time after which an expected effect counts as missing.
    pub effect_timeout: Duration,
    /// The time a person has to do one task.
    pub person_timeout: Duration,
}

/// The effect timeout of a target on this machine, which answers in milliseconds.
pub const LOCAL_EFFECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The default time in which a target without draining may still send what it must not: that of a queue and two attempts.
pub(super) const QUIET: Duration = Duration::from_secs(20);

/// The default time of a person for one task: to read the instruction, find the page and act.
pub(super) const PERSON_TIMEOUT: Duration = Duration::from_mins(5);

impl Target {
    /// A target that was started for this run and has the JSON operator.
    #[must_use]
    pub fn started(
        name: &str,
        api_url: String,
        portal_url: String,
        capabilities: &[&str],
        reach: Reach,
    ) -> Self {
        Self {
            name: name.to_owned(),
            is_started_for_run: true,
            api_url,
            portal_url,
            operator: OperatorKind::Json,
            portal_map: None,
            capabilities: capabilities.iter().map(ToString::to_string).collect(),
            unclaimed: BTreeMap::new(),
            layers: Layers::all(),
            refusals: BTreeMap::new(),
            cannot: BTreeMap::new(),
            quiet: QUIET,
            encoding: Encoding::Hex,
            reach,
            deviations: Deviations::default(),
            snapshots: None,
            effect_timeout: LOCAL_EFFECT_TIMEOUT,
            person_timeout: PERSON_TIMEOUT,
        }
    }

    /// True if the target claims this capability.
    #[must_use]
    pub fn claims(&self, capability: &str) -> bool {
        self.capabilities.contains(capability)
    }

    /// The same target, which claims the capability unless there is a reason why not.
    #[must_use]
    pub fn claiming(mut self, capability: &str, or_why_not: Option<String>) -> Self {
        match or_why_not {
            None => drop(self.capabilities.insert(capability.to_owned())),
            Some(why) => {
                self.capabilities.remove(capability);
                self.unclaimed.insert(capability.to_owned(), why);
            }
        }
        self
    }

    /// Sends one request, to report clearly that the target cannot be reached.
    ///
    /// # Errors
    /// If no answer comes.
    pub async fn probe(&self, client: &Client) -> Result<(), ClientError> {
        match client.send(&self.api_url, Outgoing::new("GET", "/")).await {
            // Even an answer without an end shows that the target is there; scenarios judge it.
            Ok(_) | Err(ClientError::TooLarge { .. } | ClientError::Endless { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
