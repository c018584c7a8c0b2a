//! The command `score`: injects faults and legal variants one after the other, and says which the suite tells apart.

mod bench;
mod blind;
mod report;
mod verdict;

use std::{path::PathBuf, rc::Rc, sync::Arc, thread};

use conformance_harness::{
    fault::{FaultKind, InjectedFault, load},
    layer::{Layer, Layers},
    report::Output,
    run::BreakOff,
    secrets::Secrets,
    suite::{Case, Selection},
};
use ralio_conformance::{Options, SetUpError, load_contract, load_suite, select};
use tokio::runtime::Builder;

use crate::{
    arguments::{ScoreArguments, ScoredLayers},
    commands::{CommandError, suite_folder},
    score::{
        bench::ScoreBench,
        report::{Score, say_fault, say_variant},
        verdict::{Catch, Caught, Fate},
    },
    signals, targets,
};

/// The capability that costs most of the time; faults are between the suite and the API.
const BROWSER: &str = "browser";

/// Scores the suite.
pub(crate) fn score(arguments: &ScoreArguments, output: &Output) -> Result<u8, CommandError> {
    let root = suite_folder(&arguments.suite)?;
    let suite = load_suite(&root)?;
    let openapi = root.join("schemas/openapi.yaml");
    let folder = |given: &Option<PathBuf>, own: &str| {
        given.clone().unwrap_or_else(|| root.join("fixtures").join(own))
    };
    let faults = load(&folder(&arguments.faults, "faults"), FaultKind::Fault, &openapi)?;
    let variants = load(&folder(&arguments.variants, "variants"), FaultKind::Variant, &openapi)?;
    check_ids(&arguments.ids, &faults, &variants)?;
    check_rules(&faults, &suite.cases)?;
    let cases = select(&suite, &Selection { rules: arguments.rule.clone(), ..Default::default() })?;
    let others = thread::available_parallelism().map_or(1, |all| (all.get() - 1).max(1));
    let theirs = Builder::new_multi_thread().worker_threads(others).enable_all().build();
    let theirs = theirs.map_err(CommandError::Runtime)?;
    let ours = Builder::new_current_thread().enable_all().build().map_err(CommandError::Runtime)?;
    ours.block_on(async {
        let interrupted = BreakOff::default();
        signals::end_run_with(interrupted.clone()).map_err(CommandError::Runtime)?;
        let mut started =
            targets::start(&arguments.target, None, &root, &Secrets::default(), theirs.handle())
                .await?;
        let not_scored = Some("a score leaves out the Portal's pages".to_owned());
        started.target = started.target.claiming(BROWSER, not_scored);
        if arguments.layers == ScoredLayers::Guides {
            started.target.layers = Layers::from_iter([Layer::Guides]);
        }
        let contract = load_contract(&root)?.bound_by(&started.target.layers);
        let contract = Arc::new(contract.map_err(SetUpError::from)?);
        let options =
            Options { operator_key: started.operator_key.clone(), ..bench::options(&suite, root) };
        let beside = theirs.handle().clone();
        let bench = ScoreBench { options, contract, cases, started, beside, interrupted };
        let scored = if arguments.blind {
            bench.find_blind(output).await
        } else {
            bench.score_all(&arguments.ids, &faults, &variants, output).await
        };
        bench.started.stop().await;
        scored
    })
}

/// Refuses an id that names neither a fault nor a variant.
fn check_ids(
    ids: &[String],
    faults: &[InjectedFault],
    variants: &[InjectedFault],
) -> Result<(), CommandError> {
    let known = || faults.iter().chain(variants).map(|fault| fault.id.as_str());
    match ids.iter().find(|id| !known().any(|one| one == *id)) {
        None => Ok(()),
        Some(id) => {
            let similar = conformance_harness::nearest(id, known(), 3).join(", ");
            Err(CommandError::Score(format!(
                "{id} names neither a fault nor a variant; the most similar are {similar}"
            )))
        }
    }
}

