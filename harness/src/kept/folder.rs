//! Reads a kept run.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;

use super::{
    record::KeptStory,
    result::{FORMAT, HEAD, KeptResult, RESULTS, RunHead, STORIES},
};
use crate::{
    nearest,
    verdict::{Fault, Verdict},
};

/// The reasons why a kept run cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// There is none.
    #[error(
        "{0} is no kept run: {HEAD} is missing; `conform run` keeps one, and prints its folder"
    )]
    None(String),
    /// A file cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// The reason.
        source: io::Error,
    },
    /// The folder has another form.
    #[error("{path} was kept by another version of conform (form {found}, known is {FORMAT})")]
    Format {
        /// The file.
        path: String,
        /// Its form.
        found: u32,
    },
    /// The run has no such scenario.
    #[error("the run in {folder} has no scenario {id}; the most similar are {nearest}")]
    Unknown {
        /// The folder.
        folder: String,
        /// The id.
        id: String,
        /// The most similar ids.
        nearest: String,
    },
    /// The scenario has no story.
    #[error("{id} has no story in {folder}: {reason}")]
    Untold {
        /// The folder.
        folder: String,
        /// The id.
        id: String,
        /// The reason.
        reason: String,
    },
}

/// A kept run.
#[derive(Debug)]
pub struct KeptRun {
    folder: PathBuf,
    /// Its head.
    pub head: RunHead,
    /// The results, in the order in which they came.
    pub results: Vec<KeptResult>,
}

impl KeptRun {
    /// Reads the run in a folder.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, KeptError> {
        let path = folder.join(HEAD);
        let unreadable = |path: &Path, source: io::Error| KeptError::Unreadable {
            path: path.display().to_string(),
            source,
        };
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeptError::None(folder.display().to_string()));
            }
            read => read.map_err(|error| unreadable(&path, error))?,
        };
        let format = serde_json::from_str::<serde_json::Value>(&text);
        let format = format.ok().and_then(|head| head["format"].as_u64());
        let format = format.and_then(|format| u32::try_from(format).ok()).unwrap_or_default();
        if format != FORMAT {
            return Err(KeptError::Format { path: path.display().to_string(), found: format });
        }
        let head = serde_json::from_str(&text).map_err(|error| unreadable(&path, error.into()))?;
        let results = results_in(folder)?.collect::<Result<_, _>>()?;
        Ok(Self { folder: folder.to_owned(), head, results })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The times of all cases, in seconds.
    #[must_use]
    pub fn times(&self) -> BTreeMap<String, f64> {
        self.results.iter().map(|result| (result.id.clone(), result.seconds)).collect()
    }

    /// The ids of the cases that are red.
    #[must_use]
    pub fn red(&self) -> BTreeSet<String> {
        let is_red = |verdict| matches!(verdict, Verdict::Failed | Verdict::Error);
        let red = self.results.iter().filter(|result| is_red(result.verdict));
        red.map(|result| result.id.clone()).collect()
    }

    /// The results that an id means: that of a case, or those of all rows of an outline.
    ///
    /// # Errors
    /// If there is none.
    pub fn results_of(&self, id: &str) -> Result<Vec<&KeptResult>, KeptError> {
        let is_meant =
            |result: &&KeptResult| result.id == id || result.id.split('#').next() == Some(id);
        let found: Vec<&KeptResult> = self.results.iter().filter(is_meant).collect();
        if found.is_empty() {
            let ids = self.results.iter().map(|result| result.id.as_str());
            return Err(KeptError::Unknown {
                folder: self.folder.display().to_string(),
                id: id.to_owned(),
                nearest: nearest(id, ids, 3).join(", "),
            });
        }
        Ok(found)
    }

    /// The story of a result.
    ///
    /// # Errors
    /// If it was not kept, or cannot be read.
    pub fn story(&self, result: &KeptResult) -> Result<KeptStory, KeptError> {
        story_in(&self.folder, result)
    }
}

/// The results in the folder of a run one by one, in the order in which they came.
///
/// # Errors
/// If they cannot be read.
pub fn results_in(
    folder: &Path,
) -> Result<impl Iterator<Item = Result<KeptResult, KeptError>>, KeptError> {
    let path = folder.join(RESULTS);
    let shown = path.display().to_string();
    let unreadable = move |source| KeptError::Unreadable { path: shown.clone(), source };
    let file = File::open(&path).map_err(&unreadable)?;
    Ok(BufReader::new(file).lines().filter_map(move |line| match line {
        // The last line of a run that was killed may be cut short.
        Ok(line) => serde_json::from_str(&line).ok().map(Ok),
        Err(error) => Some(Err(unreadable(error))),
    }))
}

/// The story of a result in the folder of its run.
///
/// # Errors
/// If it was not kept, or cannot be read.
pub fn story_in(folder: &Path, result: &KeptResult) -> Result<KeptStory, KeptError> {
    let Some((from, length)) = result.story else {
        let reason = result.reasons.first().map_or_else(
            || "the run kept only those of failures, or none (--evidence)".to_owned(),
            |reason| match reason {
                Fault::NotApplicable { reason } => reason.clone(),
                _ => "the run kept none (--evidence)".to_owned(),
            },
        );
        let folder = folder.display().to_string();
        return Err(KeptError::Untold { folder, id: result.id.clone(), reason });
    };
    let path = folder.join(STORIES);
    let read = || -> io::Result<KeptStory> {
        let mut file = File::open(&path)?;
        file.seek(SeekFrom::Start(from))?;
        let text = GzDecoder::new(file.take(length));
        Ok(serde_json::from_reader(text)?)
    };
    read().map_err(|source| KeptError::Unreadable { path: path.display().to_string(), source })
}
