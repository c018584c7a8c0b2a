//! Walks an act without changing anything: opens its pages, looks for its controls, and stops before it presses a button.

use std::{pin::Pin, time::Duration};

use super::{
    control::Controls,
    driver::MapDriver,
    error::MapError,
    finding::Fit,
    step::{Condition, Deed, MapStep},
    steps_runner::{MapStepEnd, StepsRunner},
    values::ActValues,
};

/// The kinds of controls that change nothing when they are pressed.
const HARMLESS: [&str; 3] = ["link", "fold", "heading"];

/// A list that is empty is not a mistake, and is not waited for.
const SAMPLE_WAIT: Duration = Duration::from_secs(1);

/// A step of an act, after a look at its page.
#[derive(Clone, Debug)]
pub struct WalkedStep {
    /// Its number in the act.
    pub number: String,
    /// Its words.
    pub text: String,
    /// The result of the look.
    pub fit: StepFit,
}

/// The result of a look for a step's control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepFit {
    /// The control is there.
    Fits,
    /// The step was not tried, for this reason.
    Skipped(String),
    /// The page refuses the act, so that the steps after this one cannot be looked at.
    Refused(String),
    /// The step does not fit the page: the reason, and the controls that are there.
    Misfit(String),
}

impl MapDriver {
    /// Walks an act, with sample values from the Portal's lists where none are given. Somebody must be signed in.
    ///
    /// # Errors
    /// If the browser does not obey, or nobody is signed in any more.
    pub async fn walk(&self, act: &str, given: &ActValues) -> Result<Vec<WalkedStep>, MapError> {
        let known = self.map().act(act).ok_or_else(|| MapError::UnknownAct(act.to_owned()))?;
        let mut values = self.sample(act, &known.sample).await?;
        values.extend(given.clone());
        let mut runner = self.runner(self.tab(), act, &values);
        runner.needs_sign_in = !known.without_sign_in;
        let mut walked = Vec::new();
        runner.walk(&known.steps, "", &mut walked).await?;
        Ok(walked)
    }
}

impl MapDriver {
    /// Sample values of an act; none where the Portal's lists are empty.
    async fn sample(&self, act: &str, steps: &[MapStep]) -> Result<ActValues, MapError> {
        let mut runner = self.runner(self.tab(), act, &ActValues::new());
        runner.wait = runner.wait.min(SAMPLE_WAIT);
        match runner.act(steps).await {
            Ok(outcome) => Ok(outcome.map(|outcome| outcome.read).unwrap_or_default()),
            Err(MapError::Misfit { .. }) => Ok(ActValues::new()),
            Err(other) => Err(other),
        }
    }
}

/// The way on after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WayOn {
    Further,
    /// The steps after this one cannot be looked at.
    Ends,
}

