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
    world::{CaseNeeds, Prepared, money_of},
};

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
        let is_asked = needs.why_not_applicable(has_second, true).is_none();
        is_asked.then(|| AskedCase { id: &case.id, rule: case.rule_id(), needs })
    });
    asked.collect()
}

/// The things that a person has prepared for earlier runs; money counts if it is enough for these cases.
pub(super) fn kept(file: &CastFile, asked: &[AskedCase<'_>]) -> BTreeSet<Prepared> {
    let needed = money_of(asked.iter().map(|one| &one.needs));
    let kept = file.kept();
    let verified = kept.members.into_iter().filter(|member| member.is_verified);
    let members = verified.map(|member| Prepared::Member(member.name));
    let is_enough = |(currency, held): &(String, i64)| {
        needed.get(currency.as_str()).is_none_or(|(needed, _)| held >= needed)
    };
    let held = kept.treasury.into_iter().map(|(currency, kept)| (currency, kept.held));
    let money = held.filter(is_enough).map(|(currency, _)| Prepared::Money(currency));
    let endpoint = kept.registered.map(|_| Prepared::Endpoint);
    members.chain(money).chain(endpoint).collect()
}
