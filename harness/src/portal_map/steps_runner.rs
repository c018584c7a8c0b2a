//! Carries out the steps of an act on the pages of one tab.

use std::{mem, pin::Pin, time::Duration};

use serde_json::{Map, Value, json};

use super::{
    acting,
    control::Controls,
    error::MapError,
    finding::Fit,
    map::PortalMap,
    outcome::{self, ActOutcome},
    page_reader::PageReader,
    seen_page::{PageFacts, SeenPage},
    step::{Condition, Deed, MapStep},
    values::ActScope,
};
/// The pause before the second look at a page; each further one is twice as long.
pub(super) const FIRST_PAUSE: Duration = Duration::from_millis(5);

/// The longest pause between two looks.
const LONGEST_PAUSE: Duration = Duration::from_millis(160);

/// The status of a refusal whose page does not offer the act: the state of the thing does not allow it.
const NOT_OFFERED: u16 = 409;

/// The end of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MapStepEnd {
    Done,
    /// The page refuses with this status.
    Refused(u16),
    /// The page does not offer the act, and shows why.
    NotOffered,
    /// The person is no longer signed in.
    SignedOut,
}

/// The steps of an act while they are carried out.
pub(super) struct StepsRunner<'a> {
    pub(super) map: &'a PortalMap,
    pub(super) reader: PageReader<'a>,
    pub(super) portal_url: &'a str,
    pub(super) scope: ActScope<'a>,
    /// The name of the act.
    pub(super) act: String,
    /// The time within which a control must be seen.
    pub(super) wait: Duration,
    /// True if a page of the act must show that somebody is signed in.
    pub(super) needs_sign_in: bool,
    /// True once something was pressed, so that the page may refuse.
    pub(super) has_pressed: bool,
    /// The page as it was seen last, while nothing can have changed it.
    pub(super) seen: Option<SeenPage>,
    /// The facts of the page that has just come, until it is looked at.
    pub(super) arrived: Option<PageFacts>,
    /// The current step, in words.
    pub(super) step: String,
}

impl<'a> StepsRunner<'a> {
    pub(super) fn new(
        map: &'a PortalMap,
        reader: PageReader<'a>,
        portal_url: &'a str,
        scope: ActScope<'a>,
        act: &str,
    ) -> Self {
        let (act, step) = (act.to_owned(), String::new());
        let (needs_sign_in, has_pressed) = (false, false);
        let (seen, arrived) = (None, None);
        let wait = Duration::from_secs(map.wait_seconds);
        Self {
            map,
            reader,
            portal_url,
            scope,
            act,
            wait,
            needs_sign_in,
            has_pressed,
            seen,
            arrived,
            step,
        }
    }

    /// Carries out the steps of the act; the second value is true if nobody is signed in.
    pub(super) async fn act(&mut self, steps: &[MapStep]) -> Result<Option<ActOutcome>, MapError> {
        match self.run(steps, "").await? {
            MapStepEnd::SignedOut => Ok(None),
            MapStepEnd::Refused(status) => self.outcome(Some(status)).await.map(Some),
            MapStepEnd::NotOffered => {
                let outcome = self.outcome(Some(NOT_OFFERED)).await?;
                Ok(Some(ActOutcome { is_not_offered: true, ..outcome }))
            }
            MapStepEnd::Done => self.outcome(None).await.map(Some),
        }
    }

    /// The result after the last step, with the status of the refusal if the page has refused.
    pub(super) async fn outcome(&mut self, refused: Option<u16>) -> Result<ActOutcome, MapError> {
        let page = match refused {
            Some(_) => Some(self.looked().await?),
            None => self.seen.take(),
        };
        let facts = match (&page, self.arrived.take()) {
            (Some(page), _) => page.facts.clone(),
            (None, Some(facts)) => facts,
            (None, None) => self.reader.facts().await.unwrap_or_default(),
        };
        let is_ours = facts.address.starts_with(self.portal_url);
        // Of a page that does not come the browser shows one of its own.
        let address =
            if is_ours { facts.address.clone() } else { self.reader.tab.address().await? };
        let said = if is_ours { outcome::said(&facts, page.as_ref()) } else { Map::new() };
        let read = mem::take(&mut self.scope.read);
        Ok(ActOutcome { refused, is_not_offered: false, address, said, read })
    }

