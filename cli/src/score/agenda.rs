//! The agenda of a score: the faults and variants that are meant, and the runs that they need.

use conformance_harness::{
    fault::{FaultKind, InjectedFault},
    layer::Layers,
    suite::Shard,
};
use serde::Serialize;

use super::verdict::{Catch, Fate};
use crate::error::CommandError;

/// A fault or variant on the agenda.
#[derive(Clone, Debug)]
pub(crate) struct ScoreItem {
    pub(crate) fault: InjectedFault,
    pub(crate) kind: FaultKind,
}

/// The result of a fault or variant as reports name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScoreWord {
    /// Every scenario passed in spite of a fault.
    Survived,
    /// A scenario failed under a rule that the fault does not break.
    WrongRule,
    /// A fault that is said to be equivalent was found.
    NotEquivalent,
    /// A variant failed somewhere, or could not be judged.
    Red,
    /// No scenario failed, and some could not be judged.
    Undecided,
    /// It never changed anything.
    NeverFired,
    /// A scenario failed under a rule that the fault breaks.
    Killed,
    /// A fault that nothing can notice was not noticed.
    Equivalent,
    /// Every scenario accepted a variant.
    Green,
}

impl ScoreWord {
    /// The word for readers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Survived => "survived",
            Self::WrongRule => "wrong rule",
            Self::NotEquivalent => "not equivalent",
            Self::Red => "red",
            Self::Undecided => "undecided",
            Self::NeverFired => "never fired",
            Self::Killed => "killed",
            Self::Equivalent => "equivalent",
            Self::Green => "green",
        }
    }

    /// True for the results that a score hopes for.
    pub(crate) fn is_good(self) -> bool {
        matches!(self, Self::Killed | Self::Equivalent | Self::Green)
    }
}

impl ScoreItem {
    pub(crate) fn id(&self) -> &str {
        &self.fault.id
    }

    /// The rule that a fault breaks, or the document that allows a variant.
    pub(crate) fn basis(&self) -> &str {
        let basis = self.fault.breaks.as_deref().or(self.fault.allowed_by.as_deref());
        basis.unwrap_or_default()
    }

    pub(crate) fn is_fault(&self) -> bool {
        self.kind == FaultKind::Fault
    }

    /// The result as reports name it.
    pub(crate) fn word(&self, catch: &Catch) -> ScoreWord {
        match (self.is_fault(), catch.fate) {
            (_, Fate::NeverFired) => ScoreWord::NeverFired,
            (false, Fate::Survived) => ScoreWord::Green,
            (false, Fate::Killed | Fate::Undecided) => ScoreWord::Red,
            (true, Fate::Undecided) => ScoreWord::Undecided,
            (true, Fate::Survived) if self.fault.equivalent.is_some() => ScoreWord::Equivalent,
            (true, Fate::Survived) => ScoreWord::Survived,
            (true, Fate::Killed) if self.fault.equivalent.is_some() => ScoreWord::NotEquivalent,
            (true, Fate::Killed) if catch.is_right => ScoreWord::Killed,
            (true, Fate::Killed) => ScoreWord::WrongRule,
        }
    }
}

/// Work for one sandbox; faults and variants are named by their places on the agenda.
#[derive(Clone, Debug)]
pub(crate) enum ScoreTask {
    /// The suite without any fault, which must be green.
    Baseline,
    /// A fault.
    Fault(usize),
    /// Variants that run together: those of one file, or one that goes alone.
    Variants(Vec<usize>),
}

/// The faults and variants that are meant, in the order of their files, faults first.
pub(crate) fn agenda(
    faults: Vec<InjectedFault>,
    variants: Vec<InjectedFault>,
    ids: &[String],
    layers: &Layers,
    shard: Option<Shard>,
) -> Result<Vec<ScoreItem>, CommandError> {
    let of = |kind| move |fault| ScoreItem { fault, kind };
    let faults = faults.into_iter().map(of(FaultKind::Fault));
    let items: Vec<_> = faults.chain(variants.into_iter().map(of(FaultKind::Variant))).collect();
    check_ids(ids, &items)?;
    let is_meant = |item: &ScoreItem| {
        let fault = &item.fault;
        layers.bind(fault.layer)
            && !fault.illegal_by.iter().any(|layer| layers.bind(*layer))
            && (ids.is_empty() || ids.contains(&fault.id))
    };
    let meant = items.into_iter().filter(is_meant).enumerate();
    let here = meant.filter(|(place, _)| shard.is_none_or(|shard| shard.has(*place)));
    Ok(here.map(|(_, item)| item).collect())
}

/// Refuses an id that names neither a fault nor a variant, or both.
fn check_ids(ids: &[String], items: &[ScoreItem]) -> Result<(), CommandError> {
    let known = || items.iter().map(ScoreItem::id);
    if let Some(id) = ids.iter().find(|id| !known().any(|one| one == *id)) {
        let all = "the files of both folders have them as `id`";
        let hint = conformance_harness::similar_or(id, known(), all);
        return Err(CommandError::Score(format!(
            "{id} names neither a fault nor a variant; {hint}"
        )));
    }
    let (faults, variants): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.is_fault());
    match variants.iter().find(|item| faults.iter().any(|fault| fault.id() == item.id())) {
        None => Ok(()),
        Some(item) => Err(CommandError::Score(format!(
            "{} names a fault and a variant; give each its own id",
            item.id()
        ))),
    }
}

/// The tasks for the items at these places.
pub(crate) fn tasks(items: &[ScoreItem], places: &[usize], with_baseline: bool) -> Vec<ScoreTask> {
    let (faults, variants): (Vec<usize>, Vec<usize>) =
        places.iter().partition(|place| items[**place].is_fault());
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for place in variants {
        let variant = &items[place].fault;
        let joined = groups.iter_mut().find(|group| {
            let first = &items[group[0]].fault;
            !variant.alone && !first.alone && first.family == variant.family
        });
        match joined {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    let baseline = (with_baseline && !places.is_empty()).then_some(ScoreTask::Baseline);
    let faults = faults.into_iter().map(ScoreTask::Fault);
    baseline.into_iter().chain(faults).chain(groups.into_iter().map(ScoreTask::Variants)).collect()
}
