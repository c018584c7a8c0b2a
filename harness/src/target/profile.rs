//! A target described in a YAML file: addresses, claims, operator, webhook sink, known deviations.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;

use super::{
    container::ContainerProfile,
    description::{LOCAL_EFFECT_TIMEOUT, OperatorKind, OwnRefusal, PERSON_TIMEOUT, QUIET, Target},
    profile_keys,
};
use crate::{
    checks::Encoding,
    deviation::{Deviation, Deviations},
    files,
    layer::{Layer, Layers},
    sink::Reach,
    suite::DECIDED,
};

/// Trouble with a profile.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file cannot be read.
    #[error(
        "the profile {path} cannot be read: {source}; a target is `sandbox`, `container` or a profile's file"
    )]
    Read {
        /// The path of the file.
        path: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The file is not a profile.
    #[error("the profile {path} cannot be understood: {message}; tests/targets/ has examples")]
    Parse {
        /// The path of the file.
        path: String,
        /// The place of the mistake and its reason.
        message: String,
    },
    /// A key is missing, or stands beside one that excludes it.
    #[error("the profile {path} {problem}")]
    Place {
        /// The path of the file.
        path: String,
        /// The mistake and its remedy.
        problem: &'static str,
    },
    /// A deviation without a reason, or listed twice.
    #[error("the profile {path} lists the deviation {name:?} {problem}")]
    Deviation {
        /// The path of the file.
        path: String,
        /// The scenario, the rule or the words of the cause.
        name: String,
        /// The mistake in the entry.
        problem: &'static str,
    },
    /// A capability that does not exist.
    #[error("the profile {path} claims {name:?}, which is no capability; known are {known}")]
    Capability {
        /// The path of the file.
        path: String,
        /// The claimed name.
        name: String,
        /// The capabilities that exist.
        known: String,
    },
}

/// The words between the name of a target and the id of the container in which it was started.
pub const IN_CONTAINER: &str = " in container ";

/// The content of a profile.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    name: String,
    api: Option<String>,
    portal: Option<String>,
    container: Option<ContainerProfile>,
    operator: OperatorKind,
    /// The file with the map of the Portal, beside the profile.
    portal_map: Option<PathBuf>,
    #[serde(default)]
    capabilities: BTreeSet<String>,
    layers: Option<Vec<Layer>>,
    #[serde(default)]
    refusals: BTreeMap<String, OwnRefusal>,
    #[serde(default)]
    cannot: BTreeMap<String, String>,
    quiet_seconds: Option<u64>,
    #[serde(default)]
    signature: Encoding,
    #[serde(alias = "inbox")]
    sink: Option<SinkProfile>,
    #[serde(default)]
    deviations: Vec<Deviation>,
    /// The folder of the target's own snapshots, beside the profile.
    snapshots: Option<PathBuf>,
    #[serde(alias = "patience_seconds")]
    effect_timeout_seconds: Option<u64>,
    #[serde(alias = "person_patience_seconds")]
    person_timeout_seconds: Option<u64>,
    #[serde(skip)]
    warnings: Vec<String>,
}

