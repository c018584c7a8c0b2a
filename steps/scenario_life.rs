//! The life of one scenario's world: it is opened, prepared before the first action, and judged at the end.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    path::Path,
    rc::Rc,
    time::Instant,
};

use conformance_harness::{
    portal_map::{Credentials, MapDriver},
    run::{CallTimes, Obstacle, RunStats, Subject},
    sink::Reply,
    story::{Book, Happening, StoryMoment},
    suite::{Case, CaseStep},
    verdict::{Fault, Nonconformance, Verdict},
};

use crate::{
    arrange::{listening::restore_common, rate_limit, treasury::give_back},
    conclusion::{self, LateVerdict, listens_on},
    examination::examine,
    language::Actor,
    lost_target::why_gone,
    oracle::ArrivedEvent,
    portal::browser::Pages,
    turn::engage,
    watch::{settle, settle_other, take_census},
    world::{Before, Findings, Later, Refusals, Shared, Trace, World, books_of},
};

/// File of the phrases that compare the state with the one before the first action.
const COMPARISONS: &str = "phrases/comparison.rs";

/// File of the phrases that look only at deliveries since the first action.
const DELIVERIES: &str = "phrases/delivery.rs";

impl Subject for World {
    type Context = Shared;
    type Pending = LateVerdict;

    fn open(context: &Rc<Shared>, case: &Case, phrase_files: &BTreeSet<String>) -> Self {
        let uses = |file: &str| phrase_files.iter().any(|used| Path::new(used).ends_with(file));
        let before = Before {
            census_wanted: uses(COMPARISONS),
            deliveries_wanted: uses(COMPARISONS) || uses(DELIVERIES),
            ..Before::default()
        };
        Self {
            client: context.client.for_scenario(),
            shared: context.clone(),
            case: case.id.clone(),
            scenario: case.id.replace('#', "-"),
            place: (case.path.clone(), case.place()),
            needs: context
                .common
                .as_ref()
                .and_then(|common| common.needs.get(&case.id).cloned())
                .unwrap_or_default(),
            engaged: None,
            running: None,
            merchants: BTreeMap::new(),
            listening: None,
            other_listening: None,
            people: BTreeMap::new(),
            parties: BTreeMap::new(),
            last: None,
            vibans: Vec::new(),
            own_accounts: BTreeMap::new(),
            orders: Vec::new(),
            lent: BTreeSet::new(),
            other_orders: BTreeSet::new(),
            remembered: BTreeMap::new(),
            payment_urls: Vec::new(),
            at_once: Vec::new(),
            headed: Vec::new(),
            rate_limit: None,
            pages: Vec::new(),
            unaccepted: 0,
            hostile_texts: Cell::new(0),
            entry: None,
            portal: None,
            is_unheard: false,
            wrong_profile: None,
            has_changed_endpoint: false,
            asked: Vec::new(),
            trace: Trace::of(case),
            before,
            refusals: Refusals::default(),
            findings: Findings::default(),
            later: Later::default(),
            stats: RunStats::default(),
        }
    }

    async fn await_turn(&mut self, case: &Case) -> Result<(), Fault> {
        engage(self).await?;
        if case.needs_browser() {
            let shared = &self.shared;
            let unread = || Fault::error("the map of the Portal was not read before the run");
            let map = shared.portal_map.clone().ok_or_else(unread)?;
            let window = shared.browser.window().await.map_err(Fault::error)?;
            let credentials = Credentials { secrets: shared.secrets.clone() };
            let url = &shared.target.portal_url;
            self.portal = Some(Pages::new(MapDriver::new(window, url, map, credentials)));
        }
        Ok(())
    }

    async fn before_step(&mut self, step: &CaseStep) -> Result<(), Fault> {
        if step.ty == gherkin::StepType::When && !self.before.acted {
            about_to_act(self).await?;
        }
        self.refusals.begin(step, self.last.as_ref());
        Ok(())
    }

    fn after_step(&mut self, step: &CaseStep) -> Result<(), Fault> {
        let several = self.at_once.iter().chain(&self.headed);
        self.refusals.end(step, self.last.as_ref(), several)
    }

    fn overlooked_refusal(&mut self) -> Option<(CaseStep, Fault)> {
        self.refusals.overlooked()
    }

