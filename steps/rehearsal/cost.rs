//! The cost of a scenario in requests to a person: work that only it needs, and things that it shares with others.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use conformance_harness::{
    run::TargetScope,
    suite::{Case, layer_of_step},
    target::Target,
};
use gherkin::Step;

use super::needs::needs_of;
use crate::{
    portal::has_second,
    preparation::CastFile,
    world::{CaseNeeds, CaseTrait, TREASURER},
};

/// Something that a person prepares once for all scenarios.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Prepared {
    /// The webhook endpoint.
    Endpoint,
    /// A verified person or company of this name.
    Member(String),
    /// Money in this currency.
    Money(String),
}

/// The needs of the cases that a target with one merchant judges, by their ids.
#[must_use]
pub fn needs_at(target: &Target, cases: &[Rc<Case>]) -> BTreeMap<String, CaseNeeds> {
    let scope = TargetScope::of(target);
    let binds = |step: &Step| layer_of_step(step).is_none_or(|layer| scope.layers.bind(layer));
    let judged = cases.iter().filter(|case| scope.gap(case).is_none());
    judged.map(|case| (case.id.clone(), needs_of(case, binds))).collect()
}

/// A case for which a person is asked, or which needs none.
pub(super) struct AskedCase<'c> {
    pub(super) id: &'c str,
    pub(super) rule: &'c str,
    pub(super) needs: CaseNeeds,
}

/// The cases that a target judges where a person works in the Portal of its one merchant.
pub(super) fn asked_at<'c>(target: &Target, cases: &'c [Rc<Case>]) -> Vec<AskedCase<'c>> {
    let (mut needs, has_second) = (needs_at(target, cases), has_second());
    let asked = cases.iter().filter_map(|case| {
        let needs = needs.remove(&case.id)?;
        let is_asked = needs.why_not_asked(has_second).is_none();
        is_asked.then(|| AskedCase { id: &case.id, rule: case.rule_id(), needs })
    });
    asked.collect()
}

/// The things that a person has prepared for earlier runs.
pub(super) fn kept(file: &CastFile) -> BTreeSet<Prepared> {
    let kept = file.kept();
    let members = kept.members.into_iter().map(|member| Prepared::Member(member.name));
    let money = kept.treasury.into_keys().map(Prepared::Money);
    let endpoint = kept.registered.map(|_| Prepared::Endpoint);
    members.chain(money).chain(endpoint).collect()
}

/// The things that a scenario shares with others.
pub(super) fn shared(needs: &CaseNeeds) -> BTreeSet<Prepared> {
    let members = needs.cast.iter().map(|person| person.first().to_owned());
    let mut shared: BTreeSet<Prepared> = members.map(Prepared::Member).collect();
    shared.extend(needs.money.keys().cloned().map(Prepared::Money));
    if needs.has(CaseTrait::Listens) {
        shared.insert(Prepared::Endpoint);
    }
    if needs.has(CaseTrait::Listens) || !needs.money.is_empty() {
        shared.insert(Prepared::Member(TREASURER.to_owned()));
    }
    shared
}
