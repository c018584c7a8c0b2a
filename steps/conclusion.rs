//! The part of a scenario that can be judged only at the end of the run: events that must not come, and refusals that count only
//! if the target knows the operation.

use std::time::{Duration, Instant};

use conformance_harness::{checks::check_deliveries, verdict::Nonconformance};

use crate::{
    edition,
    oracle::{ArrivedEvent, check_events},
    world::{Census, DoubtfulRefusal, Listening, Shared, World},
};

/// The data of a scenario that is needed at the end of the run.
#[derive(Debug)]
pub struct LateVerdict {
    quiet: Option<Quiet>,
    doubts: Vec<DoubtfulRefusal>,
}

/// The state and the deliveries after a scenario, by which later deliveries are judged.
#[derive(Debug)]
struct Quiet {
    listening: Listening,
    census: Census,
    /// The number of deliveries at the end of the scenario.
    before: usize,
    since: Instant,
}

/// Hands over what of a scenario can be judged only at the end of the run; none if everything is judged.
pub(crate) fn pending(world: &mut World) -> Option<LateVerdict> {
    let doubts = std::mem::take(&mut world.later.elsewhere);
    let census = world.later.census.take();
    let listening = world.listening.clone().filter(|_| listens_on(world));
    let quiet = listening.zip(census).map(|(listening, census)| Quiet {
        before: listening.mailbox.deliveries().len(),
        since: Instant::now(),
        listening,
        census,
    });
    (quiet.is_some() || !doubts.is_empty()).then_some(LateVerdict { quiet, doubts })
}

/// True if the scenario's mailbox and merchants must outlast the scenario.
pub(crate) fn listens_on(world: &World) -> bool {
    // The one endpoint of a merchant that all scenarios share gets the events of all of them.
    let is_own = world.common().is_none();
    let is_proven = world.listening.as_ref().is_some_and(|listening| !listening.is_unproven());
    world.later.is_quiet_wanted && is_own && is_proven
}

/// The time that is left until the target has had the time to send what it must not.
pub(crate) fn time_to_quiet(shared: &Shared, pending: &[&LateVerdict]) -> Duration {
    let quiet = pending.iter().filter_map(|one| one.quiet.as_ref());
    let last = quiet.map(|quiet| quiet.since).max();
    last.map_or(Duration::ZERO, |last| shared.target.quiet.saturating_sub(last.elapsed()))
}

/// The findings about a scenario at the end of the run.
pub(crate) fn conclude(shared: &Shared, pending: LateVerdict) -> Vec<Nonconformance> {
    let LateVerdict { quiet, doubts } = pending;
    let mut findings = Vec::new();
    if let Some(quiet) = quiet {
        findings.extend(late_findings(shared, &quiet));
        shared.sink.close(&quiet.listening.mailbox);
    }
    let is_known = |operation: &str| {
        // A part of the suite may ask for an operation only where it must be refused.
        !shared.is_whole_suite || shared.known_operations.borrow().contains(operation)
    };
    let doubtful = doubts.into_iter().filter(|doubt| !is_known(&doubt.operation));
    findings.extend(doubtful.map(|doubt| {
        Nonconformance::new(
            format!("{} was never answered with success in this run", doubt.operation),
            "a refusal of this request; the target seems not to know the operation",
            format!("status {}", doubt.status),
        )
        .shown_by(doubt.evidence)
    }));
    findings
}

/// Findings about deliveries that came after the scenario.
fn late_findings(shared: &Shared, quiet: &Quiet) -> Vec<Nonconformance> {
    let Quiet { listening, census, before, .. } = quiet;
    let deliveries = listening.mailbox.deliveries();
    if deliveries.len() <= *before {
        return Vec::new();
    }
    let layers = &shared.target.layers;
    let expected = listening.expectations(layers);
    let convention = edition::convention(shared.target.encoding);
    let mut findings = check_deliveries(&shared.contract, &convention, &expected, &deliveries);
    let events = ArrivedEvent::of_target(listening, layers, &deliveries);
    findings.extend(check_events(census, listening, &events, layers));
    let new = ArrivedEvent::since(*before, listening, layers, &deliveries);
    findings.extend(unexplained(census, &new));
    findings
}

/// Findings about late events of resources that the merchant does not have: a request that was refused has sent them (ERR-2).
fn unexplained(census: &Census, new: &[ArrivedEvent]) -> Vec<Nonconformance> {
    let resources = census.resources();
    new.iter()
        .filter(|event| !edition::is_about_party(&event.body))
        .filter(|event| !event.resource.is_empty() && !resources.contains(&event.resource))
        .map(|event| {
            let what = format!("{} is about something that does not exist", event.event_type);
            Nonconformance::new(what, "no event of a refused request", &event.resource)
                .of_check("events")
                .of_rule("ERR-2")
                .shown_in_event(&event.event_type, &event.body)
        })
        .collect()
}
