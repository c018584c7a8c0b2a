//! An image built `FROM scratch` from a static binary of this workspace, which cargo builds first.

use std::{
    io,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use testcontainers::{GenericBuildableImage, runners::AsyncBuilder as _};
use tokio::time::timeout;

use super::error::ContainerError;

/// The recipe of an image with one static binary.
#[derive(Clone, Debug)]
pub struct StaticImage {
    /// The workspace's folder.
    pub workspace: PathBuf,
    /// The package whose binary of the same name goes into the image.
    pub package: &'static str,
    /// The features with which the package is built.
    pub features: &'static [&'static str],
    /// Cargo's profile, whose name is that of the folder of what it builds.
    pub profile: String,
    /// The Dockerfile, which copies `binary`.
    pub dockerfile: PathBuf,
    /// Further files for the Dockerfile: the names that it copies, with their content.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// The name of the image and its tag.
    pub name: (String, String),
}

/// The time between two words about a build that goes on.
const STILL_BUILDING: Duration = Duration::from_secs(30);

impl StaticImage {
    /// Builds the binary and the image, and tells now and then what it does.
    ///
    /// # Errors
    /// If cargo or the container engine fails.
    pub async fn build(&self, tell: &dyn Fn(&str)) -> Result<(), ContainerError> {
        let (name, tag) = &self.name;
        tell(&format!(
            "cargo builds a static {} for the image {name}:{tag}; the first time takes some minutes",
            self.package
        ));
        let begun = Instant::now();
        let building = self.static_binary();
        tokio::pin!(building);
        let binary = loop {
            if let Ok(built) = timeout(STILL_BUILDING, &mut building).await {
                break built?;
            }
            let seconds = begun.elapsed().as_secs();
            tell(&format!("cargo still builds, {seconds} s so far"));
        };
        tell(&format!("the container engine makes the image {name}:{tag}"));
        let mut image = GenericBuildableImage::new(name, tag)
            .with_dockerfile(&self.dockerfile)
            .with_file(binary, "binary");
        for (name, content) in &self.files {
            image = image.with_data(content.clone(), *name);
        }
        image.build_image().await.map(drop).map_err(ContainerError::from)
    }

    /// Builds for the host's own target triple, named so that build scripts and macros stay dynamic.
    async fn static_binary(&self) -> Result<PathBuf, ContainerError> {
        let triple = host_triple().await?;
        let output = cargo(&self.workspace)
            .args(["build", "--profile", &self.profile, "--quiet", "--target", &triple])
            .args(["-p", self.package])
            .args(["--features", &self.features.join(",")])
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
        Ok(target.join(triple).join(&self.profile).join(self.package))
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
        .map_err(|error: io::Error| ContainerError::Cargo(error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.unwrap_or("x86_64-unknown-linux-gnu").to_owned())
}
