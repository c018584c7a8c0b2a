//! The end of a scenario: everything that it has shown is checked, and each mistake becomes a finding.

use conformance_harness::{
    checks::{check_deliveries, is_any_signed, other_encoding},
    exchange::Exchange,
    layer::Layer,
    verdict::{Fault, Nonconformance},
};

use crate::{
    arrange::{merchant::refresh_token, rate_limit},
    edition::operation::made_by,
    language::Actor,
    oracle::{
        ArrivedEvent, check_amounts, check_books, check_changes, check_events, check_listed,
        check_lists, check_order_of_times, check_references, check_times, check_truth,
        check_unique, check_unrequested,
    },
    portal_checks,
    watch::{
        is_restless, late_events, repeat_creations, settle, settle_other, take_census, tell_apart,
        why_unseen,
    },
    world::{Census, Listening, Shared, World},
};

/// Checks everything the merchant can read, and every delivery; each mistake becomes a finding.
///
/// # Errors
/// If the API cannot be read.
pub(crate) async fn examine(world: &mut World) -> Result<(), Fault> {
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
    let unseen = examine_endpoints(world).await;
    if let Some(reason) = unseen {
        return Err(Fault::not_applicable(reason));
    }
    if !is_readable? {
        return Ok(());
    }
    // The census of `nothing has changed` is still valid.
    let readable = world.trace.readable.take();
    repeat_creations(world).await;
    let census = match readable {
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

/// Checks all deliveries. Gives the reason why the target did not see the certificate of an endpoint, if it had to.
async fn examine_endpoints(world: &mut World) -> Option<String> {
    let refused = world.listening.as_ref().and_then(Listening::refused_certificate);
    let unseen = match refused {
        Some(certificate) => why_unseen(world, certificate).await,
        None => None,
    };
    let all = world.listening.iter().chain(&world.other_listening);
    for listening in all.cloned().collect::<Vec<_>>() {
        examine_deliveries(world, &listening);
    }
    show_early(world);
    unseen
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
    findings.extend(portal_checks::check(world, events, opened));
    findings.extend(check_order_of_times(record, events, contract, layers));
    findings.extend(late_events(world, events));
    findings.extend(check_listed(census, record, contract, !is_new));
    let makes = |exchange: &Exchange| {
        let documented = contract.lookup(&exchange.request.method, &exchange.request.path);
        documented.operation_id().and_then(made_by)
    };
    findings.extend(check_unrequested(census, record, makes, layers, !is_new));
    if is_new {
        findings.extend(check_references(census, record, events, contract, layers));
    }
    findings
}

/// Adds the findings about the deliveries of the preparation, if no other scenario has shown them yet.
fn show_early(world: &mut World) {
    let shared = world.shared.clone();
    if let Some(common) = shared.common.as_ref().filter(|_| world.listening.is_some()) {
        common.early.take().into_iter().for_each(|finding| world.find(finding));
    }
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
    let Shared { operator, has_fitting_secret, unfit_deliveries, .. } = &*world.shared;
    if operator.is_secret_given() && !has_fitting_secret.get() {
        has_fitting_secret.set(is_any_signed(&convention, &expected, &deliveries));
        unfit_deliveries.set(unfit_deliveries.get() + deliveries.len());
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
