//! The recipe of one container: its image, the contents of its environment, and the sign that it is ready.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    time::Duration,
};

/// The recipe of a container.
#[derive(Clone, Debug)]
pub struct ContainerRecipe {
    /// The name by which the other containers of the run reach it.
    pub name: String,
    /// The source of its image.
    pub image: ImageSource,
    /// Environment of the container.
    pub environment: Vec<(String, String)>,
    /// Files given to the container: their path there and their contents.
    pub files: Vec<(String, Vec<u8>)>,
    /// Arguments of the image's entry point; none keeps those of the image.
    pub command: Vec<String>,
    /// The ports to reach from this machine.
    pub ports: BTreeSet<u16>,
    /// Those of them that must have a certain port of this machine.
    pub published: BTreeMap<u16, u16>,
    /// The sign that it is ready.
    pub readiness: Readiness,
    /// The time in which it must become ready.
    pub within: Duration,
}

/// The source of an image.
#[derive(Clone, Debug)]
pub enum ImageSource {
    /// An image of this name, which the engine has or can pull.
    Reference(String),
    /// A Dockerfile, and the folder that it copies from.
    Dockerfile {
        /// The path of the Dockerfile.
        dockerfile: PathBuf,
        /// The folder.
        context: PathBuf,
    },
}

/// The sign that a container is ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// It has been started.
    Started,
    /// This text is in a line of its output.
    Line(String),
    /// It answers a request, with a status below 500.
    Answer {
        /// The path asked.
        path: String,
        /// The port in the container.
        port: u16,
    },
}

impl std::fmt::Display for Readiness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Started => f.write_str("it runs"),
            Self::Line(text) => write!(f, "its output has {text:?}"),
            Self::Answer { path, port } => write!(f, "it answers at {path} on port {port}"),
        }
    }
}
