//! The images of this workspace: the sandbox, and `conform` with the suite inside.

use std::{fs, path::Path};

use conformance_harness::target::StaticImage;

/// The roots of certificates on this machine, which go into the image of `conform`.
const ROOTS: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The profile of cargo for the image of a run: that with which this program was built, or `release`, which builds faster than
/// `dist`.
const PROFILE: &str = if cfg!(debug_assertions) { "dev" } else { "release" };

/// The image of the sandbox for a run: of what was compiled for this program, where it was compiled here.
pub(crate) fn sandbox_of_run(workspace: &Path) -> StaticImage {
    let alone = sandbox(workspace, PROFILE);
    StaticImage { package: "conform", binary: "sandbox-of-image", ..alone }
}

/// The image of the sandbox, built with this profile of cargo.
pub(crate) fn sandbox(workspace: &Path, profile: &str) -> StaticImage {
    StaticImage {
        workspace: workspace.to_path_buf(),
        package: "ralio-sandbox",
        binary: "ralio-sandbox",
        features: &[],
        profile: profile.to_owned(),
        dockerfile: workspace.join("sandbox/Dockerfile"),
        files: Vec::new(),
        name: ("ralio-sandbox".to_owned(), "conform".to_owned()),
    }
}

/// The image of `conform`, built with this profile of cargo.
pub(crate) fn conform(workspace: &Path, profile: &str) -> Result<StaticImage, String> {
    let roots = fs::read(ROOTS).map_err(|error| {
        format!(
            "{ROOTS} cannot be read: {error}; install the package ca-certificates: the image trusts what this machine trusts"
        )
    })?;
    Ok(StaticImage {
        workspace: workspace.to_path_buf(),
        package: "conform",
        binary: "conform",
        features: &["bundled"],
        profile: profile.to_owned(),
        dockerfile: workspace.join("cli/Dockerfile"),
        // The folders of the image get their owner from the folders that are copied.
        files: vec![
            ("roots.pem", roots),
            ("folders/tmp/.keep", Vec::new()),
            ("folders/work/.keep", Vec::new()),
        ],
        name: ("conform".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
    })
}
