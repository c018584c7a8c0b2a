//! The function that a step calls, with its arguments: found once for each wording.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    path::Path,
};

use cucumber::step::{CaptureName, Collection, Context, Step};
use gherkin::StepType;

use super::Subject;
use crate::{
    suite::{Case, plain_step},
    verdict::Fault,
};

/// A function with the parts of the wording that it takes.
type StepCall<W> = (Step<W>, Vec<(CaptureName, String)>);

/// The phrases of `W`; many scenarios use the same words.
pub(super) struct StepIndex<W> {
    phrases: Collection<W>,
    known: RefCell<HashMap<(StepType, String), StepCall<W>>>,
}

impl<W: Subject> StepIndex<W> {
    pub(super) fn new() -> Self {
        Self { phrases: W::collection(), known: RefCell::default() }
    }

    /// The function of a step, with its arguments.
    ///
    /// # Errors
    /// If no phrase or several phrases match; the lint of the suite finds this before the run.
    pub(super) fn find(&self, step: &gherkin::Step) -> Result<(Step<W>, Context), Fault> {
        let wording = (step.ty, step.value.clone());
        if let Some((function, matches)) = self.known.borrow().get(&wording) {
            return Ok((*function, Context { step: step.clone(), matches: matches.clone() }));
        }
        let found = self.phrases.find(&plain_step(step)).map_err(Fault::error)?;
        let Some((function, _, _, context)) = found else {
            return Err(Fault::error(
                "no phrase matches this step; `conform steps` shows all phrases",
            ));
        };
        self.known.borrow_mut().insert(wording, (*function, context.matches.clone()));
        Ok((*function, context))
    }

    /// The source files of the phrases that a case uses.
    pub(super) fn files(&self, case: &Case) -> BTreeSet<String> {
        self.sources(case).map(|(file, _)| file.to_owned()).collect()
    }

    /// The source file of each step's phrase, with what the phrase takes from the step.
    fn sources(&self, case: &Case) -> impl Iterator<Item = (&'static str, Context)> {
        let steps = case.steps.iter();
        let found = steps.filter_map(|step| self.phrases.find(&plain_step(step)).ok().flatten());
        found.filter_map(|(_, _, place, context)| Some((place?.path, context)))
    }
}

/// A way to find the steps of a case whose phrases stand in this source file: of each, the parts of its wording that it takes.
pub fn arguments_in<W: Subject>(file: &'static str) -> impl Fn(&Case) -> Vec<Vec<String>> {
    let index = StepIndex::<W>::new();
    move |case| {
        let inside = index.sources(case).filter(|(path, _)| Path::new(path).ends_with(file));
        // The first part is the whole wording.
        let parts = inside.map(|(_, context)| context.matches.into_iter().skip(1));
        parts.map(|parts| parts.map(|(_, text)| text).collect()).collect()
    }
}
