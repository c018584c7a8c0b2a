//! Reaches the target: starts the embedded sandbox or its container, or reads a profile.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use conformance_harness::{
    browser::{self, BrowserError},
    run::Scope,
    sink::{Authority, AuthorityError, Reach},
    target::{Container, ContainerError, Image, Profile, ProfileError, Target},
};
use ralio_conformance::CAPABILITIES;
use ralio_sandbox::{Config, Sandbox, StartError};
use tokio::{runtime::Handle, task::JoinError};

/// The capabilities that the sandbox claims.
const SANDBOX_CLAIMS: [&str; 4] = ["clock", "drain", "idempotency", "rate-limit"];

/// The capability of a target whose pages can be judged on this machine.
const BROWSER: &str = "browser";

/// True if a browser is installed, so that the Portal's pages can be judged.
#[must_use]
pub fn browser_is_there() -> bool {
    browser::is_installed()
}

fn why_no_browser() -> Option<String> {
    (!browser_is_there()).then(|| BrowserError::NotInstalled.to_string())
}

/// The container's ports for the API and the Portal.
const PORTS: [u16; 2] = [8080, 8081];

const CA_PATH: &str = "/etc/ralio/webhook-ca.pem";

/// The reasons why a target could not be reached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TargetError {
    #[error("the embedded sandbox did not start: {0}")]
    Embedded(#[from] StartError),
    #[error("the embedded sandbox broke off while it started: {0}")]
    BrokeOff(#[from] JoinError),
    #[error(transparent)]
    Container(#[from] ContainerError),
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
    keeper: Keeper,
}

enum Keeper {
    Embedded(Sandbox),
    Container(Box<Container>),
    Nobody,
}

impl Started {
    /// True if the target ends with the run, and all of its data with it.
    pub(crate) fn ends_with_run(&self) -> bool {
        !matches!(self.keeper, Keeper::Nobody)
    }

    /// Stops what was started for the run.
    pub(crate) async fn stop(self) {
        match self.keeper {
            Keeper::Embedded(sandbox) => sandbox.stop().await,
            // If this fails, the engine removes the container when it is dropped.
            Keeper::Container(container) => drop(container.remove().await),
            Keeper::Nobody => {}
        }
    }
}

/// Starts or describes the target named on the command line; a sandbox in this process runs on the threads of `beside`.
pub(crate) async fn start(
    name: &str,
    root: &Path,
    beside: &Handle,
) -> Result<Started, TargetError> {
    match name {
        "sandbox" => embedded(beside).await,
        "container" => container(root).await,
        profile => from_profile(Path::new(profile)),
    }
}

/// The claims of the target named on the command line, without starting it.
pub(crate) fn scope(name: &str) -> Result<Scope, TargetError> {
    let own = || {
        let (api, portal) = (String::new(), String::new());
        Target::started(name, api, portal, &SANDBOX_CLAIMS, Reach::loopback())
    };
    let target = match name {
        "sandbox" | "container" => own().claiming(BROWSER, why_no_browser()),
        profile => described(Profile::read(Path::new(profile), &CAPABILITIES)?),
    };
    Ok(Scope::of(&target))
}

async fn embedded(beside: &Handle) -> Result<Started, TargetError> {
    let authority = Authority::new()?;
    let webhook_ca_pem = Some(authority.pem().to_owned());
    let starting = ralio_sandbox::start(Config { webhook_ca_pem, ..Config::default() });
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
    Ok(Started { target, authority, operator_key, keeper: Keeper::Embedded(sandbox) })
}

async fn container(root: &Path) -> Result<Started, TargetError> {
    let authority = Authority::new()?;
    let key = format!("{:032x}", rand::random::<u128>());
    let [api, portal] = PORTS;
    let image = Image {
        workspace: root.to_path_buf(),
        package: "ralio-sandbox",
        dockerfile: root.join("sandbox/Dockerfile"),
        files: vec![(CA_PATH.to_owned(), authority.pem().as_bytes().to_vec())],
        environment: vec![("RALIO_OPERATOR_KEY".to_owned(), key.clone())],
        arguments: vec![
            format!("--api-addr=0.0.0.0:{api}"),
            format!("--portal-addr=0.0.0.0:{portal}"),
            format!("--webhook-ca={CA_PATH}"),
        ],
        ports: PORTS.to_vec(),
        ready_line: "ready",
    };
    let container = image.start().await?;
    let target = Target::started(
        &format!("the sandbox in container {}", &container.id()[..12]),
        container.origin(api).await?,
        container.origin(portal).await?,
        &SANDBOX_CLAIMS,
        Reach::from_containers(),
    )
    .claiming(BROWSER, why_no_browser());
    Ok(Started {
        target,
        authority,
        operator_key: Some(key),
        keeper: Keeper::Container(Box::new(container)),
    })
}

/// True if a container engine answers, so that `--target container` can work.
#[must_use]
pub fn container_engine_is_there() -> bool {
    std::process::Command::new("docker")
        .arg("info")
        .output()
        .is_ok_and(|output| output.status.success())
}

fn from_profile(path: &Path) -> Result<Started, TargetError> {
    let profile = Profile::read(path, &CAPABILITIES)?;
    for warning in profile.warnings() {
        // A run is possible without standard error.
        let _ = writeln!(io::stderr(), "warning: {warning}");
    }
    let authority = match profile.authority().map(PathBuf::from) {
        Some(directory) => Authority::kept_in(&directory)?,
        None => Authority::new()?,
    };
    let target = described(profile);
    Ok(Started { target, authority, operator_key: None, keeper: Keeper::Nobody })
}

/// The target of a profile. A profile describes the target; the browser is part of the machine that runs the suite.
fn described(profile: Profile) -> Target {
    let target = profile.into_target();
    let wants_browser = target.claims(BROWSER);
    if wants_browser { target.claiming(BROWSER, why_no_browser()) } else { target }
}
