//! A target in a container, as a profile describes it: image, ports, environment, files, readiness, and further containers.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;

use super::{
    addresses::PublishedPorts,
    recipe::{ContainerRecipe, ImageSource, Readiness},
    values::{ContainerProfileError, filled},
};
use crate::files;

/// The time in which a container must become ready, unless its profile gives another one.
const READY_TIMEOUT: Duration = Duration::from_mins(1);

/// The container that is the target.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContainerProfile {
    image: Option<String>,
    dockerfile: Option<PathBuf>,
    context: Option<PathBuf>,
    ports: TargetPorts,
    #[serde(default)]
    environment: BTreeMap<String, Scalar>,
    #[serde(default)]
    files: BTreeMap<String, FileSource>,
    #[serde(default)]
    command: Vec<String>,
    sink_ca: Option<String>,
    ready: Option<ReadyProfile>,
    #[serde(default)]
    needs: Vec<NeededContainer>,
}

/// A container that the target needs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NeededContainer {
    name: String,
    image: Option<String>,
    dockerfile: Option<PathBuf>,
    context: Option<PathBuf>,
    #[serde(default)]
    environment: BTreeMap<String, Scalar>,
    #[serde(default)]
    files: BTreeMap<String, FileSource>,
    #[serde(default)]
    command: Vec<String>,
    sink_ca: Option<String>,
    ready: Option<ReadyProfile>,
}

/// The ports in the container on which the target listens.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetPorts {
    api: u16,
    portal: u16,
}

/// A value of the environment; YAML reads some of them as numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Whole(i64),
    Fraction(f64),
    Truth(bool),
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Whole(number) => number.fmt(f),
            Self::Fraction(number) => number.fmt(f),
            Self::Truth(truth) => truth.fmt(f),
        }
    }
}

/// The source of a file in the container: a path on this machine, or the text itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum FileSource {
    Path(PathBuf),
    Text { text: String },
}

/// The sign that a container is ready: a line of its output, or an answer at a path.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadyProfile {
    log: Option<String>,
    path: Option<String>,
    port: Option<u16>,
    within_seconds: Option<u64>,
}

/// The surroundings of a profile, from which the values of its containers come.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The folder of the profile, at which its paths begin.
    pub folder: &'a Path,
    /// Gives the value of an environment variable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// The certificate of the sink's authority, as PEM.
    pub sink_ca: &'a str,
}

impl std::fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// The containers of a target, ready to be started in their order; the target is the last one.
#[derive(Clone, Debug)]
pub struct ContainerSet {
    /// The recipes.
    pub recipes: Vec<ContainerRecipe>,
    /// The port of the API in the target's container.
    pub api: u16,
    /// The port of the Portal in the target's container.
    pub portal: u16,
    /// The values that came from the environment and must not be printed.
    pub secrets: Vec<String>,
}

/// The keys that all containers have, with the place where they stand.
struct CommonKeys<'a> {
    place: String,
    image: &'a Option<String>,
    dockerfile: &'a Option<PathBuf>,
    context: &'a Option<PathBuf>,
    environment: &'a BTreeMap<String, Scalar>,
    files: &'a BTreeMap<String, FileSource>,
    command: &'a [String],
    sink_ca: &'a Option<String>,
    ready: &'a Option<ReadyProfile>,
    /// The port of a readiness path without one.
    port: Option<u16>,
}

impl ContainerProfile {
    /// Puts another image in the place of the target's.
    pub fn use_image(&mut self, image: &str) {
        self.image = Some(image.to_owned());
        self.dockerfile = None;
        self.context = None;
    }

    /// The containers, with all values filled in.
    ///
    /// # Errors
    /// If a key cannot be right, a variable is not set, or a file cannot be read.
    pub fn resolved(
        &self,
        around: Surroundings<'_>,
    ) -> Result<ContainerSet, ContainerProfileError> {
        let mut secrets = Vec::new();
        let mut recipes = Vec::new();
        let TargetPorts { api, portal } = self.ports;
        let published = PublishedPorts::new(api, portal);
        let mut names = BTreeSet::from([TARGET_NAME]);
        for need in &self.needs {
            let is_new = names.insert(&need.name);
            check_name(&need.name, is_new)?;
            recipes.push(need.keys().recipe(&need.name, around, &published, &mut secrets)?);
        }
        let mut target = self.keys().recipe(TARGET_NAME, around, &published, &mut secrets)?;
        target.ports.extend([api, portal]);
        if self.ready.is_none() {
            target.readiness = Readiness::Answer { path: "/".to_owned(), port: api };
        }
        target.published = published.into_chosen(&target.ports);
        recipes.push(target);
        Ok(ContainerSet { recipes, api, portal, secrets })
    }

    fn keys(&self) -> CommonKeys<'_> {
        CommonKeys {
            place: "`container`".to_owned(),
            image: &self.image,
            dockerfile: &self.dockerfile,
            context: &self.context,
            environment: &self.environment,
            files: &self.files,
            command: &self.command,
            sink_ca: &self.sink_ca,
            ready: &self.ready,
            port: Some(self.ports.api),
        }
    }
}

impl NeededContainer {
    fn keys(&self) -> CommonKeys<'_> {
        CommonKeys {
            place: format!("`container.needs` {}", self.name),
            image: &self.image,
            dockerfile: &self.dockerfile,
            context: &self.context,
            environment: &self.environment,
            files: &self.files,
            command: &self.command,
            sink_ca: &self.sink_ca,
            ready: &self.ready,
            port: None,
        }
    }
}

