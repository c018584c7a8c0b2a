//! The function that a step calls, with its arguments: found once for each wording.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    path::Path,
    rc::Rc,
};

use cucumber::step::{CaptureName, Collection, Context, Step};
use gherkin::StepType;

use super::Subject;
use crate::{
    suite::{Case, plain_step},
    verdict::Fault,
};

/// The function that the steps of a wording call.
#[derive(Debug)]
struct StepCall<W> {
    function: Step<W>,
    /// The parts of the wording that it takes.
    matches: Vec<(CaptureName, String)>,
    /// Its source file.
    file: &'static str,
}

/// The functions of the wordings so far.
type KnownCalls<W> = HashMap<(StepType, String), Rc<StepCall<W>>>;

/// The phrases of `W`; many scenarios use the same words.
pub(super) struct StepIndex<W> {
    phrases: Collection<W>,
    known: RefCell<KnownCalls<W>>,
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
        let found = self.call(step)?;
        let (step, matches) = (step.clone(), found.matches.clone());
        Ok((found.function, Context { step, matches }))
    }

    fn call(&self, step: &gherkin::Step) -> Result<Rc<StepCall<W>>, Fault> {
        let wording = (step.ty, step.value.clone());
        if let Some(known) = self.known.borrow().get(&wording) {
            return Ok(Rc::clone(known));
        }
        let found = self.phrases.find(&plain_step(step)).map_err(Fault::error)?;
        let Some((function, _, place, context)) = found else {
            return Err(Fault::error(
                "no phrase matches this step; `conform steps` shows all phrases",
            ));
        };
        let file = place.map_or("", |place| place.path);
        let found = Rc::new(StepCall { function: *function, matches: context.matches, file });
        self.known.borrow_mut().insert(wording, Rc::clone(&found));
        Ok(found)
    }

    /// The source files of the phrases that a case uses.
    pub(super) fn files(&self, case: &Case) -> BTreeSet<String> {
        self.calls_of(case).map(|found| found.file.to_owned()).collect()
    }

    /// The calls of a case's steps.
    fn calls_of(&self, case: &Case) -> impl Iterator<Item = Rc<StepCall<W>>> {
        case.steps.iter().filter_map(|step| self.call(step).ok())
    }
}

/// A way to find the steps of a case whose phrases stand in this source file: of each, the parts of its wording that it takes.
pub fn arguments_in<W: Subject>(file: &'static str) -> impl Fn(&Case) -> Vec<Vec<String>> {
    let index = StepIndex::<W>::new();
    move |case| {
        let inside = index.calls_of(case).filter(|found| Path::new(found.file).ends_with(file));
        // The first part is the whole wording.
        let parts = |found: Rc<StepCall<W>>| {
            found.matches.iter().skip(1).map(|(_, text)| text.clone()).collect()
        };
        inside.map(parts).collect()
    }
}
