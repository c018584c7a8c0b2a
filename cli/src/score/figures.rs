//! The figures of a score: rates, and who found what.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    time::Duration,
};

use conformance_harness::suite::scenario_of;
use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::{
    agenda::{ScoreItem, ScoreWord},
    verdict::{Catch, Grounds},
};

/// Every always-on check whose finding fails a scenario.
const CHECKS: [&str; 28] = [
    "amounts",
    "books",
    "bounded answer",
    "bounded deliveries",
    "documented request",
    "documented response",
    "events",
    "facts of events",
    "foreign ids",
    "list of deliveries",
    "lists",
    "no leak",
    "one truth",
    "operator's answers",
    "references",
    "repeated requests",
    "times",
    "unique values",
    "unrequested things",
    "webhook address",
    "webhook envelope",
    "webhook identity",
    "webhook payload",
    "webhook repetition",
    "webhook request",
    "webhook signature",
    "webhook subscription",
    "webhook trust",
];

/// A fault or variant with its result.
#[derive(Debug)]
pub(super) struct Scored<'a> {
    pub(super) item: &'a ScoreItem,
    pub(super) catch: Catch,
    pub(super) word: ScoreWord,
}

/// The circumstances of a score.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ScoreSetting {
    pub(super) target: String,
    pub(super) layers: String,
    /// The rules or scenarios that ran; all if there are none.
    pub(super) rules: Vec<String>,
    /// The part of the faults and variants, if it is not all.
    pub(super) shard: Option<String>,
    /// True if all scenarios ran for every fault.
    pub(super) full: bool,
    /// Sandboxes side by side.
    pub(super) jobs: usize,
    /// Results that were taken over from the state file.
    pub(super) taken_over: usize,
    #[serde(rename = "seconds", serialize_with = "in_seconds")]
    pub(super) wall: Duration,
}

fn in_seconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(time.as_secs_f64())
}

/// A part of a number of things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) part: usize,
    pub(super) all: usize,
}

impl Share {
    fn of<'a>(
        scored: impl Iterator<Item = &'a Scored<'a>>,
        is_part: impl Fn(ScoreWord) -> bool,
    ) -> Self {
        scored.fold(Self::default(), |Self { part, all }, one| Self {
            part: part + usize::from(is_part(one.word)),
            all: all + 1,
        })
    }

    /// The thousandth parts, rounded down: 100 % means all.
    fn per_mille(self) -> Option<usize> {
        (self.part * 1000).checked_div(self.all)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.per_mille() {
            None => f.write_str("none"),
            Some(share) => {
                write!(f, "{}.{} % ({} of {})", share / 10, share % 10, self.part, self.all)
            }
        }
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut share = serializer.serialize_struct("Share", 3)?;
        share.serialize_field("part", &self.part)?;
        share.serialize_field("all", &self.all)?;
        let percent = self.per_mille().and_then(|share| u32::try_from(share).ok());
        share.serialize_field("percent", &percent.map(|share| f64::from(share) / 10.0))?;
        share.end()
    }
}

/// The rates of a score.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ScoreRates {
    /// Faults that were killed under any rule, of all that are scored.
    pub(super) kill_rate: Share,
    pub(super) kill_rate_plain: Share,
    pub(super) kill_rate_narrow: Share,
    /// Faults that were killed under the right rule, of all that were killed.
    pub(super) right_rule_rate: Share,
    /// Variants that are green, of all.
    pub(super) precision: Share,
    /// The number of faults and variants by result.
    pub(super) counts: BTreeMap<ScoreWord, usize>,
}

/// The faults that each scenario and each always-on check has found, and the conclusions that need a full score.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Finders {
    pub(super) by_scenario: BTreeMap<String, Vec<String>>,
    pub(super) by_check: BTreeMap<String, Vec<String>>,
    /// Scenarios that ran and never found a fault.
    pub(super) idle_scenarios: Option<Vec<String>>,
    /// Always-on checks that never found a fault.
    pub(super) idle_checks: Option<Vec<String>>,
    /// Faults that only one scenario has found, and that scenario.
    pub(super) by_one_scenario: Option<BTreeMap<String, String>>,
}

/// The time that the items took.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ScoreTimes {
    /// Seconds of all runs together, also of those whose results were taken over.
    pub(super) all: f64,
    pub(super) median: f64,
    /// The longest ones.
    pub(super) longest: Vec<ScoredTime>,
}

/// The time of one fault or variant.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ScoredTime {
    pub(super) id: String,
    pub(super) seconds: f64,
}

/// A complete score.
#[derive(Debug)]
pub(super) struct Score<'a> {
    pub(super) setting: ScoreSetting,
    pub(super) all: Vec<Scored<'a>>,
    /// The scenarios that can find something on this target.
    pub(super) scenarios: BTreeSet<String>,
}

