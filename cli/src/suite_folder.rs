//! The folder of the suite: a checkout, or the files inside this binary.

use std::{
    ops::Deref,
    path::{Path, PathBuf},
};

use crate::{arguments::SuiteArgument, error::CommandError};

/// The folder of the suite. One that was unpacked is gone with this value.
#[derive(Debug)]
pub(crate) struct SuiteFolder {
    path: PathBuf,
    #[cfg(feature = "bundled")]
    unpacked: Option<tempfile::TempDir>,
}

impl SuiteFolder {
    /// The folder that is meant: the given one, the checkout around the current folder, or the files inside this binary.
    pub(crate) fn find(given: &SuiteArgument) -> Result<Self, CommandError> {
        let is_suite =
            |folder: &&Path| folder.join("features").is_dir() && folder.join("schemas").is_dir();
        if let Some(folder) = &given.folder {
            let found = Some(folder.as_path()).filter(is_suite).map(Self::checkout);
            return found.ok_or_else(|| CommandError::NotASuite(folder.display().to_string()));
        }
        let here = std::env::current_dir().map_err(CommandError::Runtime)?;
        match here.ancestors().find(is_suite) {
            Some(folder) => Ok(Self::checkout(folder)),
            None => Self::inside(),
        }
    }

    fn checkout(folder: &Path) -> Self {
        Self {
            path: folder.to_path_buf(),
            #[cfg(feature = "bundled")]
            unpacked: None,
        }
    }

    #[cfg(not(feature = "bundled"))]
    fn inside() -> Result<Self, CommandError> {
        Err(CommandError::NoSuite)
    }

    /// Unpacks the files inside this binary.
    #[cfg(feature = "bundled")]
    fn inside() -> Result<Self, CommandError> {
        let unpack = || -> std::io::Result<Self> {
            let folder = tempfile::Builder::new().prefix("conform-suite-").tempdir()?;
            for (name, content) in FILES {
                let path = folder.path().join(name);
                std::fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
                std::fs::write(path, content)?;
            }
            Ok(Self { path: folder.path().to_path_buf(), unpacked: Some(folder) })
        };
        unpack().map_err(CommandError::Unpack)
    }

    /// The folder below which runs are kept: the checkout, or the current folder if the suite is inside this binary.
    pub(crate) fn home(&self) -> &Path {
        #[cfg(feature = "bundled")]
        if self.unpacked.is_some() {
            return Path::new("");
        }
        &self.path
    }

    /// True if the folder is gone after the command, so that nothing can be kept in it.
    pub(crate) fn is_temporary(&self) -> bool {
        self.home() != self.path
    }

    /// The words for the reader of a run.
    pub(crate) fn told(&self) -> String {
        #[cfg(feature = "bundled")]
        if self.unpacked.is_some() {
            return format!("the suite inside conform {}", env!("CARGO_PKG_VERSION"));
        }
        format!("the suite in {}", self.path.display())
    }
}

impl Deref for SuiteFolder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.path
    }
}

/// The files inside this binary, with their paths in the suite.
#[cfg(feature = "bundled")]
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/suite_files.rs"));
