//! The story of each scenario as a text, as soon as it has ended.

use std::collections::HashMap;

use conformance_harness::{
    kept::KeptStory,
    quote::escaped,
    report::{Paint, failure_text},
    run::CaseResult,
    secrets::Secrets,
    story::Story,
    suite::Case,
    verdict::{Fault, Verdict},
};

use crate::kept::{StoryDetail, story_text};

/// Writes stories.
#[derive(Debug)]
pub(crate) struct StoryTeller {
    paint: Paint,
    secrets: Secrets,
    /// The stories of scenarios whose result is still to come.
    waiting: HashMap<String, KeptStory>,
}

impl StoryTeller {
    pub(crate) fn new(paint: Paint, secrets: Secrets) -> Self {
        Self { paint, secrets, waiting: HashMap::new() }
    }

    /// Keeps a story until its result comes.
    pub(crate) fn told(&mut self, case: &Case, story: Story) {
        let kept = KeptStory::of(&case.id, story, self.secrets.clone());
        self.waiting.insert(case.id.clone(), kept);
    }

    /// The result of a scenario, and its story if that is wanted.
    pub(crate) fn ended(&mut self, outcome: &CaseResult, is_wanted: bool) -> String {
        let story = self.waiting.remove(&outcome.case.id);
        let headline = self.headline(outcome);
        let detail = StoryDetail { is_full: false, paint: self.paint };
        let story = story.filter(|_| is_wanted).map(|story| story_text(&story, detail));
        match story {
            Some(story) => format!("{headline}\n{story}"),
            None => headline,
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
        told.reasons = without_evidence(&outcome.reasons);
        secrets.mask(failure_text(&told, *paint).trim_end())
    }
}

/// Reasons beside which the story is the evidence.
pub(crate) fn without_evidence(reasons: &[Fault]) -> Vec<Fault> {
    let mut told = reasons.to_vec();
    for reason in &mut told {
        if let Fault::Nonconformance(finding) = reason {
            finding.evidence = None;
        }
    }
    told
}
