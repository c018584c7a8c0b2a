//! Reaches the target: starts the embedded sandbox or its container, or reads a profile.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use conformance_harness::{
    browser::{self, BrowserError},
    run::TargetScope,
    secrets::{SecretKind, Secrets},
    sink::{Authority, AuthorityError, Reach},
    target::{
        ContainerError, ContainerProfileError, Containers, OperatorKind, Profile, ProfileError,
        Surroundings, Target, engine_version,
    },
};
use ralio_conformance::{CAPABILITIES, snapshot_folder};
use ralio_sandbox::{Config, Sandbox, StartError};
use tokio::{runtime::Handle, task::JoinError};

use crate::image_recipes;

/// The capabilities that the sandbox claims.
const SANDBOX_CLAIMS: [&str; 4] = ["clock", "drain", "idempotency", "rate-limit"];

/// The names of targets that are no files.
pub(crate) const NAMES: [&str; 2] = ["sandbox", "container"];

/// The capability of a target whose pages can be judged on this machine.
pub(crate) const BROWSER: &str = "browser";

/// True if a browser is installed, so that the Portal's pages can be judged.
#[must_use]
pub fn browser_is_there() -> bool {
    browser::is_installed()
}

fn why_no_browser() -> Option<String> {
    (!browser_is_there()).then(|| BrowserError::NotInstalled.to_string())
}

