//! Parts of a suite, for several machines.

use std::{collections::BTreeMap, fmt, rc::Rc, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Case;

/// The variable in which Kubernetes tells a pod of an indexed job its number, counted from 0.
const COMPLETION_INDEX: &str = "JOB_COMPLETION_INDEX";

/// One of several parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// The number of the part, counted from 1.
    pub part: usize,
    /// The number of all parts.
    pub parts: usize,
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.parts)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || "a part is two whole numbers, as in 2/4: the second of four".to_owned();
        let (part, parts) = text.split_once('/').ok_or_else(wrong)?;
        let parts = parts.parse().map_err(|_| wrong())?;
        let part = if part == "index" {
            let index =
                std::env::var(COMPLETION_INDEX).ok().and_then(|text| text.parse::<usize>().ok());
            let index = index.ok_or_else(|| {
                format!("`index` takes the number from {COMPLETION_INDEX}, which Kubernetes sets; it is not there")
            })?;
            index + 1
        } else {
            part.parse().map_err(|_| wrong())?
        };
        if (1..=parts).contains(&part) {
            return Ok(Self { part, parts });
        }
        Err(format!("there is no part {part} of {parts}; the first number is from 1 to {parts}"))
    }
}

impl Shard {
    /// True if the item at this place of a list belongs to the part.
    #[must_use]
    pub fn has(self, place: usize) -> bool {
        place % self.parts == self.part - 1
    }

    /// The cases of the part. Rows of an outline stay together.
    ///
    /// Without times, a scenario's id alone says to which part it belongs: a new title, and a scenario more or less, moves no
    /// other one. With the times of an earlier run, in seconds by case, all parts take about as long.
    #[must_use]
    pub fn of(self, cases: &[Rc<Case>], times: Option<&BTreeMap<String, f64>>) -> Vec<Rc<Case>> {
        let parts = match times {
            None => BTreeMap::new(),
            Some(times) => balanced(cases, times, self.parts),
        };
        let own = |case: &&Rc<Case>| {
            let id = case.scenario_id();
            parts.get(id).copied().unwrap_or_else(|| by_id(id, self.parts)) == self.part - 1
        };
        cases.iter().filter(own).cloned().collect()
    }
}

/// The part of a scenario by its id alone.
fn by_id(id: &str, parts: usize) -> usize {
    let digest = Sha256::digest(id.as_bytes());
    let number = digest[..8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    usize::try_from(number % parts as u64).unwrap_or_default()
}

/// The part of each scenario, so that all parts take about as long: the longest scenario first, each to the part that has the
/// least so far.
fn balanced<'a>(
    cases: &'a [Rc<Case>],
    times: &BTreeMap<String, f64>,
    parts: usize,
) -> BTreeMap<&'a str, usize> {
    let mut known: Vec<f64> = times.values().copied().collect();
    known.sort_by(f64::total_cmp);
    let usual = known.get(known.len() / 2).copied().unwrap_or(1.0);
    let mut scenarios: BTreeMap<&str, f64> = BTreeMap::new();
    for case in cases {
        let time = times.get(&case.id).copied().unwrap_or(usual);
        *scenarios.entry(case.scenario_id()).or_default() += time;
    }
    let mut longest_first: Vec<(&str, f64)> = scenarios.into_iter().collect();
    longest_first.sort_by(|(one, a), (other, b)| b.total_cmp(a).then_with(|| one.cmp(other)));
    let mut loads = vec![0.0_f64; parts];
    let mut placed = BTreeMap::new();
    for (id, time) in longest_first {
        let least = (0..parts).min_by(|one, other| loads[*one].total_cmp(&loads[*other]));
        let least = least.unwrap_or_default();
        loads[least] += time;
        placed.insert(id, least);
    }
    placed
}
