//! The life of one scenario's world: it is opened, prepared before the first action, and judged at the end.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    path::Path,
    rc::Rc,
    time::Instant,
};

use conformance_harness::{
    checks::{check_deliveries, other_encoding},
    layer::Layer,
    portal_map::{Credentials, MapDriver},
    run::{CallTimes, Obstacle, RunStats, Subject},
    sink::Reply,
    story::{Book, Happening, StoryMoment},
    suite::{Case, CaseStep},
    verdict::{Fault, Nonconformance, Verdict},
};

use crate::{
    arrange::{
        listening::restore_common, merchant::refresh_token, rate_limit, treasury::give_back,
    },
    conclusion::{self, LateVerdict, listens_on},
    language::Actor,
    lost_target::why_gone,
    oracle::{
        ArrivedEvent, check_amounts, check_books, check_changes, check_events, check_listed,
        check_lists, check_order_of_times, check_references, check_times, check_truth,
        check_unique, check_unrequested,
    },
    portal::browser::Pages,
    turn::engage,
    watch::{is_restless, late_events, settle, settle_other, take_census, tell_apart},
    world::{Before, Census, Findings, Later, Listening, Refusals, Shared, Trace, World, books_of},
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
            trace: Trace::default(),
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
            Verdict::Error => match why_gone(shared).await {
                Some(cause) => Obstacle::Certain(cause),
                None => Obstacle::None,
            },
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

/// Checks everything the merchant can read, and every delivery; each mistake becomes a finding.
///
/// # Errors
/// If the API cannot be read.
async fn examine(world: &mut World) -> Result<(), Fault> {
    if !world.merchants.contains_key(&Actor::Merchant) {
        return Ok(());
    }
    rate_limit::lift(world).await?;
    // A target that cannot be drained must be read to know which events to wait for.
    let is_readable = refresh_token(world).await;
    let settled = settle(world).await;
    let listening = world.listening.clone().filter(|listening| !listening.is_unproven());
    let deliveries = listening.as_ref().map(|listening| listening.mailbox.deliveries());
    world.is_unheard = is_restless(&settled) && deliveries.is_some_and(|all| all.is_empty());
    settled?;
    settle_other(world).await?;
    for listening in
        world.listening.iter().chain(&world.other_listening).cloned().collect::<Vec<_>>()
    {
        examine_deliveries(world, &listening);
    }
    let refused = world.listening.as_ref().and_then(Listening::refused_certificate);
    let unseen = refused.and_then(|certificate| world.shared.sink.why_unseen(certificate));
    if let Some(reason) = unseen {
        return Err(Fault::not_applicable(reason));
    }
    if !is_readable? {
        return Ok(());
    }
    // The census of `nothing has changed` is still valid.
    let census = match world.trace.readable.take() {
        Some(census) => census,
        None => take_census(world).await?,
    };
    let layers = world.shared.target.layers.clone();
    for finding in check_books(&census, &layers) {
        world.find(finding);
    }
    let listening = world.listening.clone();
    let events = listening.as_ref().map_or_else(Vec::new, |listening| {
        ArrivedEvent::of_target(listening, &layers, &listening.mailbox.deliveries())
    });
    for finding in check_amounts(&census, &events) {
        world.find(finding);
    }
    for finding in compare(world, &census, &events) {
        world.find(finding);
    }
    if let Some(listening) = listening.filter(|listening| !listening.is_unproven()) {
        let findings = check_events(&census, &listening, &events, &layers);
        world.is_unheard = events.is_empty() && !findings.is_empty();
        for finding in findings {
            world.find(finding);
        }
    }
    world.later.census = Some(census);
    tell_apart(world).await;
    Ok(())
}

/// Findings about answers and events that contradict each other.
fn compare(world: &World, census: &Census, events: &[ArrivedEvent]) -> Vec<Nonconformance> {
    let (record, contract) = (world.trace.record.exchanges(), &world.shared.contract);
    let layers = &world.shared.target.layers;
    let mut findings = check_truth(&world.trace.record, events, contract, layers);
    findings.extend(check_lists(record, contract, layers));
    let mut owners = world.shared.owners.borrow_mut();
    owners.begin(&world.case);
    findings.extend(check_unique(&mut owners, record, events, contract, layers));
    // The census of a shared merchant is partial, and contains data that is older than the scenario.
    let is_new = world.common().is_none();
    let opened = is_new.then(|| world.trace.record.opened());
    findings.extend(check_changes(record, contract, layers));
    findings.extend(check_times(record, events, contract, layers, opened));
    findings.extend(check_order_of_times(record, events, contract, layers));
    findings.extend(late_events(world, events));
    findings.extend(check_listed(census, record, contract, !is_new));
    findings.extend(check_unrequested(census, record, layers, !is_new));
    if is_new {
        findings.extend(check_references(census, record, events, contract));
    }
    findings
}

fn examine_deliveries(world: &mut World, listening: &Listening) {
    let deliveries = listening.mailbox.deliveries();
    let expected = listening.expectations(&world.shared.target.layers);
    let convention = world.convention();
    // Only this project decided on an encoding; for others it is a matter of the profile.
    let other = other_encoding(&convention, &listening.secrets, &deliveries);
    if let Some(other) = other.filter(|_| !world.binds(Layer::Decided)) {
        world.wrong_profile = Some(format!(
            "the signatures of the target fit in {0}, and the profile says {1}; write `signature: {0}`",
            other.name(),
            convention.encoding.name(),
        ));
    }
    let contract = &world.shared.contract;
    let mut findings = check_deliveries(contract, &convention, &expected, &deliveries);
    findings.extend(listening.misdirected(&deliveries));
    findings.extend(listening.mailbox.excess().map(|excess| {
        let expected = "deliveries of a number and size that endpoints can take";
        Nonconformance::new("deliveries have no reasonable end", expected, excess)
            .of_check("bounded deliveries")
    }));
    for finding in findings {
        world.find(finding);
    }
}