/// The reasons why a target could not be reached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TargetError {
    #[error("the embedded sandbox did not start: {0}")]
    Embedded(#[from] StartError),
    #[error("the embedded sandbox broke off while it started: {0}")]
    BrokeOff(#[from] JoinError),
    #[error(transparent)]
    Container(#[from] ContainerError),
    #[error("the profile {path} cannot be used: {source}")]
    ContainerProfile { path: String, source: ContainerProfileError },
    #[error("the target of {path} cannot be started: {reason}")]
    NotStarted { path: String, reason: String },
    #[error("--image {0} needs a target in a container; {1} has no `container`")]
    NoContainer(String, String),
    #[error(transparent)]
    Profile(#[from] ProfileError),
    #[error(transparent)]
    Authority(#[from] AuthorityError),
}

/// A target ready to be judged, with the resources that keep it running.
pub(crate) struct Started {
    pub(crate) target: Target,
    pub(crate) authority: Authority,
    pub(crate) operator_key: Option<String>,
    /// The folder of the sink's authority, if the profile keeps one.
    pub(crate) authority_folder: Option<PathBuf>,
    keeper: Keeper,
}

enum Keeper {
    Embedded(Sandbox),
    Containers(Containers),
    Nobody,
}

impl Started {
    /// True if the target ends with the run, and all of its data with it.
    pub(crate) fn ends_with_run(&self) -> bool {
        !matches!(self.keeper, Keeper::Nobody)
    }

    /// True if the target is the sandbox in this process.
    pub(crate) fn is_embedded(&self) -> bool {
        matches!(self.keeper, Keeper::Embedded(_))
    }

    /// The same, without the Portal's pages, for this reason.
    pub(crate) fn without_pages(mut self, reason: &str) -> Self {
        self.target = self.target.claiming(BROWSER, Some(reason.to_owned()));
        self
    }

    /// The output of the containers, if a program in them has ended or `always`.
    pub(crate) async fn container_logs(&self, always: bool) -> Option<String> {
        let Keeper::Containers(containers) = &self.keeper else { return None };
        let is_wanted = always || containers.has_ended().await;
        if is_wanted { Some(containers.logs().await) } else { None }
    }

    /// Stops what was started for the run.
    pub(crate) async fn stop(self) {
        match self.keeper {
            Keeper::Embedded(sandbox) => sandbox.stop().await,
            // A container that cannot be removed now is removed when it is dropped.
            Keeper::Containers(containers) => drop(containers.remove().await),
            Keeper::Nobody => {}
        }
    }
}

/// The profile behind `--target container`.
const SANDBOX_CONTAINER: &str = include_str!("../../tests/targets/container.yaml");

/// The environment variable with the operator's key.
pub(crate) const OPERATOR_KEY: &str = "RALIO_OPERATOR_KEY";

/// Starts or describes the target named on the command line; a sandbox in this process runs on the threads of `beside`. `image`
/// takes the place of the container's.
pub(crate) async fn start(
    name: &str,
    image: Option<&str>,
    root: &Path,
    secrets: &Secrets,
    beside: &Handle,
) -> Result<Started, TargetError> {
    match name {
        "sandbox" => match image {
            None => embedded(Config::default(), beside).await,
            Some(image) => Err(TargetError::NoContainer(image.to_owned(), name.to_owned())),
        },
        "container" => {
            let profile = Profile::parse(SANDBOX_CONTAINER, name.to_owned(), &CAPABILITIES)?;
            if image.is_none() {
                let tell = |told: &str| drop(writeln!(io::stderr(), "{told}"));
                // Without an engine, nobody need wait for the compiler first.
                engine_version().await?;
                image_recipes::sandbox_of_run(root).build(&tell).await?;
            }
            start_profile(
                profile,
                image,
                ProfilePlace { shown: name, folder: root },
                secrets,
                beside,
            )
            .await
        }
        path => {
            let profile = Profile::read(Path::new(path), &CAPABILITIES)?;
            let folder = Path::new(path).parent().unwrap_or(Path::new(""));
            start_profile(profile, image, ProfilePlace { shown: path, folder }, secrets, beside)
                .await
        }
    }
}

/// The claims of the target named on the command line, without starting it.
pub(crate) fn scope(name: &str) -> Result<TargetScope, TargetError> {
    Ok(TargetScope::of(&unstarted(name)?))
}

/// The folder of the snapshots of the target named on the command line.
pub(crate) fn snapshots_of(name: &str, root: &Path) -> Result<PathBuf, TargetError> {
    Ok(snapshot_folder(root, &unstarted(name)?))
}

/// The target named on the command line, without starting it.
pub(crate) fn unstarted(name: &str) -> Result<Target, TargetError> {
    Ok(match name {
        "sandbox" => {
            let (api, portal) = (String::new(), String::new());
            Target::started(name, api, portal, &SANDBOX_CLAIMS, Reach::loopback())
                .claiming(BROWSER, why_no_browser())
        }
        "container" => {
            described(Profile::parse(SANDBOX_CONTAINER, name.to_owned(), &CAPABILITIES)?)
        }
        profile => described(Profile::read(Path::new(profile), &CAPABILITIES)?),
    })
}

/// Starts the sandbox in this process, with a demo merchant whose pages have something on them.
pub(crate) async fn start_demo(beside: &Handle) -> Result<Started, TargetError> {
    embedded(Config { demo: true, ..Config::default() }, beside).await
}

async fn embedded(config: Config, beside: &Handle) -> Result<Started, TargetError> {
    let authority = Authority::new()?;
    let webhook_ca_pem = Some(authority.pem().to_owned());
    let operator_key = variable(OPERATOR_KEY);
    let config = Config { webhook_ca_pem, operator_key, ..config };
    let starting = ralio_sandbox::start(config);
    let sandbox = beside.spawn(starting).await??;
    let target = Target::started(
        "the embedded sandbox",
        sandbox.api_url().to_owned(),
        sandbox.portal_url().to_owned(),
        &SANDBOX_CLAIMS,
        Reach::loopback(),
    )
    .claiming(BROWSER, why_no_browser());
    let operator_key = Some(sandbox.operator_key().to_owned());
    let keeper = Keeper::Embedded(sandbox);
    Ok(Started { target, authority, operator_key, authority_folder: None, keeper })
}

/// True if the target named on the command line runs in containers.
pub(crate) fn needs_engine(name: &str) -> bool {
    let profile = || Profile::read(Path::new(name), &CAPABILITIES);
    name == "container"
        || (name != "sandbox" && profile().is_ok_and(|profile| profile.container().is_some()))
}

/// True if a container engine answers, so that `--target container` can work.
#[must_use]
pub fn container_engine_is_there() -> bool {
    std::process::Command::new("docker")
        .arg("info")
        .output()
        .is_ok_and(|output| output.status.success())
}

/// The place of a profile.
#[derive(Clone, Copy)]
struct ProfilePlace<'a> {
    /// Its name in messages.
    shown: &'a str,
    /// The folder at which its paths begin.
    folder: &'a Path,
}

/// Starts or describes the target of a profile.
async fn start_profile(
    mut profile: Profile,
    image: Option<&str>,
    place: ProfilePlace<'_>,
    secrets: &Secrets,
    beside: &Handle,
) -> Result<Started, TargetError> {
    for warning in profile.warnings() {
        // A run is possible without standard error.
        let _ = writeln!(io::stderr(), "warning: {warning}");
    }
    if let Some(image) = image
        && !profile.use_image(image)
    {
        return Err(TargetError::NoContainer(image.to_owned(), place.shown.to_owned()));
    }
    let authority_folder = profile.authority().map(PathBuf::from);
    let authority = match &authority_folder {
        Some(directory) => kept_authority(directory)?,
        None => Authority::new()?,
    };
    let (profile, operator_key, keeper) = match profile.container() {
        None => (profile, None, Keeper::Nobody),
        Some(_) => in_containers(profile, place, &authority, secrets, beside).await?,
    };
    let target = described(profile);
    Ok(Started { target, authority, operator_key, authority_folder, keeper })
}

/// The authority of the sink in this folder. A target that runs does not know a new one.
fn kept_authority(directory: &Path) -> Result<Authority, TargetError> {
    let file = Authority::certificate_in(directory);
    let was_there = file.exists();
    let authority = Authority::kept_in(directory)?;
    if !was_there {
        // A run is possible without standard error.
        let _ = writeln!(
            io::stderr(),
            "a new authority for the sink was made in {}, the folder of `sink.authority` in the profile, seen from the folder of \
             this command; the target must trust {}",
            directory.display(),
            file.display()
        );
    }
    Ok(authority)
}

/// Starts the containers of a profile; their output is read on the threads of `beside`.
async fn in_containers(
    profile: Profile,
    place: ProfilePlace<'_>,
    authority: &Authority,
    secrets: &Secrets,
    beside: &Handle,
) -> Result<(Profile, Option<String>, Keeper), TargetError> {
    // A container that is started for the run can take any key.
    let key = variable(OPERATOR_KEY).unwrap_or_else(|| format!("{:032x}", rand::random::<u128>()));
    let value = |name: &str| if name == OPERATOR_KEY { Some(key.clone()) } else { variable(name) };
    let around = Surroundings { folder: place.folder, variable: &value, sink_ca: authority.pem() };
    let resolved = profile.container().map(|container| container.resolved(around));
    let set = match resolved {
        Some(Ok(set)) => set,
        Some(Err(source)) => {
            return Err(TargetError::ContainerProfile { path: place.shown.to_owned(), source });
        }
        None => return Ok((profile, None, Keeper::Nobody)),
    };
    set.secrets.iter().for_each(|value| secrets.add(SecretKind::Secret, value));
    let (api, portal) = (set.api, set.portal);
    let starting = beside.spawn(async move { set.start().await });
    // The output of a container that does not start may have secrets in it.
    let containers = starting.await?.map_err(|error| TargetError::NotStarted {
        path: place.shown.to_owned(),
        reason: secrets.mask(&error.to_string()),
    })?;
    let (api, portal) = (containers.origin(api).await?, containers.origin(portal).await?);
    let profile = profile.started_in(containers.short_id(), api, portal);
    let key = (profile.operator() == OperatorKind::Json).then_some(key);
    Ok((profile, key, Keeper::Containers(containers)))
}

/// The value of an environment variable, unless it is empty.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The capabilities that only the operator's JSON interface brings to use: no page of the Portal does.
pub(crate) const BEYOND_PORTAL: [&str; 3] = ["clock", "drain", "rate-limit"];

/// The target of a profile, without claims of which this run can make no use. A profile describes the target; the browser is part
/// of the machine that runs the suite.
fn described(profile: Profile) -> Target {
    let mut target = profile.into_target();
    if target.operator != OperatorKind::Json {
        for name in BEYOND_PORTAL {
            if target.claims(name) {
                let why = format!("{name} is claimed, and only the operator `json` can use it");
                target = target.claiming(name, Some(why));
            }
        }
    }
    let wants_browser = target.claims(BROWSER);
    if wants_browser { target.claiming(BROWSER, why_no_browser()) } else { target }
}
