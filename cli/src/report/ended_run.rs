//! A run that has ended and was kept, for reports that tell every step. They read it scenario by scenario, so that memory does
//! not grow with the number of scenarios.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    rc::Rc,
};

use conformance_harness::{
    kept::{RunFacts, results_in, story_in},
    run::Summary,
    suite::Case,
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
    pub(crate) kept: &'a Path,
    pub(crate) subject: &'a RunSubject,
    pub(crate) facts: &'a RunFacts,
    pub(crate) summary: &'a Summary,
    /// The time at which it began.
    pub(crate) begun: Timestamp,
    /// The cause, if the run was broken off; without secrets.
    pub(crate) broken_off: Option<String>,
}

impl EndedRun<'_> {
    /// Tells the scenarios that have a result, in the order in which they ended.
    ///
    /// # Errors
    /// If the kept run cannot be read, or telling fails.
    pub(super) fn each_test(
        &self,
        tell: &mut dyn FnMut(&EndedTest) -> io::Result<()>,
    ) -> io::Result<()> {
        let cases = self.subject.cases.iter().map(|case| (case.id.as_str(), case));
        let cases: HashMap<&str, &Rc<Case>> = cases.collect();
        for result in results_in(self.kept).map_err(io::Error::other)? {
            let result = result.map_err(io::Error::other)?;
            let Some(case) = cases.get(result.id.as_str()) else { continue };
            let story = match result.story {
                Some(_) => Some(story_in(self.kept, &result).map_err(io::Error::other)?),
                None => None,
            };
            let outcome = result.result_of(Rc::clone(case));
            tell(&EndedTest::new(outcome, story.as_ref()))?;
        }
        Ok(())
    }

    /// The message of a run that was broken off.
    pub(super) fn cut_short(&self) -> Option<String> {
        let cause = self.broken_off.as_ref()?;
        Some(format!("{cause}: {} scenarios were not judged", self.summary.not_judged))
    }
}
