//! The checks of what the operator's interface shows, and of what events tell about the operator's actions.

use conformance_harness::{layer::Layer, verdict::Nonconformance};
use jiff::Timestamp;

use crate::{
    oracle::{
        ArrivedEvent, check_facts, check_listed_deliveries, check_operated, check_shown_amounts,
        check_times,
    },
    world::{RecordedExchange, World},
};

/// Findings about amounts in all answers, about answers of the operator's interface, and about events that tell something else
/// than the operator has done. If the merchant was made for the scenario, it was `opened` at this time.
pub(crate) fn check(
    world: &World,
    events: &[ArrivedEvent],
    opened: Option<Timestamp>,
) -> Vec<Nonconformance> {
    let (record, contract) = (&world.trace.record, &world.shared.contract);
    let layers = &world.shared.target.layers;
    let own = record.exchanges().iter().filter(|one| one.is_own);
    let mut findings = check_shown_amounts(own, contract, layers);
    findings.extend(check_facts(record, events, layers, opened.is_some()));
    // The operator's interface is this project's decision.
    if world.binds(Layer::Decided) {
        let listening = world.listening.as_ref();
        let arrived = listening.map(|one| one.mailbox.deliveries()).unwrap_or_default();
        findings.extend(check_operated(record, contract));
        findings.extend(check_listed_deliveries(record, &arrived, contract));
        let operated: Vec<RecordedExchange> = record.operated().cloned().collect();
        findings.extend(check_times(&operated, &[], contract, layers, opened));
        findings.extend(check_shown_amounts(operated.iter(), contract, layers));
    }
    findings
}
