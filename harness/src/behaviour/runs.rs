//! The behaviour of a target as its kept runs tell it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    compare::GREEN,
    seen::SeenScenario,
    trace::{ApiNames, ScenarioTrace},
};
use crate::{
    cause::clue_words,
    kept::{KeptError, KeptFolder, KeptResult, KeptStory, RunHead, StoryPlace},
    processors::{processors, side_by_side},
};

/// The number of scenarios that one thread reads before they are used.
const AT_A_TIME: usize = 32;

/// The kept runs of one target, of which the first has every scenario.
#[derive(Debug, Default)]
pub struct TargetRuns(Vec<TargetRun>);

/// One kept run.
#[derive(Debug)]
struct TargetRun {
    folder: KeptFolder,
    /// For each scenario with a story, its place and its verdict.
    stories: BTreeMap<String, (StoryPlace, String)>,
}

impl TargetRun {
    fn open(folder: KeptFolder) -> Result<Self, KeptError> {
        let mut stories = BTreeMap::new();
        for result in folder.results()? {
            let result = result?;
            if let Some(place) = result.story {
                let verdict = verdict_of(&result);
                stories.insert(result.id, (place, verdict));
            }
        }
        Ok(Self { folder, stories })
    }
}

/// The verdict, and for a red scenario the words of its first cause.
fn verdict_of(result: &KeptResult) -> String {
    if !result.verdict.is_red() {
        return GREEN.to_owned();
    }
    let words = result.reasons.first().map(clue_words).unwrap_or_default();
    let words = words.into_iter().next().unwrap_or_default();
    format!("{} ({words})", result.verdict)
}

impl TargetRuns {
    /// The runs in these folders.
    ///
    /// # Errors
    /// If their results cannot be read.
    pub fn open(folders: Vec<KeptFolder>) -> Result<Self, KeptError> {
        Ok(Self(folders.into_iter().map(TargetRun::open).collect::<Result<_, _>>()?))
    }

    /// Adds a later run, perhaps of some scenarios only.
    ///
    /// # Errors
    /// If its results cannot be read.
    pub fn add(&mut self, folder: KeptFolder) -> Result<(), KeptError> {
        self.0.push(TargetRun::open(folder)?);
        Ok(())
    }

    /// The number of runs.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The head of the first run.
    #[must_use]
    pub fn head(&self) -> Option<&RunHead> {
        self.0.first().map(|run| &run.folder.head)
    }

    /// The folder of the first run.
    #[must_use]
    pub fn folder(&self) -> Option<&KeptFolder> {
        self.0.first().map(|run| &run.folder)
    }

    /// The scenarios with a story in the first run.
    #[must_use]
    pub fn scenarios(&self) -> BTreeSet<String> {
        self.0.first().map(|run| run.stories.keys().cloned().collect()).unwrap_or_default()
    }

    /// A scenario as all runs showed it; none if the first run has no story of it.
    ///
    /// # Errors
    /// If a story cannot be read.
    pub fn scenario(
        &self,
        id: &str,
        names: ApiNames<'_>,
    ) -> Result<Option<SeenScenario>, KeptError> {
        let mut seen: Option<SeenScenario> = None;
        for run in &self.0 {
            let Some((place, verdict)) = run.stories.get(id) else { continue };
            let trace = ScenarioTrace::of(&run.folder.story_at(*place)?, names);
            match &mut seen {
                None => seen = Some(SeenScenario::first(trace, verdict.clone())),
                Some(seen) => seen.again(trace, verdict.clone()),
            }
        }
        Ok(seen)
    }

    /// Gives scenarios as all runs showed them, in their order. Reading them takes longer than what follows, so that it uses all
    /// processors.
    ///
    /// # Errors
    /// If a story cannot be read.
    pub fn each_scenario(
        &self,
        ids: &BTreeSet<String>,
        names: ApiNames<'_>,
        mut receive: impl FnMut(&str, SeenScenario),
    ) -> Result<(), KeptError> {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        for some in ids.chunks(processors() * AT_A_TIME) {
            let read = side_by_side(some.chunks(AT_A_TIME), |part| {
                part.iter().map(|id| self.scenario(id, names)).collect::<Vec<_>>()
            });
            for (id, scenario) in some.iter().zip(read.into_iter().flatten()) {
                if let Some(scenario) = scenario? {
                    receive(id, scenario);
                }
            }
        }
        Ok(())
    }

    /// The story of a scenario in the first run; none if it was not kept.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn story(&self, id: &str) -> Result<Option<KeptStory>, KeptError> {
        let Some(run) = self.0.first() else { return Ok(None) };
        let Some((place, _)) = run.stories.get(id) else { return Ok(None) };
        run.folder.story_at(*place).map(Some)
    }
}
