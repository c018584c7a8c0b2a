//! An image built `FROM scratch` from a static binary of this workspace, which cargo builds first.

use std::{
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::Value;
use testcontainers::{GenericBuildableImage, runners::AsyncBuilder as _};
use tokio::{process::Command, time::timeout};

use super::error::ContainerError;

/// The recipe of an image with one static binary.
#[derive(Clone, Debug)]
pub struct StaticImage {
    /// The workspace's folder.
    pub workspace: PathBuf,
    /// The package of the binary.
    pub package: &'static str,
    /// The binary that goes into the image.
    pub binary: &'static str,
    /// The features with which the package is built.
    pub features: &'static [&'static str],
    /// Cargo's profile.
    pub profile: String,
    /// The Dockerfile, which copies `binary`.
    pub dockerfile: PathBuf,
    /// Further files for the Dockerfile: the names that it copies, with their content.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// The name of the image and its tag.
    pub name: (String, String),
}

/// Pause between two progress messages of a build.
const STILL_BUILDING: Duration = Duration::from_secs(30);

impl StaticImage {
    /// Builds the binary and the image, and tells now and then what it does.
    ///
    /// # Errors
    /// If cargo or the container engine fails.
    pub async fn build(&self, tell: &dyn Fn(&str)) -> Result<(), ContainerError> {
        let (name, tag) = &self.name;
        tell(&format!(
            "cargo builds the program of the image {name}:{tag}; the first time takes some minutes"
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

    /// Builds the binary. Only its last step is told to be static, so that what it is made of is shared with other builds.
    async fn static_binary(&self) -> Result<PathBuf, ContainerError> {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(program);
        for (name, _) in
            std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_of_cargo))
        {
            command.env_remove(name);
        }
        let output = command
            .current_dir(&self.workspace)
            .args(["rustc", "--profile", &self.profile, "--quiet"])
            .args(["-p", self.package, "--bin", self.binary])
            .args(["--features", &self.features.join(",")])
            .arg("--message-format=json-render-diagnostics")
            .args(["--", "-C", "target-feature=+crt-static", "-C", "strip=symbols"])
            .stdin(Stdio::null())
            .output()
            .await
            .map_err(ContainerError::Cargo)?;
        let messages = String::from_utf8_lossy(&output.stdout);
        let binary = messages.lines().rev().find_map(executable);
        binary.filter(|_| output.status.success()).ok_or_else(|| ContainerError::Build {
            binary: self.binary.to_owned(),
            output: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }
}

/// True for a variable that cargo sets for the programs that it runs. Build scripts look at it, and would run again, and all that
/// depends on them would be compiled again.
fn is_of_cargo(variable: &str) -> bool {
    ["CARGO_MANIFEST_", "CARGO_PKG_"].iter().any(|beginning| variable.starts_with(beginning))
}

/// The path in a message of cargo about a program that is ready.
fn executable(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    message["executable"].as_str().map(PathBuf::from)
}
