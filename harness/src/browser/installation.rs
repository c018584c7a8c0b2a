//! The programs of the browser, as they are found on the `PATH`.

use std::path::{Path, PathBuf};

/// Names under which distributions install the browser.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Names under which the browser without a user interface is installed.
const SHELL: [&str; 2] = ["chromium-headless-shell", "chrome-headless-shell"];

/// The paths of the programs.
#[derive(Clone, Debug)]
pub(super) struct Installation {
    pub(super) chromium: PathBuf,
    /// The same engine without a user interface: a third less work for each page, but it cannot show PDF documents.
    pub(super) shell: Option<PathBuf>,
}

impl Installation {
    /// Looks for the programs; none unless the browser is there.
    pub(super) fn find() -> Option<Self> {
        let paths = std::env::var_os("PATH")?;
        let on_path = |name: &str| {
            let places = std::env::split_paths(&paths).map(|folder| folder.join(name));
            places.into_iter().find(|place| is_program(place))
        };
        Some(Self {
            chromium: CHROMIUM.iter().find_map(|name| on_path(name))?,
            shell: SHELL.iter().find_map(|name| on_path(name)),
        })
    }

    /// The path of a program.
    pub(super) fn path(&self, program: Program) -> &Path {
        match (program, &self.shell) {
            (Program::Shell, Some(shell)) => shell,
            _ => &self.chromium,
        }
    }

    /// The program for pages: the shell where it is installed.
    pub(super) fn program(&self) -> Program {
        if self.shell.is_some() { Program::Shell } else { Program::Chromium }
    }
}

/// A program that opens windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    /// The browser without a user interface.
    Shell,
    /// The browser itself.
    Chromium,
}

fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// True if a browser is installed.
#[must_use]
pub fn is_installed() -> bool {
    Installation::find().is_some()
}
