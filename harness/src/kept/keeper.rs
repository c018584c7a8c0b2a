//! Writes a kept run while it runs, on a thread of its own.

use std::{
    collections::{BTreeSet, HashMap},
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::{self, JoinHandle},
};

use flate2::{Compression, write::GzEncoder};
use jiff::Timestamp;

use super::{
    folder::KeptFolder,
    record::{KeptStory, Telling},
    result::{FORMAT, HEAD, KeptResult, RESULTS, RunFacts, RunHead, RunState, STORIES, StoryPlace},
};
use crate::{
    run::{CaseResult, Observer, Summary},
    secrets::Secrets,
    story::Story,
    suite::Case,
    verdict::Verdict,
};

/// The stories that are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EvidenceChoice {
    /// None.
    None,
    /// Those of scenarios that did not pass.
    Failed,
    /// All.
    #[default]
    All,
}

/// The most stories that wait to be written.
const WAITING: usize = 64;

/// The size in bytes of all stories that one run keeps, compressed.
const ALL_STORIES: u64 = 512 * 1024 * 1024;

/// The work of the writing thread.
enum KeeperWork {
    Story(String, Box<Story>),
    Result(Box<KeptResult>),
}

/// Keeps the results and stories of a run.
#[derive(Debug)]
pub struct RunKeeper {
    folder: PathBuf,
    head: RunHead,
    choice: EvidenceChoice,
    work: SyncSender<KeeperWork>,
    writer: JoinHandle<io::Result<()>>,
}

impl RunKeeper {
    /// Begins to keep a run in a folder, which is made; an earlier run in it is replaced.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn begin(
        folder: PathBuf,
        facts: RunFacts,
        chosen: BTreeSet<String>,
        choice: EvidenceChoice,
        secrets: Secrets,
    ) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        let head = RunHead {
            format: FORMAT,
            state: RunState::Running,
            begun: Timestamp::now(),
            facts,
            chosen,
            summary: None,
        };
        let results = BufWriter::new(File::create(folder.join(RESULTS))?);
        let stories = File::create(folder.join(STORIES))?;
        write_head(&folder, &head)?;
        let (work, waiting) = sync_channel(WAITING);
        let kept = KeptFiles { results, stories, written: 0, places: HashMap::new(), choice };
        let telling = Telling::new(secrets);
        let writer = thread::Builder::new().name("kept run".to_owned());
        let writer = writer.spawn(move || kept.write_all(&waiting, &telling))?;
        Ok(Self { folder, head, choice, work, writer })
    }

    /// Writes the rest and the totals; gives the folder.
    ///
    /// # Errors
    /// If something could not be written.
    pub fn finish(self, summary: &Summary) -> io::Result<KeptFolder> {
        let Self { folder, mut head, work, writer, .. } = self;
        drop(work);
        writer.join().unwrap_or_else(|_| Err(io::Error::other("the writing thread broke down")))?;
        (head.state, head.summary) = (RunState::Ended, Some(summary.clone()));
        write_head(&folder, &head)?;
        Ok(KeptFolder::new(folder, head))
    }

    fn give(&self, work: KeeperWork) {
        // A thread that has ended tells its error at the end of the run.
        let _ = self.work.send(work);
    }
}

impl Observer for RunKeeper {
    fn ended(&mut self, outcome: &CaseResult) {
        self.give(KeeperWork::Result(Box::new(KeptResult::of(outcome, None))));
    }

    fn wants_stories(&self) -> bool {
        self.choice != EvidenceChoice::None
    }

    fn told(&mut self, case: &Case, story: Story) {
        self.give(KeeperWork::Story(case.id.clone(), Box::new(story)));
    }
}

pub(super) fn write_head(folder: &Path, head: &RunHead) -> io::Result<()> {
    let text = serde_json::to_string_pretty(head).map_err(io::Error::other)?;
    // A reader sees the old head or the new one, never a part.
    let new = folder.join(format!("{HEAD}.new"));
    fs::write(&new, text)?;
    fs::rename(new, folder.join(HEAD))
}

/// The files of a kept run.
struct KeptFiles {
    results: BufWriter<File>,
    stories: File,
    /// The bytes of all stories so far.
    written: u64,
    /// The stories whose result is still to come: their place, or their bytes if only those of failures are kept.
    places: HashMap<String, StoryState>,
    choice: EvidenceChoice,
}

/// The state of a story before its scenario has a result.
enum StoryState {
    Written(StoryPlace),
    Waiting(Vec<u8>),
}

impl KeptFiles {
    fn write_all(mut self, waiting: &Receiver<KeeperWork>, telling: &Telling) -> io::Result<()> {
        for work in waiting {
            match work {
                KeeperWork::Story(id, story) => {
                    let packed = packed(&telling.kept(&id, *story))?;
                    let place = match self.choice {
                        EvidenceChoice::Failed => StoryState::Waiting(packed),
                        EvidenceChoice::All | EvidenceChoice::None => match self.append(&packed)? {
                            Some(place) => StoryState::Written(place),
                            None => continue,
                        },
                    };
                    self.places.insert(id, place);
                }
                KeeperWork::Result(mut result) => {
                    result.story = match self.places.remove(&result.id) {
                        Some(StoryState::Written(place)) => Some(place),
                        Some(StoryState::Waiting(packed)) if result.verdict != Verdict::Passed => {
                            self.append(&packed)?
                        }
                        _ => None,
                    };
                    serde_json::to_writer(&mut self.results, &result)?;
                    self.results.write_all(b"\n")?;
                    // A run that is killed leaves what it had until then.
                    self.results.flush()?;
                }
            }
        }
        Ok(())
    }

    /// Writes a packed story after the others; none if the stories have filled their place.
    fn append(&mut self, packed: &[u8]) -> io::Result<Option<StoryPlace>> {
        let (from, length) = (self.written, packed.len() as u64);
        if from + length > ALL_STORIES {
            return Ok(None);
        }
        self.stories.write_all(packed)?;
        self.written += length;
        Ok(Some((from, length)))
    }
}

/// A story as JSON in the gzip format.
fn packed(story: &KeptStory) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(story)?;
    line.push(b'\n');
    // In one piece: for each piece the encoder clears its whole output.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&line)?;
    encoder.finish()
}
