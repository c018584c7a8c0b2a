//! Two sides of a comparison: both run the same scenarios, and differences that do not show again are noise.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    panic::resume_unwind,
    rc::Rc,
    thread,
};

use conformance_harness::{
    behaviour::{
        ApiChange, ApiNames, ChangeGatherer, ClassTable, DifferenceKind, ScenarioComparison,
        SeenScenario, VaryingPlaces,
    },
    processors::{processors, side_by_side},
    quote::{counted, listed},
    suite::{Case, Suite, cases_by_id},
};

use super::{
    allowed::AllowedChanges,
    difference::difference_of,
    live::WantedRun,
    model::{ChangeNote, ComparisonBasis, NotedChange, TouchedRule},
    side::ComparedSide,
};
use crate::error::CommandError;

/// The number of scenarios that are run again for each change.
const EXAMPLES: usize = 3;

/// The number of times that they are run again.
const REPETITIONS: u64 = 5;

/// The two sides.
pub(super) struct Sides {
    pub(super) before: ComparedSide,
    pub(super) after: ComparedSide,
}

/// The comparison of both sides.
#[derive(Default)]
pub(super) struct SidesComparison {
    /// The scenarios in which something differs.
    differing: BTreeMap<String, ScenarioComparison>,
    varying: VaryingPlaces,
    basis: ComparisonBasis,
}

impl SidesComparison {
    /// The changes.
    fn changes(&self, table: &ClassTable) -> Vec<ApiChange> {
        let mut gatherer = ChangeGatherer::new(table);
        for (id, comparison) in &self.differing {
            gatherer.add(id, comparison);
        }
        gatherer.changes()
    }
}

impl Sides {
    /// The number of sides that are run.
    pub(super) fn targets(&self) -> usize {
        usize::from(self.before.is_live()) + usize::from(self.after.is_live())
    }

    /// Runs scenarios on each side that is a target, both at the same time.
    pub(super) fn run(&mut self, name: &str, wanted: &WantedRun<'_>) -> Result<(), CommandError> {
        let Self { before, after } = self;
        thread::scope(|scope| {
            let other = scope.spawn(|| after.run(name, wanted));
            let one = before.run(name, wanted);
            let other = other.join().unwrap_or_else(|panic| resume_unwind(panic));
            one.and(other)
        })
    }

    /// Compares scenarios.
    pub(super) fn compared(
        &self,
        cases: &[String],
        names: ApiNames<'_>,
    ) -> Result<SidesComparison, CommandError> {
        let (known, others) = (self.before.scenarios(), self.after.scenarios());
        let shared = cases.iter().filter(|id| known.contains(*id) && others.contains(*id));
        let shared: Vec<&String> = shared.collect();
        let parts = shared.chunks(shared.len().div_ceil(processors()).max(1));
        let mut all = SidesComparison::default();
        for part in side_by_side(parts, |ids| self.compared_part(ids, names)) {
            all.join(part?);
        }
        Ok(all)
    }

    fn compared_part(
        &self,
        ids: &[&String],
        names: ApiNames<'_>,
    ) -> Result<SidesComparison, CommandError> {
        let mut comparison = SidesComparison::default();
        for id in ids {
            let sides = (self.before.scenario(id, names)?, self.after.scenario(id, names)?);
            if let (Some(one), Some(other)) = sides {
                comparison.add(id, &one, &other);
            }
        }
        Ok(comparison)
    }

    /// Runs examples of each change again, and drops the differences that do not show again.
    pub(super) fn confirm(
        &mut self,
        comparison: &mut SidesComparison,
        table: &ClassTable,
        wanted: &WantedRun<'_>,
        names: ApiNames<'_>,
    ) -> Result<(), CommandError> {
        if self.targets() == 0 {
            comparison.drop_unproven();
            return Ok(());
        }
        let before = comparison.differing.len();
        for repetition in 1..=REPETITIONS {
            let changes = comparison.changes(table);
            let examples = changes.iter().flat_map(|change| change.leading.iter().take(EXAMPLES));
            let cases: BTreeSet<&String> = examples.collect();
            let cases: Vec<String> = cases.into_iter().cloned().collect();
            if cases.is_empty() {
                break;
            }
            // Fewer at a time, and in another order: chance shows itself.
            let (seed, jobs) = (wanted.seed + repetition, wanted.jobs.div_ceil(4));
            let again = WantedRun { cases: &cases, seed, jobs, ..wanted.clone() };
            self.run(&format!("again-{repetition}"), &again)?;
            comparison.confirm(self.compared(&cases, names)?, &cases, table);
        }
        comparison.drop_unproven();
        comparison.basis.noise = before - comparison.differing.len();
        Ok(())
    }

    /// The note of a comparison of these scenarios.
    pub(super) fn note(
        &self,
        comparison: SidesComparison,
        table: &ClassTable,
        suite: &Suite,
        compared: &[String],
        allowed: &AllowedChanges,
    ) -> Result<ChangeNote, CommandError> {
        let cases = cases_by_id(&suite.cases);
        let changes = allowed.with_following(comparison.changes(table));
        let changes = changes.into_iter().map(|change| self.noted(change, &comparison, &cases));
        Ok(ChangeNote {
            before: self.before.words(),
            after: self.after.words(),
            changes: changes.collect::<Result<_, _>>()?,
            warnings: self.warnings(&suite.digest, compared, &comparison.basis),
            undocumented: Vec::new(),
            basis: comparison.basis,
        })
    }

