//! The situations that matter to a rule and that no scenario of it brings about.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use conformance_harness::{
    fault::{Dimension, Sightings, Situation, SituationObserver, load_situations},
    report::Output,
    suite::Case,
};
use ralio_conformance::edition;
use tokio::runtime::Handle;

use super::{
    bench::ScoreBench,
    crew::{BenchSetting, on_one_bench},
};
use crate::error::CommandError;

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

/// Lists the pairs of a rule and a situation that no scenario brings about.
pub(super) fn list(
    setting: impl FnOnce(Handle) -> BenchSetting,
    output: &Output,
) -> Result<u8, CommandError> {
    on_one_bench(setting, async |bench| bench.find_missing(output).await)
}

impl ScoreBench {
    async fn find_missing(&self, output: &Output) -> Result<u8, CommandError> {
        let root = &self.options.root;
        let dimensions =
            load_situations(&root.join(SITUATIONS), &root.join("schemas/openapi.yaml"))?;
        let type_key = edition::convention(self.started.target.encoding).type_key;
        let observer = Arc::new(SituationObserver::new(dimensions.clone(), type_key));
        let caught = self.run_through(self.cases.clone(), observer.clone()).await?;
        caught.expect_green()?;
        let seen = observer.seen();
        let pairs = pairs(&dimensions, &seen, &self.cases)?;
        let (mut missing, mut stale) = (0_usize, 0_usize);
        for RuleSituation { rule, dimension, situation, scenarios } in &pairs {
            let title = &situation.title;
            match (scenarios.is_empty(), situation.excused.get(*rule)) {
                (true, None) => {
                    missing += 1;
                    output.say(&format!("not brought about  {rule}, {dimension}: {title}"));
                }
                (true, Some(reason)) => {
                    output
                        .say(&format!("excused            {rule}, {dimension}: {title}: {reason}"));
                }
                (false, Some(_)) => {
                    stale += 1;
                    let by = scenarios.first().copied().unwrap_or_default();
                    output.say(&format!(
                        "needs no excuse    {rule}, {dimension}: {title}: {by} brings it about"
                    ));
                }
                (false, None) => {}
            }
        }
        output.say(&format!(
            "{} pairs of a rule and a situation: {missing} that no scenario brings about, {stale} with an excuse that is \
             not needed any more",
            pairs.len()
        ));
        Ok(u8::from(missing + stale > 0))
    }
}

/// Every rule with every situation that matters to it.
fn pairs<'a>(
    dimensions: &'a [Dimension],
    seen: &'a Sightings,
    cases: &'a [Rc<Case>],
) -> Result<Vec<RuleSituation<'a>>, CommandError> {
    let rules: BTreeMap<&str, &str> =
        cases.iter().map(|case| (case.id.as_str(), case.rule_id())).collect();
    let known: BTreeSet<&str> = rules.values().copied().collect();
    let mut pairs = Vec::new();
    for (place, dimension) in dimensions.iter().enumerate() {
        for (number, situation) in dimension.situations.iter().enumerate() {
            let meant = situation.rules.as_ref().unwrap_or(&dimension.rules);
            let named = meant.iter().chain(situation.excused.keys());
            if let Some(rule) = named.into_iter().find(|rule| !known.contains(rule.as_str())) {
                return Err(CommandError::Score(format!(
                    "the situation {:?} names {rule}, which has no scenario",
                    situation.title
                )));
            }
            let shown = seen.get(&(place, number));
            pairs.extend(meant.iter().map(|rule| {
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
    Ok(pairs)
}