/// Refuses a fault that breaks a rule without a scenario.
fn check_rules(faults: &[InjectedFault], cases: &[Rc<Case>]) -> Result<(), CommandError> {
    let is_known = |rule: &str| cases.iter().any(|case| case.rule_id() == rule);
    for fault in faults {
        if let Some(rule) = fault.right_rules().find(|rule| !is_known(rule)) {
            let message = format!("the fault {} names {rule}, which has no scenario", fault.id);
            return Err(CommandError::Score(message));
        }
    }
    Ok(())
}

impl ScoreBench {
    async fn score_all(
        &self,
        ids: &[String],
        faults: &[InjectedFault],
        variants: &[InjectedFault],
        output: &Output,
    ) -> Result<u8, CommandError> {
        let is_meant = |fault: &&InjectedFault| {
            self.started.target.layers.bind(fault.layer)
                && (ids.is_empty() || ids.contains(&fault.id))
        };
        if ids.is_empty() {
            let (caught, _) = self.run(self.cases.clone(), Vec::new()).await?;
            caught.expect_green()?;
        }
        let mut score = Score::default();
        for fault in faults.iter().filter(is_meant) {
            let catch = self.score_fault(fault).await?;
            say_fault(output, fault, &catch);
            score.count_fault(&catch);
        }
        let layers = &self.started.target.layers;
        let is_legal =
            |variant: &&InjectedFault| !variant.illegal_by.iter().any(|layer| layers.bind(*layer));
        let variants: Vec<&InjectedFault> =
            variants.iter().filter(is_meant).filter(is_legal).collect();
        for group in groups(&variants) {
            for (variant, catch) in self.score_variants(&group).await? {
                say_variant(output, variant, &catch);
                score.count_variant(&catch);
            }
        }
        score.say(output);
        Ok(score.exit_code())
    }

    /// Runs the scenarios of the rule that a fault breaks, and all others only if none of those fails.
    async fn score_fault(&self, fault: &InjectedFault) -> Result<Catch, CommandError> {
        let is_own = |case: &Rc<Case>| fault.right_rules().any(|rule| rule == case.rule_id());
        let (own, others): (Vec<_>, Vec<_>) = self.cases.iter().cloned().partition(is_own);
        let (mut caught, mut fired) = self.run(own, vec![fault.clone()]).await?;
        if caught.failed.is_empty() {
            let (more, later) = self.run(others, vec![fault.clone()]).await?;
            caught.add(more);
            fired += later;
        }
        Ok(Catch::of_fault(fault, caught, fired))
    }

    /// Runs the whole suite with several variants; if it is red, with each of them alone.
    async fn score_variants<'a>(
        &self,
        group: &[&'a InjectedFault],
    ) -> Result<Vec<(&'a InjectedFault, Catch)>, CommandError> {
        let together = group.iter().map(|variant| (*variant).clone()).collect();
        let counted = self.run_counted(self.cases.clone(), together).await?;
        if counted.0.is_empty() || group.len() == 1 {
            let mut caught = Some(counted.0);
            let catches = group.iter().zip(counted.1).map(|(variant, fired)| {
                let caught: Caught = caught.take().unwrap_or_default();
                (*variant, Catch { fate: Fate::of(&caught, fired), caught, fired, is_right: false })
            });
            return Ok(catches.collect());
        }
        let mut catches = Vec::new();
        for variant in group {
            let (caught, fired) = self.run(self.cases.clone(), vec![(*variant).clone()]).await?;
            let fate = Fate::of(&caught, fired);
            catches.push((*variant, Catch { fate, caught, fired, is_right: false }));
        }
        Ok(catches)
    }
}

/// Variants that run together: those of one file, and each that goes alone.
fn groups<'a>(variants: &[&'a InjectedFault]) -> Vec<Vec<&'a InjectedFault>> {
    let mut groups: Vec<Vec<&InjectedFault>> = Vec::new();
    for variant in variants {
        let joined = groups
            .iter_mut()
            .find(|group| !variant.alone && !group[0].alone && group[0].family == variant.family);
        match joined {
            Some(group) => group.push(variant),
            None => groups.push(vec![variant]),
        }
    }
    groups
}
