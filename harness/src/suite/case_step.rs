//! The steps of cases. Many say the same, so their words are kept once: a suite may have a hundred thousand steps.

use std::{collections::HashSet, ops::Deref, rc::Rc};

use gherkin::{LineCol, Span, Step};

/// A step of a case. Its line is here, for its words may stand in other lines as well.
#[derive(Clone, Debug)]
pub struct CaseStep {
    /// Its line in the file of its case.
    pub line: usize,
    words: Rc<Step>,
}

impl Deref for CaseStep {
    type Target = Step;

    fn deref(&self) -> &Step {
        &self.words
    }
}

impl From<&Step> for CaseStep {
    /// A step that shares its words with no other one.
    fn from(step: &Step) -> Self {
        StepWords::default().step(step.clone())
    }
}

/// The words of all steps so far.
#[derive(Debug, Default)]
pub(super) struct StepWords(HashSet<Rc<Step>>);

impl StepWords {
    /// The step of a case.
    pub(super) fn step(&mut self, step: Step) -> CaseStep {
        let line = step.position.line;
        let words = without_place(step);
        if let Some(known) = self.0.get(&words) {
            return CaseStep { line, words: Rc::clone(known) };
        }
        let words = Rc::new(words);
        self.0.insert(Rc::clone(&words));
        CaseStep { line, words }
    }
}

/// The words of a step alone.
fn without_place(mut step: Step) -> Step {
    let table = step.table.iter_mut().map(|table| (&mut table.span, &mut table.position));
    for (span, position) in table.chain([(&mut step.span, &mut step.position)]) {
        (*span, *position) = (Span::default(), LineCol::default());
    }
    step
}
