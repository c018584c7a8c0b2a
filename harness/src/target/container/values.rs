//! Values of a container's description, filled from the environment, and the mistakes in them.

use super::addresses::PublishedPorts;

/// Trouble with the description of a container.
#[derive(Debug, thiserror::Error)]
pub enum ContainerProfileError {
    /// No image, or two of them.
    #[error("{place} {problem}; give either `image` (a reference) or `dockerfile` (a path)")]
    Image {
        /// The key in the profile.
        place: String,
        /// The mistake.
        problem: &'static str,
    },
    /// A reference to an environment variable that is not set.
    #[error(
        "{place} refers to ${{{name}}}, and the environment variable {name} is not set; set it where conform runs"
    )]
    Variable {
        /// The key in the profile.
        place: String,
        /// The name of the variable.
        name: String,
    },
    /// A `${` without its end.
    #[error(
        "{place} has a `${{` without `}}`; write ${{NAME}} for a variable and $${{ for the characters"
    )]
    Unfinished {
        /// The key in the profile.
        place: String,
    },
    /// A file that cannot be read.
    #[error("{place} cannot be read: {path}: {source}; paths begin at the folder of the profile")]
    File {
        /// The key in the profile.
        place: String,
        /// The path of the file.
        path: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// A value that cannot be right.
    #[error("{place} {problem}")]
    Value {
        /// The key in the profile.
        place: String,
        /// The mistake and its remedy.
        problem: String,
    },
}

/// The text with the values of its variables; each value is a secret, but for an address of the target.
pub(super) fn filled(
    text: &str,
    published: &PublishedPorts,
    variable: &dyn Fn(&str) -> Option<String>,
    secrets: &mut Vec<String>,
    place: impl Fn() -> String,
) -> Result<String, ContainerProfileError> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('$') {
            filled.push_str(before);
            filled.push_str("${");
            rest = after;
            continue;
        }
        let Some((name, after)) = after.split_once('}') else {
            return Err(ContainerProfileError::Unfinished { place: place() });
        };
        filled.push_str(before);
        rest = after;
        if let Some(url) = published.url(name) {
            filled.push_str(&url);
            continue;
        }
        let value = variable(name).filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| ContainerProfileError::Variable {
            place: place(),
            name: name.to_owned(),
        })?;
        filled.push_str(&value);
        secrets.push(value);
    }
    Ok(filled + rest)
}
