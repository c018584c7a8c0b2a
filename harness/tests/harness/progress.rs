//! The story of a scenario while it runs.

use conformance_harness::{
    run::{CaseResult, Observer, run},
    story::{StepFate, Story},
    suite::Case,
};

use crate::toy::{Record, Toy, feature_of, plan};

/// The fates of the steps in each story, and the ends between them.
#[derive(Debug, Default)]
struct Watcher {
    is_curious: bool,
    seen: Vec<Vec<StepFate>>,
}

impl Observer for Watcher {
    fn ended(&mut self, _outcome: &CaseResult) {
        self.seen.push(Vec::new());
    }

    fn wants_progress(&self) -> bool {
        self.is_curious
    }

    fn progressed(&mut self, _case: &Case, story: Story) {
        self.seen.push(story.steps.iter().map(|step| step.fate).collect());
    }
}

async fn seen(steps: &str, is_curious: bool) -> Vec<Vec<StepFate>> {
    let mut watcher = Watcher { is_curious, seen: Vec::new() };
    run::<Toy>(&plan(&feature_of(steps)), &Record::default().into(), &mut watcher).await;
    watcher.seen
}

#[tokio::test]
async fn each_step_is_told_as_it_begins_and_the_last_one_as_it_ends() {
    use StepFate::{NotReached, Passed, Running, Stopped};
    let passing = "When the toy is wound up\nThen all is well";
    let wanted = [[Running, NotReached], [Passed, Running], [Passed, Passed]].map(Vec::from);
    assert_eq!(seen(passing, true).await, [&wanted[..], &[vec![]]].concat());
    let failing = "Then the toy has 4 legs\nThen all is well";
    let wanted = [[Running, NotReached], [Stopped, NotReached]].map(Vec::from);
    assert_eq!(seen(failing, true).await, [&wanted[..], &[vec![]]].concat());
}

#[tokio::test]
async fn no_story_is_told_to_an_observer_that_wants_only_results() {
    assert_eq!(seen("When the toy is wound up", false).await, [vec![]]);
}
