//! Opens pages and presses buttons: where that leads, and whether the page refuses.

use std::time::{Duration, Instant};

use super::{
    control::{Control, Controls},
    error::MapError,
    finding::Fit,
    seen_page::{PageFacts, SeenPage},
    steps_runner::{FIRST_PAUSE, MapStepEnd, StepsRunner, rest},
};
use crate::browser::BrowserError;

/// A page that a click leads to may come slowly from a busy machine.
const PAGE_LIMIT: Duration = Duration::from_secs(30);

/// A script may lead to the next page some time after the click. Until then a page that refused before still says so; if no page
/// comes for so long, it refuses again.
const SAME_REFUSAL_PAUSE: Duration = Duration::from_secs(2);

/// The statuses from which on a page refuses, and from which on the Portal has failed.
const REFUSED: u16 = 400;
const FAILED: u16 = 500;

/// The status of a refusal whose page does not give one.
const UNSAID_REFUSAL: u16 = 422;

impl StepsRunner<'_> {
    pub(super) async fn open(&mut self, address: &str) -> Result<MapStepEnd, MapError> {
        let path = self.scope.fill(address)?;
        let is_whole = path.starts_with("http://") || path.starts_with("https://");
        let address = if is_whole { path } else { format!("{}{path}", self.portal_url) };
        (self.seen, self.has_pressed) = (None, false);
        let facts = match self.reader.open(&address).await {
            Err(BrowserError::Refusal(trouble)) => {
                return Err(MapError::Unopened { step: self.step.clone(), page: address, trouble });
            }
            opened => opened?,
        };
        let status = facts.status;
        self.arrived = Some(facts);
        if status >= FAILED {
            return Err(MapError::Failed { step: self.step.clone(), page: address, status });
        }
        if self.needs_sign_in && self.is_signed_out(&address).await? {
            return Ok(MapStepEnd::SignedOut);
        }
        if status >= REFUSED {
            return Err(MapError::NoPage { step: self.step.clone(), page: address, status });
        }
        Ok(MapStepEnd::Done)
    }

    /// True if the page that was opened shows that nobody is signed in.
    async fn is_signed_out(&mut self, asked: &str) -> Result<bool, MapError> {
        let signed_in = self.filled(&self.map.signed_in)?;
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let page = self.looked().await?;
            let is_there = !self.first_of(&page, &signed_in).await?.is_empty();
            // Portals lead people who must sign in to another address.
            let is_elsewhere = page.facts.loaded && page.facts.address != asked;
            if is_there || is_elsewhere || begun.elapsed() > self.wait {
                self.seen = is_there.then_some(page);
                return Ok(!is_there);
            }
            rest(&mut pause).await;
        }
    }

    pub(super) async fn click(
        &mut self,
        at: &Controls,
        opens_page: bool,
    ) -> Result<MapStepEnd, MapError> {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let backend = match self.sought(at, Fit::Only).await? {
                Ok(backend) => backend,
                Err(end) => return Ok(end),
            };
            let before = self.seen.take().map(|page| page.facts).unwrap_or_default();
            self.arrived = None;
            if self.reader.press(backend).await? {
                self.has_pressed = true;
                return if opens_page { self.arrive(&before).await } else { Ok(MapStepEnd::Done) };
            }
            if begun.elapsed() > self.wait {
                return Err(self.misfit(&format!("{at} cannot be pressed"), at).await);
            }
            rest(&mut pause).await;
        }
    }

    /// Waits for another page than the one of `before`, or for a refusal on the same one.
    async fn arrive(&mut self, before: &PageFacts) -> Result<MapStepEnd, MapError> {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            // Between two pages there is nothing that could answer.
            let facts = self.reader.facts().await.unwrap_or_default();
            let is_new = facts.loaded && facts.born.total_cmp(&before.born).is_ne();
            let may_refuse = facts.loaded && self.may_refuse(&facts);
            if is_new {
                self.arrived = Some(facts);
                return if may_refuse { self.after_press().await } else { Ok(MapStepEnd::Done) };
            }
            let refusals =
                |facts: &PageFacts| (facts.status, facts.objections.clone(), facts.alert.clone());
            let is_as_before = refusals(&facts) == refusals(before);
            if may_refuse && (!is_as_before || begun.elapsed() > SAME_REFUSAL_PAUSE) {
                let end = self.after_press().await?;
                if end != MapStepEnd::Done {
                    return Ok(end);
                }
                self.seen = None;
            }
            if begun.elapsed() > PAGE_LIMIT {
                let problem = "the click leads to no other page; without `opens_page` the step is done at once";
                return Err(self.misfit(problem, &Controls(Vec::new())).await);
            }
            rest(&mut pause).await;
        }
    }

    /// True if the page must be looked at to know whether it refuses: most maps name alerts, and most pages have none.
    fn may_refuse(&self, facts: &PageFacts) -> bool {
        let is_alert = |control: &Control| control.kind == "alert";
        facts.status >= REFUSED
            || !facts.objections.is_empty()
            || facts.alert.is_some()
            || !self.map.refusal.iter().all(is_alert)
    }

    /// The end of the act if the page refuses what was pressed.
    async fn after_press(&mut self) -> Result<MapStepEnd, MapError> {
        let page = self.looked().await?;
        let end = self.refusal_on(&page).await;
        self.seen = Some(page);
        end
    }

    pub(super) async fn refusal_on(&self, page: &SeenPage) -> Result<MapStepEnd, MapError> {
        let status = page.facts.status;
        if status >= FAILED {
            let (step, page) = (self.step.clone(), page.facts.address.clone());
            return Err(MapError::Failed { step, page, status });
        }
        if status >= REFUSED {
            return Ok(MapStepEnd::Refused(status));
        }
        let said = Controls(self.map.refusal.clone());
        let is_said = !self.first_of(page, &self.filled(&said)?).await?.is_empty();
        let is_refused = is_said || !page.facts.objections.is_empty();
        Ok(if is_refused { MapStepEnd::Refused(UNSAID_REFUSAL) } else { MapStepEnd::Done })
    }

    /// Presses a button or link again and again until a control is seen.
    pub(super) async fn until(
        &mut self,
        seen: &Controls,
        click: &Controls,
    ) -> Result<MapStepEnd, MapError> {
        let wanted = self.filled(seen)?;
        let at = self.filled(click)?;
        let begun = Instant::now();
        let mut pressed: Option<(String, Instant)> = None;
        let mut pause = FIRST_PAUSE;
        loop {
            let page = self.settled().await?;
            if !self.first_of(&page, &wanted).await?.is_empty() {
                self.seen = Some(page);
                return Ok(MapStepEnd::Done);
            }
            let words = page.nodes.first().map(|_| page.text(0)).unwrap_or_default();
            let since = pressed.as_ref().filter(|(earlier, _)| *earlier == words);
            let has_waited = since.is_some_and(|(_, since)| since.elapsed() > self.wait);
            let next = self.first_of(&page, &at).await?;
            let usable = next.into_iter().find(|place| !page.nodes[*place].is_disabled);
            let Some(place) = usable.filter(|_| !has_waited) else {
                self.seen = Some(page);
                let problem = format!("{wanted} is not there, also not behind {click}:");
                return Err(self.misfit(&problem, &wanted).await);
            };
            if since.is_some() {
                // The click has no effect yet.
                rest(&mut pause).await;
                continue;
            }
            self.arrived = None;
            if self.reader.press(page.nodes[place].backend).await? {
                (pressed, pause) = (Some((words, Instant::now())), FIRST_PAUSE);
            } else if begun.elapsed() > self.wait {
                return Err(self.misfit(&format!("{click} cannot be pressed"), &at).await);
            } else {
                rest(&mut pause).await;
            }
        }
    }
}
