//! A target in a container: a static binary, built by cargo, put into an image `FROM scratch` and started by testcontainers.

use std::{
    io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use testcontainers::{
    ContainerAsync, GenericBuildableImage, GenericImage, ImageExt as _, TestcontainersError,
    core::{ContainerPort, Host, WaitFor},
    runners::{AsyncBuilder as _, AsyncRunner as _},
};

/// The time within which a container must start; it takes about a second.
const START_TIMEOUT: Duration = Duration::from_mins(1);

/// Trouble with the container.
#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    /// Cargo could not be started.
    #[error("cargo cannot be started to build the image's binary: {0}")]
    Cargo(#[source] io::Error),
    /// The binary did not compile.
    #[error("cargo could not build the static binary {package}:\n{output}")]
    Build {
        /// The package asked for.
        package: String,
        /// The output of cargo.
        output: String,
    },
    /// The engine refused, or is not there.
    #[error("the container engine refused: {0}; is it running, and may you use it (DOCKER_HOST)?")]
    Engine(#[from] TestcontainersError),
}

impl ContainerError {
    /// True if no container engine is installed or running.
    #[must_use]
    pub fn is_no_engine(&self) -> bool {
        matches!(self, Self::Engine(TestcontainersError::Client(_)))
    }
}

/// The recipe for an image: how it is built and started.
#[derive(Clone, Debug)]
pub struct Image {
    /// The workspace's folder.
    pub workspace: PathBuf,
    /// The package whose binary of the same name goes into the image.
    pub package: &'static str,
    /// The Dockerfile, which copies `binary`.
    pub dockerfile: PathBuf,
    /// Files given to the container: their path there and their contents.
    pub files: Vec<(String, Vec<u8>)>,
    /// Environment of the container.
    pub environment: Vec<(String, String)>,
    /// Arguments of the image's entry point.
    pub arguments: Vec<String>,
    /// The ports to reach.
    pub ports: Vec<u16>,
    /// The line of output that says that it is ready.
    pub ready_line: &'static str,
}

/// A running container; it is removed when dropped.
#[derive(Debug)]
pub struct Container {
    running: ContainerAsync<GenericImage>,
}

impl Image {
    /// Builds the binary and the image, and starts a container of it.
    ///
    /// # Errors
    /// If cargo or the container engine fails.
    pub async fn start(&self) -> Result<Container, ContainerError> {
        let binary = self.static_binary().await?;
        let image = GenericBuildableImage::new(self.package, "conform")
            .with_dockerfile(&self.dockerfile)
            .with_file(binary, "binary")
            .build_image()
            .await?;
        let image = self
            .ports
            .iter()
            .fold(image, |image, port| image.with_exposed_port(ContainerPort::Tcp(*port)))
            .with_wait_for(WaitFor::message_on_stdout(self.ready_line));
        let mut request = image
            .with_startup_timeout(START_TIMEOUT)
            .with_host("host.docker.internal", Host::HostGateway)
            .with_cmd(self.arguments.clone());
        for (name, value) in &self.environment {
            request = request.with_env_var(name, value);
        }
        for (path, contents) in &self.files {
            request = request.with_copy_to(path.clone(), contents.clone());
        }
        Ok(Container { running: request.start().await? })
    }

    /// Builds for the host's own target triple, named so that build scripts and macros stay dynamic.
    async fn static_binary(&self) -> Result<PathBuf, ContainerError> {
        let triple = host_triple().await?;
        let output = cargo(&self.workspace)
            .args(["build", "--release", "--quiet", "--target", &triple, "-p", self.package])
            .env("RUSTFLAGS", "-C target-feature=+crt-static")
            .output()
            .await
            .map_err(ContainerError::Cargo)?;
        if !output.status.success() {
            let output = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(ContainerError::Build { package: self.package.to_owned(), output });
        }
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.workspace.join("target"), PathBuf::from);
        Ok(target.join(triple).join("release").join(self.package))
    }
}

fn cargo(workspace: &Path) -> tokio::process::Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = tokio::process::Command::new(program);
    command.current_dir(workspace).stdin(Stdio::null());
    command
}

async fn host_triple() -> Result<String, ContainerError> {
    let output = tokio::process::Command::new("rustc")
        .arg("-vV")
        .output()
        .await
        .map_err(ContainerError::Cargo)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.unwrap_or("x86_64-unknown-linux-gnu").to_owned())
}

impl Container {
    /// The origin under which a port of the container is reached from here.
    ///
    /// # Errors
    /// If the engine does not know the port.
    pub async fn origin(&self, port: u16) -> Result<String, ContainerError> {
        let host = self.running.get_host().await?;
        let port = self.running.get_host_port_ipv4(port).await?;
        Ok(format!("http://{host}:{port}"))
    }

    /// The container's id, for people who want to look at it.
    #[must_use]
    pub fn id(&self) -> &str {
        self.running.id()
    }

    /// Stops and removes it.
    ///
    /// # Errors
    /// If the engine refuses.
    pub async fn remove(self) -> Result<(), ContainerError> {
        Ok(self.running.rm().await?)
    }
}