    async fn close(&mut self, judge: bool) -> Result<(), Fault> {
        if let Some(listening) = &mut self.listening {
            listening.mailbox.answer_with([], Reply::Status(200));
            listening.mailbox.release();
            if listening.held {
                listening.held = false;
                self.trace.invalidate();
            }
        }
        let judged = if judge { examine(self).await } else { Ok(()) };
        let checked = self.findings.check(&self.shared.contract).await;
        let restored = restore_common(self).await;
        let undone = self.shared.operator.undo(&self.case).await;
        note_types(self);
        if let Some(listening) = &self.listening {
            self.stats.deliveries += listening.mailbox.deliveries().len();
            if !listens_on(self) {
                self.shared.sink.close(&listening.mailbox);
            }
        }
        if let Some(listening) = &self.other_listening {
            self.stats.deliveries += listening.mailbox.deliveries().len();
            self.shared.sink.close(&listening.mailbox);
        }
        give_back(self).await;
        // A merchant whose events are still watched is deleted at the end of the run.
        if !listens_on(self) {
            self.shared.made.delete_those_of(&self.scenario, &self.shared.operator).await;
        }
        judged.and(checked).and(undone).and(restored).and(all_accepted(self.unaccepted))
    }

    fn pending(&mut self) -> Option<LateVerdict> {
        conclusion::pending(self)
    }

    async fn await_quiet(context: &Rc<Shared>, pending: &[&LateVerdict]) {
        tokio::time::sleep(conclusion::time_to_quiet(context, pending)).await;
    }

    fn conclude(context: &Rc<Shared>, pending: LateVerdict) -> Vec<Nonconformance> {
        conclusion::conclude(context, pending)
    }

    fn findings(&mut self) -> Vec<Nonconformance> {
        self.findings.take(&self.shared.contract)
    }

    fn moments(&self) -> Vec<StoryMoment> {
        let mut moments = self.trace.moments().to_vec();
        let listening = self.listening.iter().chain(&self.other_listening);
        let deliveries = listening.flat_map(|listening| listening.mailbox.deliveries());
        moments.extend(deliveries.map(|delivery| StoryMoment {
            at: delivery.received_at,
            what: Happening::Delivery(Box::new(delivery)),
        }));
        moments
    }

    fn books(&self) -> Vec<Book> {
        books_of(self)
    }

    fn calls(&self) -> BTreeMap<String, CallTimes> {
        let mut calls: BTreeMap<String, CallTimes> = BTreeMap::new();
        for recorded in self.trace.record.exchanges() {
            let exchange = &recorded.exchange;
            calls.entry(exchange.request.kind()).or_default().add(exchange.elapsed);
        }
        calls
    }

    fn stats(&self) -> RunStats {
        self.stats
    }

    async fn obstacle(&self, verdict: Verdict) -> Obstacle {
        let shared = &self.shared;
        if let Some(mistake) = &self.wrong_profile {
            return Obstacle::Certain(mistake.clone());
        }
        match verdict {
            Verdict::Error => why_gone(shared).await.map_or(Obstacle::None, Obstacle::Certain),
            Verdict::Failed if self.is_unheard => {
                shared.sink.why_unreached().map_or(Obstacle::None, Obstacle::Suspected)
            }
            _ => Obstacle::None,
        }
    }
}

/// An error if the scenario asked for snapshots that nobody has accepted yet.
fn all_accepted(unaccepted: usize) -> Result<(), Fault> {
    if unaccepted == 0 {
        return Ok(());
    }
    let told = "nobody has accepted the snapshots of this scenario yet; look at them with `conform snapshots review`";
    Err(Fault::error(told))
}

/// Records the state before the first action, which is compared with the state afterwards.
async fn about_to_act(world: &mut World) -> Result<(), Fault> {
    world.before.acted = true;
    if !world.merchants.contains_key(&Actor::Merchant) {
        return Ok(());
    }
    let kept = world.last.take();
    let limit = world.rate_limit;
    rate_limit::lift(world).await?;
    if world.before.deliveries_wanted {
        // Effects of the preparation must not count as effects of the action.
        settle(world).await?;
        let listening = world.listening.as_ref();
        let count = listening.map_or(0, |listening| listening.mailbox.deliveries().len());
        world.before.deliveries = Some(count);
        settle_other(world).await?;
        let other = world.other_listening.as_ref();
        world.before.other_deliveries = other.map_or(0, |one| one.mailbox.deliveries().len());
    }
    if world.before.census_wanted {
        world.before.census = Some(take_census(world).await?);
    }
    rate_limit::renew(world, limit).await?;
    let is_quiet = world.before.deliveries.is_some() && world.trace.is_settled;
    world.before.quiet_until = is_quiet.then(Instant::now);
    world.last = kept;
    Ok(())
}

/// Notes the types of the events that have come, for a merchant of whose endpoint nobody knows whether it gets all of them.
fn note_types(world: &World) {
    let Some((common, listening)) = world.common().zip(world.listening.as_ref()) else { return };
    let mut awaited = common.awaited.borrow_mut();
    for event in ArrivedEvent::all(&listening.mailbox.deliveries()) {
        awaited.insert(event.event_type, true);
    }
}
