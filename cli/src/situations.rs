//! The situations that matter to a rule and that no scenario of it brings about.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    rc::Rc,
    sync::Arc,
};

use conformance_harness::{
    fault::{Dimension, Sightings, Situation, SituationObserver, load_situations},
    intercept::Interceptor,
    quote::counted,
    report::Output,
    suite::Case,
    target::Target,
};
use ralio_conformance::edition;

use crate::{arguments::MessageArguments, error::CommandError};

/// The folder of the tables of situations.
const SITUATIONS: &str = "fixtures/situations";

/// A rule and a situation that matters to it.
struct RuleSituation<'a> {
    rule: &'a str,
    dimension: &'a str,
    situation: &'a Situation,
    /// The scenarios of the rule that bring it about.
    scenarios: BTreeSet<&'a str>,
}

/// The situations that a run is watched for.
pub(crate) struct WatchedSituations {
    dimensions: Vec<Dimension>,
    observer: Arc<SituationObserver>,
}

impl WatchedSituations {
    /// Reads the tables below the suite's folder, if the run is to be watched.
    pub(crate) fn wanted(
        arguments: &MessageArguments,
        root: &Path,
        target: &Target,
    ) -> Result<Option<Self>, CommandError> {
        if !arguments.situations {
            return Ok(None);
        }
        let dimensions =
            load_situations(&root.join(SITUATIONS), &root.join("schemas/openapi.yaml"))?;
        let type_key = edition::convention(target.encoding).type_key;
        let observer = Arc::new(SituationObserver::new(dimensions.clone(), type_key));
        Ok(Some(Self { dimensions, observer }))
    }

    /// The observer of the run's messages.
    pub(crate) fn interceptor(&self) -> Arc<dyn Interceptor> {
        self.observer.clone()
    }

    /// Lists the pairs of a rule and a situation that none of these cases tests; gives the exit code.
    pub(crate) fn report(&self, cases: &[Rc<Case>], output: &Output) -> u8 {
        let seen = self.observer.seen();
        let pairs = pairs(&self.dimensions, &seen, cases);
        let (mut missing, mut stale) = (0_usize, 0_usize);
        for RuleSituation { rule, dimension, situation, scenarios } in &pairs {
            let title = &situation.title;
            match (scenarios.is_empty(), situation.excused.get(*rule)) {
                (true, None) => {
                    missing += 1;
                    output.say(&format!("not tested         {rule}, {dimension}: {title}"));
                }
                (true, Some(reason)) => {
                    output
                        .say(&format!("excused            {rule}, {dimension}: {title}: {reason}"));
                }
                (false, Some(_)) => {
                    stale += 1;
                    let by = scenarios.first().copied().unwrap_or_default();
                    output.say(&format!(
                        "needs no excuse    {rule}, {dimension}: {title}: {by} tests it"
                    ));
                }
                (false, None) => {}
            }
        }
        output.say(&format!(
            "{} of a rule and a situation: {missing} not tested, {stale} with an excuse that is \
             not needed any more",
            counted(pairs.len(), "pair")
        ));
        u8::from(missing + stale > 0)
    }
}

/// Every rule of the cases with every situation that matters to it.
fn pairs<'a>(
    dimensions: &'a [Dimension],
    seen: &'a Sightings,
    cases: &'a [Rc<Case>],
) -> Vec<RuleSituation<'a>> {
    let rules: BTreeMap<&str, &str> =
        cases.iter().map(|case| (case.id.as_str(), case.rule_id())).collect();
    let known: BTreeSet<&str> = rules.values().copied().collect();
    let mut pairs = Vec::new();
    for (place, dimension) in dimensions.iter().enumerate() {
        for (number, situation) in dimension.situations.iter().enumerate() {
            let meant = situation.rules.as_ref().unwrap_or(&dimension.rules);
            let shown = seen.get(&(place, number));
            let meant = meant.iter().filter(|rule| known.contains(rule.as_str()));
            pairs.extend(meant.map(|rule| {
                RuleSituation {
                    rule,
                    dimension: &dimension.dimension,
                    situation,
                    scenarios: shown
                        .into_iter()
                        .flatten()
                        .map(AsRef::as_ref)
                        .filter(|case| rules.get(case) == Some(&rule.as_str()))
                        .collect(),
                }
            }));
        }
    }
    pairs.sort_by(|one, other| (one.rule, one.dimension).cmp(&(other.rule, other.dimension)));
    pairs
}
