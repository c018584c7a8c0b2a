//! A run that has ended and was kept, for reports that tell every step. They read it scenario by scenario, so that memory does
//! not grow with the number of scenarios.

use std::{io, path::PathBuf, rc::Rc};

use conformance_harness::{
    kept::{KeptFolder, RunFacts},
    quote::counted,
    run::Summary,
    suite::{Case, cases_by_id},
};
use jiff::Timestamp;

use super::ended_test::EndedTest;

/// The scenarios of a run, and the folder of the suite in which they stand.
#[derive(Clone, Debug)]
pub(crate) struct RunSubject {
    /// The folder of the suite.
    pub(crate) root: PathBuf,
    /// The scenarios, in the order of the files.
    pub(crate) cases: Vec<Rc<Case>>,
}

/// A run that has ended.
pub(crate) struct EndedRun<'a> {
    /// The folder in which it is kept.
    pub(crate) kept: &'a KeptFolder,
    pub(crate) subject: &'a RunSubject,
    pub(crate) summary: &'a Summary,
    /// The cause, if the run was broken off; without secrets.
    pub(crate) broken_off: Option<String>,
}

impl EndedRun<'_> {
    /// The facts that were known before it.
    pub(super) fn facts(&self) -> &RunFacts {
        &self.kept.head.facts
    }

    /// The time at which it began.
    pub(super) fn begun(&self) -> Timestamp {
        self.kept.head.begun
    }

    /// Tells the scenarios that have a result, in the order in which they ended.
    ///
    /// # Errors
    /// If the kept run cannot be read, or telling fails.
    pub(super) fn each_test(
        &self,
        tell: &mut dyn FnMut(&EndedTest) -> io::Result<()>,
    ) -> io::Result<()> {
        let cases = cases_by_id(&self.subject.cases);
        for result in self.kept.results().map_err(io::Error::other)? {
            let result = result.map_err(io::Error::other)?;
            let Some(case) = cases.get(result.id.as_str()) else { continue };
            let story = result.story.map(|place| self.kept.story_at(place)).transpose();
            let story = story.map_err(io::Error::other)?;
            let outcome = result.result_of(Rc::clone(case));
            tell(&EndedTest::new(outcome, story.as_ref()))?;
        }
        Ok(())
    }

    /// The message of a run that was broken off.
    pub(super) fn cut_short(&self) -> Option<String> {
        let cause = self.broken_off.as_ref()?;
        Some(format!("{cause}: {} not judged", counted(self.summary.not_judged, "scenario")))
    }
}
