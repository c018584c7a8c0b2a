//! Tells the story of each scenario as soon as it has ended.

use std::collections::HashMap;

use conformance_harness::{
    kept::KeptStory,
    quote::escaped,
    report::{Output, Paint, failure_text},
    run::CaseResult,
    secrets::Secrets,
    story::Story,
    suite::Case,
    verdict::{Fault, Verdict},
};

use crate::kept::{StoryDetail, story_text};

/// Tells stories on the terminal.
#[derive(Debug)]
pub(crate) struct StoryTeller {
    output: Output,
    paint: Paint,
    secrets: Secrets,
    /// The stories of scenarios whose result is still to come.
    waiting: HashMap<String, KeptStory>,
}

impl StoryTeller {
    pub(crate) fn new(output: Output, paint: Paint, secrets: Secrets) -> Self {
        Self { output, paint, secrets, waiting: HashMap::new() }
    }

    /// Keeps a story until its result comes.
    pub(crate) fn told(&mut self, case: &Case, story: Story) {
        let kept = KeptStory::of(&case.id, story, self.secrets.clone());
        self.waiting.insert(case.id.clone(), kept);
    }

    /// Tells the result of a scenario, and its story if that is wanted.
    pub(crate) fn ended(&mut self, outcome: &CaseResult, is_wanted: bool) {
        let story = self.waiting.remove(&outcome.case.id);
        self.output.say(&self.headline(outcome));
        if let Some(story) = story.filter(|_| is_wanted) {
            let detail = StoryDetail { is_full: false, paint: self.paint };
            self.output.say(&story_text(&story, detail));
        }
    }

    /// The verdict with its reasons. The story is the evidence.
    fn headline(&self, outcome: &CaseResult) -> String {
        let Self { paint, secrets, .. } = self;
        if outcome.verdict == Verdict::Passed {
            let case = &outcome.case;
            let (id, name) = (paint.bold(&case.id), escaped(&secrets.mask(&case.name)));
            let seconds = outcome.wall.as_secs_f64();
            return format!("{}  {id} {name} ({seconds:.2} s)", paint.green("PASSED"));
        }
        let mut told = outcome.clone();
        for reason in &mut told.reasons {
            if let Fault::Nonconformance(finding) = reason {
                finding.evidence = None;
            }
        }
        secrets.mask(failure_text(&told, *paint).trim_end())
    }
}