/// Keys that were renamed, with their new names. The old ones are read until version 0.3.
const RENAMED_KEYS: [(&str, &str); 3] = [
    ("inbox", "sink"),
    ("patience_seconds", "effect_timeout_seconds"),
    ("person_patience_seconds", "person_timeout_seconds"),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SinkProfile {
    /// The address on which the sink listens.
    listen: SocketAddr,
    /// The origin to register with the target; the sink's own address when absent.
    url: Option<String>,
    /// The host name in that origin when `url` is absent.
    host: Option<String>,
    /// The folder of the sink's certificate authority.
    authority: Option<PathBuf>,
}

impl Profile {
    /// Reads a profile; `known` are the capabilities that exist.
    ///
    /// # Errors
    /// If the file cannot be read, has unknown keys or claims what does not exist.
    pub fn read(path: &Path, known: &[&str]) -> Result<Self, ProfileError> {
        let shown = path.display().to_string();
        let text = files::read_text(path)
            .map_err(|source| ProfileError::Read { path: shown.clone(), source })?;
        let mut profile = Self::parse(&text, shown, known)?;
        let beside = path.parent().unwrap_or(Path::new(""));
        profile.snapshots = profile.snapshots.map(|folder| beside.join(folder));
        profile.portal_map = profile.portal_map.map(|file| beside.join(file));
        Ok(profile)
    }

    /// Reads a profile from its text; `shown` is its place in messages.
    ///
    /// # Errors
    /// If the text has unknown keys or claims what does not exist.
    pub fn parse(text: &str, shown: String, known: &[&str]) -> Result<Self, ProfileError> {
        let not_a_profile = |error: serde_yaml::Error| ProfileError::Parse {
            path: shown.clone(),
            message: profile_keys::with_hint(&error.to_string()),
        };
        let mut profile: Self = serde_yaml::from_str(text).map_err(not_a_profile)?;
        let keys: serde_yaml::Mapping = serde_yaml::from_str(text).map_err(not_a_profile)?;
        if let Some(problem) = profile.misplaced() {
            return Err(ProfileError::Place { path: shown, problem });
        }
        profile.warnings = RENAMED_KEYS
            .iter()
            .filter(|(old, _)| keys.contains_key(*old))
            .map(|(old, new)| {
                format!("the profile {shown} uses the key `{old}`; it is now `{new}`")
            })
            .collect();
        profile.adopt_old_claim(&shown);
        profile.check_reasons(&shown)?;
        for (place, one) in profile.deviations.iter().enumerate() {
            let mut earlier = profile.deviations[..place].iter();
            let is_twice = earlier.any(|other| other.name() == one.name());
            let problem = one.mistake().or(is_twice.then_some("twice; keep one entry"));
            if let Some(problem) = problem {
                let name = one.name().to_owned();
                return Err(ProfileError::Deviation { path: shown, name, problem });
            }
        }
        match profile.capabilities.iter().find(|name| !known.contains(&name.as_str())) {
            None => Ok(profile),
            Some(name) => Err(ProfileError::Capability {
                path: shown,
                name: name.clone(),
                known: known.join(", "),
            }),
        }
    }

    /// Reads the claim `decided`, which has become a layer.
    fn adopt_old_claim(&mut self, shown: &str) {
        if self.capabilities.remove(DECIDED) {
            self.warnings.push(format!(
                "the profile {shown} lists `decided` under `capabilities`; it is now a layer: write \
                 `layers: [guides, reference, decided]`"
            ));
            self.layers.get_or_insert_with(|| Layer::ALL.to_vec()).push(Layer::Decided);
        }
    }

    /// Refuses a list of layers without the guides, a refusal that is none, and a rule under `cannot` without a reason.
    fn check_reasons(&self, shown: &str) -> Result<(), ProfileError> {
        let parse = |message: String| ProfileError::Parse { path: shown.to_owned(), message };
        if self.layers.as_ref().is_some_and(|layers| !layers.contains(&Layer::Guides)) {
            let message = "`layers` leaves out `guides`, which bind every target";
            return Err(parse(message.to_owned()));
        }
        let is_success = |(_, own): &(&String, &OwnRefusal)| !(400..500).contains(&own.status);
        if let Some((code, own)) = self.refusals.iter().find(is_success) {
            let status = own.status;
            return Err(parse(format!(
                "`refusals` gives {code} the status {status}; a refusal has one from 400 to 499"
            )));
        }
        match self.cannot.iter().find(|(_, reason)| reason.trim().is_empty()) {
            None => Ok(()),
            Some((rule, _)) => {
                Err(parse(format!("`cannot` gives no reason for {rule}; say why it cannot")))
            }
        }
    }

    /// The mistake, if the profile has neither one way to reach its target nor the other, or both.
    fn misplaced(&self) -> Option<&'static str> {
        let is_container = self.container.is_some();
        match (self.operator, &self.portal_map) {
            (OperatorKind::Pages, None) => {
                return Some(
                    "has `operator: pages` without a map; name its file: `portal_map: my-portal.yaml` (docs/portal-map.md)",
                );
            }
            (OperatorKind::Person, Some(_)) => {
                return Some(
                    "has a `portal_map` that a person does not need; write `operator: pages`, or remove `portal_map`",
                );
            }
            _ => {}
        }
        match (&self.api, &self.portal, &self.sink) {
            (Some(_), _, _) | (_, Some(_), _) if is_container => Some(
                "has a `container` and an address; keep the one or the other: a container's addresses are found by its `ports`",
            ),
            _ if is_container => None,
            (None, _, _) => {
                Some("has a missing field `api`; give the address of the API, or a `container`")
            }
            (_, None, _) => Some(
                "has a missing field `portal`; give the address of the Portal, or a `container`",
            ),
            (_, _, None) => Some(
                "has a missing field `sink`; say where the webhook sink listens: `sink: { listen: '0.0.0.0:8443' }`",
            ),
            _ => None,
        }
    }

    /// The container that is to be started, if the target runs in one.
    #[must_use]
    pub fn container(&self) -> Option<&ContainerProfile> {
        self.container.as_ref()
    }

    /// The operator of its Portal.
    #[must_use]
    pub fn operator(&self) -> OperatorKind {
        self.operator
    }

    /// Puts another image in the place of the container's; false if there is no container.
    pub fn use_image(&mut self, image: &str) -> bool {
        match &mut self.container {
            Some(container) => container.use_image(image),
            None => return false,
        }
        true
    }

    /// The same profile, of a target that was started in this container and is reached at these addresses.
    #[must_use]
    pub fn started_in(mut self, container: &str, api: String, portal: String) -> Self {
        self.name = format!("{}{IN_CONTAINER}{container}", self.name);
        self.api = Some(api);
        self.portal = Some(portal);
        self
    }

    /// Advice to the author of a profile that can be used, such as renamed keys.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The directory of the sink's authority, when the profile keeps one.
    #[must_use]
    pub fn authority(&self) -> Option<&Path> {
        self.sink.as_ref()?.authority.as_deref()
    }

    /// The target it describes.
    #[must_use]
    pub fn into_target(self) -> Target {
        let is_started_for_run = self.container.is_some();
        let reach = match (self.sink, self.container) {
            (None, Some(_)) => Reach::from_containers(),
            (None, None) => Reach::loopback(),
            (Some(sink), container) => {
                let usual =
                    if container.is_some() { Reach::from_containers() } else { Reach::loopback() };
                let host = sink.host.unwrap_or(usual.host);
                Reach { listen: sink.listen, host, origin: sink.url }
            }
        };
        let effect_timeout =
            self.effect_timeout_seconds.map_or(LOCAL_EFFECT_TIMEOUT, Duration::from_secs);
        let person = self.person_timeout_seconds.map_or(PERSON_TIMEOUT, Duration::from_secs);
        Target {
            name: self.name,
            is_started_for_run,
            api_url: self.api.unwrap_or_default(),
            portal_url: self.portal.unwrap_or_default(),
            operator: self.operator,
            portal_map: self.portal_map,
            capabilities: self.capabilities,
            unclaimed: BTreeMap::new(),
            layers: self.layers.map(Layers::from_iter).unwrap_or_default(),
            refusals: self.refusals,
            cannot: self.cannot,
            quiet: self.quiet_seconds.map_or(QUIET, Duration::from_secs),
            encoding: self.signature,
            reach,
            deviations: Deviations(self.deviations),
            snapshots: self.snapshots,
            effect_timeout,
            person_timeout: person,
        }
    }
}
