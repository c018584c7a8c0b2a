//! Reads a kept run.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    ops::Deref,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;

use super::{
    record::KeptStory,
    result::{FORMAT, HEAD, KeptResult, RESULTS, RunHead, STORIES, StoryPlace},
};
use crate::{similar_or, suite::scenario_of, verdict::Fault};

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
    #[error(
        "{path} was kept by another version of conform (form {found}, known is {FORMAT}); run again, or read it \
         with that version"
    )]
    Format {
        /// The file.
        path: String,
        /// Its form.
        found: u32,
    },
    /// The run has no such scenario.
    #[error("the run in {folder} has no scenario {id}; {hint}")]
    Unknown {
        /// The folder.
        folder: String,
        /// The id.
        id: String,
        /// The most similar ids, or the way to see all.
        hint: String,
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

/// The folder of a kept run, with its head; results and stories are read one by one.
#[derive(Debug)]
pub struct KeptFolder {
    path: PathBuf,
    /// The head of the run.
    pub head: RunHead,
}

impl KeptFolder {
    /// Reads the head of the run in a folder.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, KeptError> {
        let path = folder.join(HEAD);
        let unreadable =
            |source| KeptError::Unreadable { path: path.display().to_string(), source };
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeptError::None(folder.display().to_string()));
            }
            read => read.map_err(unreadable)?,
        };
        let format = serde_json::from_str::<serde_json::Value>(&text);
        let format = format.ok().and_then(|head| head["format"].as_u64());
        let format = format.and_then(|format| u32::try_from(format).ok()).unwrap_or_default();
        if format != FORMAT {
            return Err(KeptError::Format { path: path.display().to_string(), found: format });
        }
        let head = serde_json::from_str(&text).map_err(|error| unreadable(error.into()))?;
        Ok(Self::new(folder.to_owned(), head))
    }

    pub(super) fn new(path: PathBuf, head: RunHead) -> Self {
        Self { path, head }
    }

    /// The path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The results one by one, in the order in which they came.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn results(
        &self,
    ) -> Result<impl Iterator<Item = Result<KeptResult, KeptError>> + use<>, KeptError> {
        let path = self.path.join(RESULTS);
        let shown = path.display().to_string();
        let unreadable = move |source| KeptError::Unreadable { path: shown.clone(), source };
        let file = File::open(&path).map_err(&unreadable)?;
        Ok(BufReader::new(file).lines().filter_map(move |line| match line {
            // The last line of a run that was killed may be cut short.
            Ok(line) => serde_json::from_str(&line).ok().map(Ok),
            Err(error) => Some(Err(unreadable(error))),
        }))
    }

    /// The story in this place of the file of stories.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn story_at(&self, (from, length): StoryPlace) -> Result<KeptStory, KeptError> {
        let path = self.path.join(STORIES);
        let read = || -> io::Result<KeptStory> {
            let mut file = File::open(&path)?;
            file.seek(SeekFrom::Start(from))?;
            let mut text = Vec::new();
            GzDecoder::new(BufReader::new(file.take(length))).read_to_end(&mut text)?;
            Ok(serde_json::from_slice(&text)?)
        };
        read().map_err(|source| KeptError::Unreadable { path: path.display().to_string(), source })
    }
}

/// A kept run with all of its results.
#[derive(Debug)]
pub struct KeptRun {
    folder: KeptFolder,
    /// The results, in the order in which they came.
    pub results: Vec<KeptResult>,
}

impl Deref for KeptRun {
    type Target = KeptFolder;

    fn deref(&self) -> &KeptFolder {
        &self.folder
    }
}

impl KeptRun {
    /// Reads the run in a folder.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, KeptError> {
        let folder = KeptFolder::open(folder)?;
        let results = folder.results()?.collect::<Result<_, _>>()?;
        Ok(Self { folder, results })
    }

    /// True if it has the story of a scenario.
    #[must_use]
    pub fn has_stories(&self) -> bool {
        self.results.iter().any(|result| result.story.is_some())
    }

    /// The times of all cases, in seconds.
    #[must_use]
    pub fn times(&self) -> BTreeMap<String, f64> {
        self.results.iter().map(|result| (result.id.clone(), result.seconds)).collect()
    }

    /// The ids of the cases that are red.
    #[must_use]
    pub fn red(&self) -> BTreeSet<String> {
        let red = self.results.iter().filter(|result| result.verdict.is_red());
        red.map(|result| result.id.clone()).collect()
    }

    /// The results that an id means: that of a case, or those of all rows of an outline.
    ///
    /// # Errors
    /// If there is none.
    pub fn results_of(&self, id: &str) -> Result<Vec<&KeptResult>, KeptError> {
        let is_meant = |result: &&KeptResult| result.id == id || scenario_of(&result.id) == id;
        let found: Vec<&KeptResult> = self.results.iter().filter(is_meant).collect();
        if found.is_empty() {
            let ids = self.results.iter().map(|result| result.id.as_str());
            let folder = self.path().display().to_string();
            let all = format!("`conform show --run {folder}` lists all of them");
            let hint = similar_or(id, ids, &all);
            return Err(KeptError::Unknown { folder, id: id.to_owned(), hint });
        }
        Ok(found)
    }

    /// The story of a result.
    ///
    /// # Errors
    /// If it was not kept, or cannot be read.
    pub fn story(&self, result: &KeptResult) -> Result<KeptStory, KeptError> {
        if let Some(place) = result.story {
            return self.story_at(place);
        }
        let reason = match result.reasons.first() {
            None => "the run kept only those of failures, or none (--evidence)".to_owned(),
            Some(Fault::NotApplicable { reason }) => reason.clone(),
            Some(_) => "the run kept none (--evidence)".to_owned(),
        };
        let folder = self.path().display().to_string();
        Err(KeptError::Untold { folder, id: result.id.clone(), reason })
    }
}