impl StepsRunner<'_> {
    fn walk<'s>(
        &'s mut self,
        steps: &'s [MapStep],
        number: &'s str,
        walked: &'s mut Vec<WalkedStep>,
    ) -> Pin<Box<dyn Future<Output = Result<WayOn, MapError>> + 's>> {
        Box::pin(async move {
            for (place, step) in steps.iter().enumerate() {
                let number = format!("{number}{}", place + 1);
                self.step = format!("act `{}`, step {number} ({})", self.act, step.deed);
                if let Deed::Steps(inner) = &step.deed
                    && self.why_skipped(step).is_none()
                {
                    if self.walk(inner, &format!("{number}."), walked).await? == WayOn::Ends {
                        return Ok(WayOn::Ends);
                    }
                    continue;
                }
                let (fit, way_on) = match self.why_skipped(step) {
                    Some(reason) => (self.only_seen(&step.deed, reason).await?, WayOn::Further),
                    None => self.look_at(&step.deed).await?,
                };
                walked.push(WalkedStep { number, text: step.deed.to_string(), fit });
                if way_on == WayOn::Ends {
                    return Ok(WayOn::Ends);
                }
            }
            Ok(WayOn::Further)
        })
    }

    fn why_skipped(&self, step: &MapStep) -> Option<String> {
        if let Some(name) = step.unless.as_ref().filter(|name| self.scope.is_given(name)) {
            return Some(format!("{{{name}}} is given"));
        }
        match &step.when {
            Some(Condition::Given(name)) if !self.scope.is_given(name) => {
                Some(format!("{{{name}}} is not given"))
            }
            Some(Condition::Seen(_)) => Some("it is done only sometimes".to_owned()),
            _ => None,
        }
    }

    /// Looks for the control of a step that would not be done: most optional fields are always there.
    async fn only_seen(&mut self, deed: &Deed, reason: String) -> Result<StepFit, MapError> {
        let (Deed::Fill { at, .. } | Deed::Choose { at, .. } | Deed::Tick(at) | Deed::Untick(at)) =
            deed
        else {
            return Ok(StepFit::Skipped(reason));
        };
        let Ok(wanted) = self.filled(at) else { return Ok(StepFit::Skipped(reason)) };
        let page = self.looked().await?;
        let is_there = !self.first_of(&page, &wanted).await?.is_empty();
        self.seen = Some(page);
        let missing = || StepFit::Skipped(format!("{reason}, and {wanted} is not there"));
        Ok(if is_there { StepFit::Fits } else { missing() })
    }

    /// Looks for the control of a step; what changes nothing is carried out.
    async fn look_at(&mut self, deed: &Deed) -> Result<(StepFit, WayOn), MapError> {
        let (done, way_on) = match deed {
            Deed::Open(_) | Deed::Unfold(_) | Deed::Until { .. } | Deed::Read(_) => {
                (self.harmless(deed).await, WayOn::Further)
            }
            Deed::Click { at, .. } if is_harmless(at) => {
                (self.harmless(deed).await, WayOn::Further)
            }
            Deed::Click { at, .. } => (self.is_seen(at).await, WayOn::Ends),
            Deed::Fill { at, .. }
            | Deed::Choose { at, .. }
            | Deed::Tick(at)
            | Deed::Untick(at)
            | Deed::Upload { at, .. }
            | Deed::Expect(at)
            | Deed::Show(at)
            | Deed::Download { at, .. } => (self.is_seen(at).await, WayOn::Further),
            Deed::Offers { at, refused_by } => {
                let both = Controls([at.0.as_slice(), refused_by.0.as_slice()].concat());
                let seen = self.is_seen(&both).await;
                if seen.is_ok() && !self.sees(at).await? {
                    let reason = format!(
                        "not walked further: the page refuses ({refused_by}); give another sample by `--with`"
                    );
                    return Ok((StepFit::Refused(reason), WayOn::Ends));
                }
                (seen, WayOn::Further)
            }
            Deed::TickOnly { place, .. } => (self.is_seen(place).await, WayOn::Further),
            Deed::Gone(_) | Deed::Steps(_) | Deed::ForEach { .. } => {
                let reason = "it is looked at only when the act is carried out".to_owned();
                return Ok((StepFit::Skipped(reason), WayOn::Further));
            }
        };
        let opens = matches!(deed, Deed::Open(_));
        Ok(match done {
            Ok(()) => (StepFit::Fits, way_on),
            Err(MapError::Value { name }) => {
                let reason = format!("it needs the value {{{name}}}; give it by `--with {name}=…`");
                let way_on = if opens { WayOn::Ends } else { way_on };
                (StepFit::Skipped(reason), way_on)
            }
            Err(
                error @ (MapError::Misfit { .. }
                | MapError::NoPage { .. }
                | MapError::Unopened { .. }
                | MapError::Failed { .. }),
            ) => {
                let way_on = if opens { WayOn::Ends } else { way_on };
                (StepFit::Misfit(error.to_string()), way_on)
            }
            Err(other) => return Err(other),
        })
    }

    /// Carries out what changes nothing. A page that cannot be opened is a mistake of its step.
    async fn harmless(&mut self, deed: &Deed) -> Result<(), MapError> {
        match self.carry_out(deed).await? {
            MapStepEnd::SignedOut => Err(MapError::SignedOut(self.act.clone())),
            MapStepEnd::Done | MapStepEnd::Refused(_) | MapStepEnd::NotOffered => Ok(()),
        }
    }

    async fn is_seen(&mut self, at: &Controls) -> Result<(), MapError> {
        let is_place = at.0.first().is_some_and(|control| control.kind == "section");
        if is_place {
            let wanted = self.filled(at)?;
            let page = self.looked().await?;
            let is_there = !super::finding::scopes(&page, &wanted.0[0]).is_empty();
            self.seen = Some(page);
            if is_there {
                return Ok(());
            }
        }
        self.sought(at, Fit::First).await.map(drop)
    }
}

fn is_harmless(at: &Controls) -> bool {
    at.0.iter().all(|control| HARMLESS.contains(&control.kind.as_str()))
}
