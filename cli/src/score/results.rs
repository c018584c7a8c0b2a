//! The results of a score as they come: each is said, kept in the state file, and held until the score is complete.

use std::{collections::BTreeMap, sync::mpsc::Receiver};

use super::{
    agenda::ScoreItem, crew::ScoreNews, figures::Scored, progress::ScoreProgress, report,
    state::ScoreState, verdict::Catch,
};
use crate::error::CommandError;

/// The results so far, by the places of their items on the agenda.
pub(super) struct ScoreResults<'a> {
    items: &'a [ScoreItem],
    catches: BTreeMap<usize, Catch>,
    state: Option<ScoreState>,
    progress: ScoreProgress,
}

impl<'a> ScoreResults<'a> {
    pub(super) fn new(
        items: &'a [ScoreItem],
        state: Option<ScoreState>,
        progress: ScoreProgress,
    ) -> Self {
        Self { items, catches: BTreeMap::new(), state, progress }
    }

    /// Takes over the results of the state file that are still valid, and gives their number.
    pub(super) fn take_over(&mut self) -> usize {
        for (place, item) in self.items.iter().enumerate() {
            if let Some(catch) = self.state.as_ref().and_then(|state| state.result(item)) {
                self.add(place, catch);
            }
        }
        self.catches.len()
    }

    /// The places of the items without a result.
    pub(super) fn missing(&self) -> Vec<usize> {
        (0..self.items.len()).filter(|place| !self.catches.contains_key(place)).collect()
    }

    /// Gathers results until all threads have ended. With a baseline, a result counts only after that is known to be green.
    pub(super) fn gather(
        &mut self,
        news: Receiver<ScoreNews>,
        with_baseline: bool,
    ) -> Result<(), CommandError> {
        let gathered = self.gather_all(news, with_baseline);
        self.progress.close();
        gathered
    }

    fn gather_all(
        &mut self,
        news: Receiver<ScoreNews>,
        with_baseline: bool,
    ) -> Result<(), CommandError> {
        let mut early = with_baseline.then(Vec::new);
        for one in news {
            match one {
                ScoreNews::Baseline(caught) => {
                    caught.expect_green()?;
                    self.add_new(early.take().unwrap_or_default())?;
                }
                ScoreNews::Scored(scored) => match &mut early {
                    Some(early) => early.extend(scored),
                    None => self.add_new(scored)?,
                },
                ScoreNews::Failed(error) => return Err(self.not_complete(&error)),
            }
        }
        Ok(())
    }

    fn add_new(&mut self, scored: Vec<(usize, Catch)>) -> Result<(), CommandError> {
        for (place, catch) in scored {
            if let Some(state) = &mut self.state {
                state.keep(&self.items[place], &catch)?;
            }
            self.add(place, catch);
        }
        Ok(())
    }

    fn add(&mut self, place: usize, catch: Catch) {
        let item = &self.items[place];
        let one = Scored { item, word: item.word(&catch), catch };
        for line in report::lines(&one) {
            self.progress.say(&line);
        }
        self.progress.count();
        self.catches.insert(place, one.catch);
    }

    /// The error that ends a score early, with the way to go on.
    fn not_complete(&self, error: &CommandError) -> CommandError {
        let (done, all) = (self.catches.len(), self.items.len());
        let remedy = match &self.state {
            Some(_) => "the same command goes on from there",
            None => "with --state FILE the same command can go on from there",
        };
        CommandError::Score(format!(
            "the score is not complete, {done} of {all} have a result: {error}; {remedy}"
        ))
    }

    /// All results, in the order of the agenda.
    pub(super) fn into_scored(self) -> Vec<Scored<'a>> {
        let items = self.items;
        let scored = self.catches.into_iter().map(|(place, catch)| {
            let item = &items[place];
            Scored { item, word: item.word(&catch), catch }
        });
        scored.collect()
    }
}
