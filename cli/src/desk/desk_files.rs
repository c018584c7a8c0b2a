//! The files that the desk reads and writes: those below `features/` and `fixtures/`.

use std::{
    fs,
    io::{self, Write as _},
    path::{Component, Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

/// The folders below which the desk reads and writes.
const ROOMS: [&str; 2] = ["features", "fixtures"];

/// The reasons why a file is not read or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum DeskFileError {
    #[error("{0} does not stand below features/ or fixtures/; the desk writes nowhere else")]
    Elsewhere(String),
    #[error(
        "{0} has changed on the disk since it was opened; nothing was written; download your text, or open the file again"
    )]
    Changed(String),
    #[error("{path}: {source}")]
    Disk { path: String, source: io::Error },
}

/// The whole path of a file of the suite.
///
/// # Errors
/// If it leads elsewhere, also by a link.
pub(super) fn place(root: &Path, path: &str) -> Result<PathBuf, DeskFileError> {
    let elsewhere = || DeskFileError::Elsewhere(path.to_owned());
    let relative = Path::new(path);
    let is_plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let first = relative.components().next().map(|part| part.as_os_str().to_owned());
    let first = first.filter(|first| is_plain && ROOMS.iter().any(|known| first == known));
    let above = root.join(first.ok_or_else(elsewhere)?);
    let whole = root.join(relative);
    // A new file stands in a folder that is there.
    let known = if whole.exists() { whole.as_path() } else { whole.parent().unwrap_or(root) };
    let (known, above) = (known.canonicalize(), above.canonicalize());
    let is_inside =
        known.ok().zip(above.ok()).is_some_and(|(known, above)| known.starts_with(above));
    if is_inside { Ok(whole) } else { Err(elsewhere()) }
}

/// A text with its version, by which a change on the disk is noticed.
pub(super) fn read(root: &Path, path: &str) -> Result<(String, String), DeskFileError> {
    let whole = place(root, path)?;
    let text = conformance_harness::files::read_text(&whole);
    let text = text.map_err(|source| DeskFileError::Disk { path: path.to_owned(), source })?;
    let version = version(&text);
    Ok((text, version))
}

/// Writes a text in the place of the version that was read, none for a new file; gives the new version.
pub(super) fn write(
    root: &Path,
    path: &str,
    text: &str,
    before: Option<&str>,
) -> Result<String, DeskFileError> {
    let whole = place(root, path)?;
    let now = read(root, path).ok().map(|(_, version)| version);
    if now.as_deref() != before {
        return Err(DeskFileError::Changed(path.to_owned()));
    }
    let disk = |source| DeskFileError::Disk { path: path.to_owned(), source };
    let folder = whole.parent().unwrap_or(root);
    let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // Written beside it and moved, so that nobody ever sees half of it.
    let beside = folder.join(format!(".{name}.desk-{}", std::process::id()));
    let written = (|| {
        let mut file = fs::File::create_new(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        if let Ok(facts) = fs::metadata(&whole) {
            fs::set_permissions(&beside, facts.permissions())?;
        }
        fs::rename(&beside, &whole)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map(|()| version(text)).map_err(disk)
}

fn version(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suite() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("features/a")).expect("made");
        fs::write(folder.path().join("features/a/one.feature"), "One").expect("written");
        fs::write(folder.path().join("secret"), "hidden").expect("written");
        folder
    }

    #[test]
    fn nothing_outside_the_rooms_is_read_or_written() {
        let folder = suite();
        let root = folder.path();
        std::os::unix::fs::symlink(root.join("secret"), root.join("features/link"))
            .expect("linked");
        std::os::unix::fs::symlink("/tmp", root.join("features/out")).expect("linked");
        for path in [
            "secret",
            "../secret",
            "features/../secret",
            "/etc/passwd",
            "features/link",
            "features/out/x.feature",
            "",
        ] {
            assert!(read(root, path).is_err(), "{path} is read");
            assert!(write(root, path, "x", None).is_err(), "{path} is written");
        }
        assert_eq!(fs::read_to_string(root.join("secret")).expect("readable"), "hidden");
    }

    #[test]
    fn a_file_that_changed_on_the_disk_is_not_overwritten() {
        let folder = suite();
        let path = "features/a/one.feature";
        let (text, before) = read(folder.path(), path).expect("readable");
        assert_eq!(text, "One");
        let next = write(folder.path(), path, "Two", Some(&before)).expect("written");
        assert!(write(folder.path(), path, "Three", Some(&before)).is_err());
        assert!(write(folder.path(), path, "Three", None).is_err());
        write(folder.path(), path, "Three", Some(&next)).expect("written");
        write(folder.path(), "features/a/new.feature", "New", None).expect("written");
        assert_eq!(fs::read_dir(folder.path().join("features/a")).expect("a folder").count(), 2);
    }
}