/// The name by which the containers that a target needs reach the target.
const TARGET_NAME: &str = "target";

fn check_name(name: &str, is_new: bool) -> Result<(), ContainerProfileError> {
    let is_label = name.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit())
        && name.starts_with(|one: char| one.is_ascii_lowercase())
        && name.len() <= 30;
    let problem = if !is_label {
        "is no host name; use up to 30 lower-case letters and digits"
    } else if !is_new {
        "is used twice (the target's own name is `target`); give each container another name"
    } else {
        return Ok(());
    };
    let place = format!("`container.needs` name {name:?}");
    Err(ContainerProfileError::Value { place, problem: problem.to_owned() })
}

impl CommonKeys<'_> {
    fn recipe(
        &self,
        name: &str,
        around: Surroundings<'_>,
        published: &PublishedPorts,
        secrets: &mut Vec<String>,
    ) -> Result<ContainerRecipe, ContainerProfileError> {
        let image = self.image_source(around.folder)?;
        let mut fill = |key: &str, text: &str| {
            let place = || format!("{}, `{key}`", self.place);
            filled(text, published, around.variable, secrets, place)
        };
        let mut environment = Vec::new();
        for (variable, value) in self.environment {
            let value = fill(&format!("environment.{variable}"), &value.to_string())?;
            environment.push((variable.clone(), value));
        }
        let command = self.command.iter().map(|argument| fill("command", argument));
        let command = command.collect::<Result<_, _>>()?;
        let mut files = Vec::new();
        for (path, source) in self.files {
            files.push((path.clone(), self.contents(path, source, around.folder)?));
        }
        files.extend(
            self.sink_ca.iter().map(|path| (path.clone(), around.sink_ca.as_bytes().to_vec())),
        );
        if let Some((path, _)) = files.iter().find(|(path, _)| !path.starts_with('/')) {
            return Err(ContainerProfileError::Value {
                place: format!("{}, `files` {path:?}", self.place),
                problem: "is no absolute path in the container; begin it with `/`".to_owned(),
            });
        }
        let (readiness, within) = self.readiness()?;
        let ports = match readiness {
            Readiness::Answer { port, .. } => BTreeSet::from([port]),
            _ => BTreeSet::new(),
        };
        Ok(ContainerRecipe {
            name: name.to_owned(),
            image,
            environment,
            files,
            command,
            ports,
            published: BTreeMap::new(),
            readiness,
            within,
        })
    }

    fn image_source(&self, folder: &Path) -> Result<ImageSource, ContainerProfileError> {
        let wrong = |problem| ContainerProfileError::Image { place: self.place.clone(), problem };
        match (self.image, self.dockerfile) {
            (Some(_), Some(_)) => Err(wrong("has both an image and a Dockerfile")),
            (None, None) => Err(wrong("has no image")),
            (Some(image), None) if image.trim().is_empty() || image.contains(' ') => {
                Err(wrong("has an image whose reference is empty or has a space in it"))
            }
            (Some(image), None) => Ok(ImageSource::Reference(image.clone())),
            (None, Some(dockerfile)) => {
                let dockerfile = folder.join(dockerfile);
                files::check(&dockerfile).map_err(|source| ContainerProfileError::File {
                    place: format!("{}, `dockerfile`", self.place),
                    path: dockerfile.display().to_string(),
                    source,
                })?;
                let beside = || dockerfile.parent().unwrap_or(folder).to_path_buf();
                let context = self.context.as_ref().map_or_else(beside, |one| folder.join(one));
                Ok(ImageSource::Dockerfile { dockerfile, context })
            }
        }
    }

    fn contents(
        &self,
        path: &str,
        source: &FileSource,
        folder: &Path,
    ) -> Result<Vec<u8>, ContainerProfileError> {
        match source {
            FileSource::Text { text } => Ok(text.as_bytes().to_vec()),
            FileSource::Path(source) => {
                let source = folder.join(source);
                files::read(&source).map_err(|error| ContainerProfileError::File {
                    place: format!("{}, `files` {path:?}", self.place),
                    path: source.display().to_string(),
                    source: error,
                })
            }
        }
    }

    fn readiness(&self) -> Result<(Readiness, Duration), ContainerProfileError> {
        let Some(ready) = self.ready else { return Ok((Readiness::Started, READY_TIMEOUT)) };
        let within = ready.within_seconds.map_or(READY_TIMEOUT, Duration::from_secs);
        let wrong = |problem: &str| ContainerProfileError::Value {
            place: format!("{}, `ready`", self.place),
            problem: problem.to_owned(),
        };
        let readiness = match (&ready.log, &ready.path, ready.port.or(self.port)) {
            (Some(log), None, _) if !log.is_empty() => Readiness::Line(log.clone()),
            (None, Some(path), Some(port)) if path.starts_with('/') => {
                Readiness::Answer { path: path.clone(), port }
            }
            (None, Some(_), Some(_)) => {
                return Err(wrong("has a `path` that does not begin with `/`"));
            }
            (None, Some(_), None) => return Err(wrong("has a `path` without a `port`; add it")),
            _ => return Err(wrong("needs either `log` (a text of its output) or `path`")),
        };
        Ok((readiness, within))
    }
}
