//! An image built `FROM scratch` from a static binary of this workspace, which cargo builds first.

use std::{
    io,
    path::{Path, PathBuf},
    process::Stdio,
};

use testcontainers::{GenericBuildableImage, runners::AsyncBuilder as _};

use super::error::ContainerError;

/// The recipe of an image with one static binary.
#[derive(Clone, Debug)]
pub struct StaticImage {
    /// The workspace's folder.
    pub workspace: PathBuf,
    /// The package whose binary of the same name goes into the image.
    pub package: &'static str,
    /// The Dockerfile, which copies `binary`.
    pub dockerfile: PathBuf,
    /// The tag of the image, whose name is that of the package.
    pub tag: &'static str,
}

impl StaticImage {
    /// Builds the binary and the image.
    ///
    /// # Errors
    /// If cargo or the container engine fails.
    pub async fn build(&self) -> Result<(), ContainerError> {
        let binary = self.static_binary().await?;
        let image = GenericBuildableImage::new(self.package, self.tag)
            .with_dockerfile(&self.dockerfile)
            .with_file(binary, "binary");
        image.build_image().await.map(drop).map_err(ContainerError::from)
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
        .map_err(|error: io::Error| ContainerError::Cargo(error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.unwrap_or("x86_64-unknown-linux-gnu").to_owned())
}
