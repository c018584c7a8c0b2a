//! The image of a container: a reference, or one that the engine builds from a Dockerfile.

use std::{fs, io, path::Path};

use sha2::{Digest as _, Sha256};
use testcontainers::{
    GenericBuildableImage, GenericImage, TestcontainersError,
    bollard::errors::Error as EngineError, core::client::ClientError, runners::AsyncBuilder as _,
};

use super::{error::ContainerError, recipe::ImageSource};

/// The size in bytes of the largest folder that is sent to the engine; all of it is held in memory.
const LARGEST_CONTEXT: u64 = 256 * 1024 * 1024;

/// The image, built if it is described by a Dockerfile.
pub(super) async fn of(source: &ImageSource) -> Result<GenericImage, ContainerError> {
    match source {
        ImageSource::Reference(reference) => {
            let (name, tag) = name_and_tag(reference);
            Ok(GenericImage::new(name, tag))
        }
        ImageSource::Dockerfile { dockerfile, context } => built(dockerfile, context).await,
    }
}

/// The name and the tag, or the digest's halves, which testcontainers joins again by a colon.
fn name_and_tag(reference: &str) -> (&str, &str) {
    let after_path = reference.rfind('/').map_or(0, |slash| slash + 1);
    match reference[after_path..].rfind(':').map(|colon| after_path + colon) {
        Some(colon) => (&reference[..colon], &reference[colon + 1..]),
        None => (reference, "latest"),
    }
}

async fn built(dockerfile: &Path, context: &Path) -> Result<GenericImage, ContainerError> {
    let refused = |problem: String| ContainerError::Context {
        dockerfile: dockerfile.display().to_string(),
        problem,
    };
    match size(context, LARGEST_CONTEXT) {
        Ok(true) => {}
        Ok(false) => {
            let limit = LARGEST_CONTEXT >> 20;
            return Err(refused(format!(
                "its folder {} has more than {limit} MiB; name a smaller one as `context`, or build the image yourself \
                 and name it as `image`",
                context.display()
            )));
        }
        Err(error) => {
            let context = context.display();
            return Err(refused(format!("its folder {context}: {error}; correct `context`")));
        }
    }
    // One image for each Dockerfile, which replaces that of an earlier run.
    let place = fs::canonicalize(dockerfile).unwrap_or_else(|_| dockerfile.to_path_buf());
    let tag = hex::encode(&Sha256::digest(place.as_os_str().as_encoded_bytes())[..6]);
    let image = GenericBuildableImage::new("conform-target", tag)
        .with_file(context, ".")
        .with_dockerfile(dockerfile);
    image.build_image().await.map_err(|error| match error {
        TestcontainersError::Client(ClientError::BuildImage {
            err:
                err @ (EngineError::DockerResponseServerError { .. }
                | EngineError::DockerStreamError { .. }),
            ..
        }) => refused(format!("{err}; correct the Dockerfile")),
        other => other.into(),
    })
}

/// True if the files below a folder are at most so many bytes together.
fn size(folder: &Path, limit: u64) -> io::Result<bool> {
    let mut folders = vec![folder.to_path_buf()];
    let mut total = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else {
                total += entry.metadata()?.len();
            }
            if total > limit {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_split_at_its_tag() {
        for (reference, wanted) in [
            ("ralio", ("ralio", "latest")),
            ("ralio:1.2", ("ralio", "1.2")),
            ("registry.example:5000/ralio", ("registry.example:5000/ralio", "latest")),
            ("registry.example:5000/ralio:1", ("registry.example:5000/ralio", "1")),
            ("ralio@sha256:abc", ("ralio@sha256", "abc")),
        ] {
            assert_eq!(name_and_tag(reference), wanted, "{reference}");
        }
    }

    #[test]
    fn a_folder_is_measured_up_to_the_limit() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("inner")).expect("made");
        fs::write(folder.path().join("inner/file"), "four").expect("written");
        assert!(size(folder.path(), 4).expect("readable"));
        assert!(!size(folder.path(), 3).expect("readable"));
        assert!(size(&folder.path().join("nowhere"), 3).is_err());
    }
}
