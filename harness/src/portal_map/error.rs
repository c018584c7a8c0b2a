//! Trouble with a map: the file, or a step that does not fit the page.

use crate::browser::BrowserError;

/// A mistake in the file of a map.
#[derive(Debug, thiserror::Error)]
pub enum MapFileError {
    /// The file cannot be read.
    #[error("the map {path} cannot be read: {source}; `portal_map` in the profile names its file")]
    Read {
        /// The path of the file.
        path: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The file is not a map.
    #[error(
        "the map {path} cannot be understood: {message}; docs/portal-map.md shows how a map is written"
    )]
    Parse {
        /// The path of the file.
        path: String,
        /// The place of the mistake, its reason and perhaps the nearest known word.
        message: String,
    },
    /// A name in the map is not known.
    #[error("the map {path}: {place} {problem}")]
    Name {
        /// The path of the file.
        path: String,
        /// The act, and the step in it.
        place: String,
        /// The reason and the remedy.
        problem: String,
    },
}

/// The reason why an act could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum MapError {
    /// The browser is not there, or does not obey.
    #[error(transparent)]
    Browser(#[from] BrowserError),
    /// A step does not fit the page.
    #[error("{step}: {problem} on the page {page}{}", listed(.there))]
    Misfit {
        /// The act, the number of the step, and the step in words.
        step: String,
        /// The thing that was looked for, and why it was not found.
        problem: String,
        /// The address of the page.
        page: String,
        /// The controls that are there, the most similar first.
        there: Vec<String>,
    },
    /// A page that a step opens is not there.
    #[error("{step}: the Portal answers with status {status} at {page}")]
    NoPage {
        /// The act, the number of the step, and the step in words.
        step: String,
        /// The address of the page.
        page: String,
        /// The status of its answer.
        status: u16,
    },
    /// The browser cannot open a page.
    #[error(
        "{step}: the browser cannot open {page}: {trouble}; look at the address of `open` and at `portal` in the profile"
    )]
    Unopened {
        /// The act, the number of the step, and the step in words.
        step: String,
        /// The address of the page.
        page: String,
        /// The browser's reason.
        trouble: String,
    },
    /// The Portal failed.
    #[error("{step}: the Portal failed with status {status} at {page}")]
    Failed {
        /// The act, the number of the step, and the step in words.
        step: String,
        /// The address of the page.
        page: String,
        /// The status of its answer.
        status: u16,
    },
    /// A step needs a value that is not there.
    #[error("a step needs the value {{{name}}}, which is neither given nor read before")]
    Value {
        /// The name of the value.
        name: String,
    },
    /// A credential is not there, or not as it must be.
    #[error("the environment variable {name} {problem}")]
    Credential {
        /// The name of the environment variable.
        name: String,
        /// The mistake and its remedy.
        problem: &'static str,
    },
    /// Signing in did not help.
    #[error("nobody is signed in after the steps of `sign_in`: {0}")]
    NotSignedIn(Box<MapError>),
    /// The Portal refuses the credentials.
    #[error("the Portal refuses the sign-in: '{words}'; look at {credentials}")]
    SignInRefused {
        /// The words of the page.
        words: String,
        /// The environment variables that `sign_in` types, or its steps.
        credentials: String,
    },
    /// The Portal has signed the person out.
    #[error(
        "act `{0}`: nobody is signed in any more; the page does not show what `signed_in` names"
    )]
    SignedOut(String),
    /// The steps of `undo` were refused.
    #[error(
        "act `{0}` could not be taken back; put the setting back by hand, and look at its `undo` in the map"
    )]
    NotUndone(String),
    /// The map does not have the act.
    #[error("the map has no act {0}")]
    UnknownAct(String),
}

fn listed(there: &[String]) -> String {
    if there.is_empty() {
        return "; no control is there at all".to_owned();
    }
    format!("; there are: {}", there.join(", "))
}