    /// Facts that weaken the comparison.
    fn warnings(&self, digest: &str, cases: &[String], basis: &ComparisonBasis) -> Vec<String> {
        let mut warnings = Vec::new();
        if basis.diverged * 2 > basis.scenarios {
            warnings.push(format!(
                "in {} of {} nothing could be compared after the first difference; mend it and compare again",
                basis.diverged,
                counted(basis.scenarios, "scenario")
            ));
        }
        let is_other = |side: &&ComparedSide| side.digest().is_some_and(|own| own != digest);
        let others = [&self.before, &self.after].into_iter().filter(is_other);
        let others: BTreeSet<String> = others.map(ComparedSide::words).collect();
        if !others.is_empty() {
            let verb = if others.len() == 1 { "was" } else { "were" };
            warnings.push(format!(
                "{} {verb} seen with other feature files; scenarios that have changed since look like changes of the API",
                others.into_iter().collect::<Vec<_>>().join(" and ")
            ));
        }
        let of_side = |side: &ComparedSide| -> BTreeSet<String> {
            let known = side.scenarios();
            cases.iter().filter(|id| known.contains(*id)).cloned().collect()
        };
        let (one, other) = (of_side(&self.before), of_side(&self.after));
        let sides = [(&one, &other, &self.before), (&other, &one, &self.after)];
        for (own, others, side) in sides {
            let alone: Vec<&String> = own.difference(others).collect();
            if !alone.is_empty() {
                let named = listed(&alone, EXAMPLES);
                let (count, words) = (counted(alone.len(), "scenario"), side.words());
                warnings.push(format!("{count} seen only at {words}: {named}"));
            }
        }
        warnings
    }

    fn noted(
        &self,
        change: ApiChange,
        comparison: &SidesComparison,
        cases: &HashMap<&str, &Rc<Case>>,
    ) -> Result<NotedChange, CommandError> {
        let of_change: Vec<&Rc<Case>> =
            change.scenarios.iter().filter_map(|id| cases.get(id.as_str()).copied()).collect();
        let mut rules: BTreeMap<&str, TouchedRule> = BTreeMap::new();
        for case in &of_change {
            let Some(rule) = &case.rule else { continue };
            let touched = rules.entry(&rule.id).or_insert_with(|| TouchedRule {
                id: rule.id.clone(),
                sentence: rule.sentence.clone(),
                is_broken: false,
            });
            touched.is_broken |= comparison.has_become_red(&case.id);
        }
        let mut rules: Vec<TouchedRule> = rules.into_values().collect();
        rules.sort_by_key(|rule| !rule.is_broken);
        let journeys: BTreeSet<&str> = of_change.iter().map(|case| case.feature.as_str()).collect();
        let example = cases.get(change.example.scenario.as_str());
        let step = example.zip(change.example.step);
        let step = step.and_then(|(case, step)| case.steps.get(step));
        let stories = (
            self.before.story(&change.example.scenario)?,
            self.after.story(&change.example.scenario)?,
        );
        let shown = self.after.folder().or(self.before.folder());
        let command = shown.map(|folder| {
            format!("conform show {} --run {}", change.example.scenario, folder.display())
        });
        Ok(NotedChange {
            rules,
            journeys: journeys.into_iter().map(str::to_owned).collect(),
            title: example.map(|case| case.name.clone()).unwrap_or_default(),
            step: step.map(|step| format!("{}{}", step.keyword, step.value)),
            difference: difference_of(&change, stories),
            command,
            documents: None,
            change,
        })
    }
}

impl SidesComparison {
    /// True if a scenario was green before and is red after.
    fn has_become_red(&self, id: &str) -> bool {
        let differences = self.differing.get(id).map(|comparison| &comparison.differences);
        let mut kinds = differences.into_iter().flatten().map(|one| one.kind);
        kinds.any(|kind| kind == DifferenceKind::RuleBroken)
    }

    /// Adds the comparison of other scenarios.
    fn join(&mut self, other: Self) {
        self.differing.extend(other.differing);
        self.varying.join(other.varying);
        self.basis.join(other.basis);
    }

    /// Drops the differences that did not show when these scenarios were repeated: theirs, and in all others those of changes
    /// that no longer stand.
    fn confirm(&mut self, mut again: Self, repeated: &[String], table: &ClassTable) {
        self.varying.join(std::mem::take(&mut again.varying));
        let sides = self.differing.values_mut().chain(again.differing.values_mut());
        sides.for_each(|comparison| comparison.tell_varying(&self.varying));
        let seen: BTreeSet<String> =
            again.changes(table).into_iter().map(|change| change.key).collect();
        let standing = self.changes(table).into_iter().filter(|change| seen.contains(&change.key));
        let leading: BTreeSet<String> = standing.flat_map(|change| change.leading).collect();
        self.differing.retain(|id, _| leading.contains(id));
        for id in repeated {
            self.differing.remove(id);
        }
        self.differing.extend(again.differing);
    }

    /// Drops values that vary perhaps by chance.
    fn drop_unproven(&mut self) {
        self.differing.retain(|_, comparison| {
            comparison.drop_unproven(&self.varying);
            !comparison.differences.is_empty()
        });
    }

    fn add(&mut self, id: &str, before: &SeenScenario, after: &SeenScenario) {
        let comparison = before.compared(after);
        self.varying.note(id, before, &comparison);
        self.basis.scenarios += 1;
        self.basis.diverged += usize::from(comparison.has_diverged);
        let calls = &before.calls[..comparison.calls];
        self.basis.calls += calls.len();
        self.basis.operations.extend(calls.iter().map(|call| call.operation.clone()));
        if comparison.has_events {
            self.basis.events.extend(before.events.values().map(|event| event.event.clone()));
        }
        if !comparison.differences.is_empty() {
            self.differing.insert(id.to_owned(), comparison);
        }
    }
}