impl Score<'_> {
    pub(super) fn faults(&self) -> impl Iterator<Item = &Scored<'_>> {
        self.all.iter().filter(|one| one.item.is_fault())
    }

    pub(super) fn with(&self, word: ScoreWord) -> impl Iterator<Item = &Scored<'_>> {
        self.all.iter().filter(move |one| one.word == word)
    }

    pub(super) fn count(&self, word: ScoreWord) -> usize {
        self.with(word).count()
    }

    pub(super) fn rates(&self) -> ScoreRates {
        use ScoreWord::{Green, Killed, Red, Survived, Undecided, WrongRule};
        let is_scored =
            |one: &&Scored<'_>| matches!(one.word, Killed | WrongRule | Survived | Undecided);
        let is_killed = |word| matches!(word, Killed | WrongRule);
        let scored = || self.faults().filter(is_scored);
        let mut counts = BTreeMap::new();
        for one in &self.all {
            *counts.entry(one.word).or_default() += 1;
        }
        ScoreRates {
            kill_rate: Share::of(scored(), is_killed),
            kill_rate_plain: Share::of(scored().filter(|one| !one.item.fault.narrow), is_killed),
            kill_rate_narrow: Share::of(scored().filter(|one| one.item.fault.narrow), is_killed),
            right_rule_rate: Share::of(scored().filter(|one| is_killed(one.word)), |word| {
                word == Killed
            }),
            precision: Share::of(
                self.all.iter().filter(|one| matches!(one.word, Green | Red)),
                |word| word == Green,
            ),
            counts,
        }
    }

    pub(super) fn finders(&self) -> Finders {
        let mut by_scenario: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut by_check: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut by_one = BTreeMap::new();
        for one in
            self.faults().filter(|one| matches!(one.word, ScoreWord::Killed | ScoreWord::WrongRule))
        {
            let (id, failed) = (one.item.id(), &one.catch.caught.failed);
            let scenarios: BTreeSet<&str> = failed.keys().map(|case| scenario_of(case)).collect();
            let checks: BTreeSet<&str> = failed.values().flat_map(Grounds::checks).collect();
            if scenarios.len() == 1 {
                by_one.extend(scenarios.iter().map(|only| (id.to_owned(), (*only).to_owned())));
            }
            for scenario in scenarios {
                by_scenario.entry(scenario.to_owned()).or_default().push(id.to_owned());
            }
            for check in checks {
                by_check.entry(check.to_owned()).or_default().push(id.to_owned());
            }
        }
        let idle = || self.scenarios.iter().filter(|id| !by_scenario.contains_key(*id)).cloned();
        let idle_checks = || CHECKS.into_iter().filter(|name| !by_check.contains_key(*name));
        let is_full = self.setting.full;
        Finders {
            idle_scenarios: is_full.then(|| idle().collect()),
            idle_checks: is_full.then(|| idle_checks().map(str::to_owned).collect()),
            by_one_scenario: is_full.then_some(by_one),
            by_scenario,
            by_check,
        }
    }

    /// The times; none without an item.
    pub(super) fn times(&self, longest: usize) -> Option<ScoreTimes> {
        let time = |one: &Scored<'_>| ScoredTime {
            id: one.item.id().to_owned(),
            seconds: one.catch.seconds,
        };
        let mut times: Vec<ScoredTime> = self.all.iter().map(time).collect();
        times.sort_by(|left, right| right.seconds.total_cmp(&left.seconds));
        let median = times.get(times.len() / 2)?.seconds;
        let all = times.iter().map(|one| one.seconds).sum();
        times.truncate(longest);
        Some(ScoreTimes { all, median, longest: times })
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// The texts between quotation marks after each of these beginnings in the sources of a folder.
    fn quoted_behind(folder: &Path, beginnings: &[&str], found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                quoted_behind(&path, beginnings, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a text");
                for beginning in beginnings {
                    let behind = text.split(beginning).skip(1);
                    found
                        .extend(behind.filter_map(|rest| rest.split('"').next()).map(String::from));
                }
            }
        }
    }

    #[test]
    fn every_always_on_check_of_the_sources_is_listed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut found = BTreeSet::new();
        for folder in ["harness/src", "steps"] {
            let beginnings = [".of_check(\"", " CHECK: &str = \"", "BOUNDED: &str = \""];
            quoted_behind(&root.join(folder), &beginnings, &mut found);
        }
        let mut webhooks = BTreeSet::new();
        quoted_behind(&root.join("harness/src"), &["\"webhook "], &mut webhooks);
        found.extend(webhooks.into_iter().map(|name| format!("webhook {name}")));
        // The first counts findings of others, the second only warns.
        let others = ["all checks", "webhook extras"];
        found.retain(|name| !others.contains(&name.as_str()));
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), CHECKS);
    }

    #[test]
    fn a_share_is_rounded_down() {
        assert_eq!(Share { part: 999, all: 1001 }.to_string(), "99.8 % (999 of 1001)");
        assert_eq!(Share { part: 2, all: 2 }.to_string(), "100.0 % (2 of 2)");
        assert_eq!(Share::default().to_string(), "none");
    }
}