    /// Carries out steps in their order until one of them ends the act.
    pub(super) fn run<'s>(
        &'s mut self,
        steps: &'s [MapStep],
        number: &'s str,
    ) -> Pin<Box<dyn Future<Output = Result<MapStepEnd, MapError>> + 's>> {
        Box::pin(async move {
            for (place, step) in steps.iter().enumerate() {
                let number = format!("{number}{}", place + 1);
                self.step = format!("act `{}`, step {number} ({})", self.act, step.deed);
                if !self.is_wanted(step).await? {
                    continue;
                }
                let end = match &step.deed {
                    Deed::Steps(inner) => self.run(inner, &format!("{number}.")).await?,
                    Deed::ForEach { list, steps } => {
                        self.run_for_each(list, steps, &format!("{number}.")).await?
                    }
                    deed => self.carry_out(deed).await?,
                };
                if end != MapStepEnd::Done {
                    return Ok(end);
                }
            }
            Ok(MapStepEnd::Done)
        })
    }

    async fn run_for_each(
        &mut self,
        list: &str,
        steps: &[MapStep],
        number: &str,
    ) -> Result<MapStepEnd, MapError> {
        let (mut worked_off, mut reached) = (Vec::new(), MapStepEnd::Done);
        for item in self.scope.list(list) {
            let members = match item {
                Value::Object(members) => members,
                other => [("item".to_owned(), other)].into_iter().collect(),
            };
            self.scope.enter(members);
            let end = self.run(steps, number).await;
            worked_off.push(Value::Object(self.scope.leave()));
            reached = end?;
            if reached != MapStepEnd::Done {
                break;
            }
        }
        // The items keep what was read for each of them, which `undo` needs.
        self.scope.keep(list, worked_off.into());
        Ok(reached)
    }

    /// True if the step's conditions hold.
    async fn is_wanted(&mut self, step: &MapStep) -> Result<bool, MapError> {
        if step.unless.as_ref().is_some_and(|name| self.scope.is_given(name)) {
            return Ok(false);
        }
        match &step.when {
            None => Ok(true),
            Some(Condition::Given(name)) => Ok(self.scope.is_given(name)),
            Some(Condition::Seen(controls)) => self.sees(controls).await,
        }
    }

    /// True if one of these controls is on the page as it is now.
    pub(super) async fn sees(&mut self, controls: &Controls) -> Result<bool, MapError> {
        let controls = self.filled(controls)?;
        let page = self.looked().await?;
        let found = self.first_of(&page, &controls).await?;
        self.seen = Some(page);
        Ok(!found.is_empty())
    }

    pub(super) async fn carry_out(&mut self, deed: &Deed) -> Result<MapStepEnd, MapError> {
        match deed {
            Deed::Open(address) => self.open(address).await,
            Deed::Click { at, opens_page } => self.click(at, *opens_page).await,
            Deed::Fill { at, with } => {
                let text = self.scope.fill_in(with).await?;
                self.change(at, acting::FILL, &json!(text)).await
            }
            Deed::Choose { at, option } => self.choose(at, option).await,
            Deed::Tick(at) => self.change(at, acting::TICK, &json!(true)).await,
            Deed::Untick(at) => self.change(at, acting::TICK, &json!(false)).await,
            Deed::TickOnly { list, place } => self.tick_only(list, place).await,
            Deed::Upload { at, file } => self.upload(at, file).await,
            Deed::Expect(at) => {
                Ok(self.sought(at, Fit::First).await?.err().unwrap_or(MapStepEnd::Done))
            }
            Deed::Gone(at) => self.gone(at).await,
            Deed::Offers { at, refused_by } => {
                let both = Controls([at.0.as_slice(), refused_by.0.as_slice()].concat());
                if let Err(end) = self.sought(&both, Fit::First).await? {
                    return Ok(end);
                }
                let is_offered = self.sees(at).await?;
                Ok(if is_offered { MapStepEnd::Done } else { MapStepEnd::NotOffered })
            }
            Deed::Read(readings) => {
                for (name, reading) in readings {
                    match self.read(reading).await? {
                        Ok(value) => self.scope.keep(name, value.into()),
                        Err(end) => return Ok(end),
                    }
                }
                Ok(MapStepEnd::Done)
            }
            Deed::Until { seen, click } => self.until(seen, click).await,
            Deed::Unfold(at) => self.unfold(at).await,
            Deed::Show(at) => {
                let limit = json!(self.wait.as_millis());
                self.change(at, acting::SHOW, &limit).await
            }
            Deed::Download { at, into } => {
                match self.called(at, Fit::Only, acting::FETCH, &Value::Null).await? {
                    Ok(file) => self.scope.keep(into, file),
                    Err(end) => return Ok(end),
                }
                Ok(MapStepEnd::Done)
            }
            Deed::Steps(_) | Deed::ForEach { .. } => Ok(MapStepEnd::Done),
        }
    }
}

/// Waits a moment, and a longer one the next time.
pub(super) async fn rest(pause: &mut Duration) {
    tokio::time::sleep(*pause).await;
    *pause = (*pause * 2).min(LONGEST_PAUSE);
}
