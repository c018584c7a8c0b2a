//! The differences between a run and an earlier one: what appeared, vanished, is still there, and what is slower.

use std::collections::BTreeMap;

use serde::Serialize;

use super::folder::KeptRun;
use crate::{
    quote::listed,
    run::{CallTimes, CaseResult, Observer, Summary},
    verdict::Verdict,
};

/// A scenario counts as slower if it takes so many times as long, and so many seconds more.
const SLOWER: (f64, f64) = (2.0, 0.25);

/// A kind of request counts as slower if it takes so many times as long in the mean, and so many milliseconds more.
const SLOWER_CALL: (f64, f64) = (2.0, 5.0);

/// The most entries of each list of slower things.
const MOST: usize = 20;

/// A run and an earlier one.
#[derive(Debug)]
pub struct RunComparison {
    earlier: KeptRun,
    results: BTreeMap<String, (Verdict, f64)>,
}

/// The differences.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunChanges {
    /// The earlier run: its target and its time.
    pub earlier: String,
    /// The scenarios that are red now and were not.
    pub appeared: Vec<String>,
    /// The scenarios that were red and are not now.
    pub vanished: Vec<String>,
    /// The scenarios that were red and still are.
    pub still_there: Vec<String>,
    /// The scenarios that take much longer.
    pub slower: Vec<Slower>,
    /// The kinds of requests that take much longer in the mean.
    pub slower_calls: Vec<Slower>,
}

/// Something that takes longer than before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Slower {
    /// The scenario or the kind of request.
    pub what: String,
    /// The time before, in milliseconds.
    pub before_ms: f64,
    /// The time now, in milliseconds.
    pub now_ms: f64,
}

/// The slower one of two times, if it is much slower.
fn slower(what: &str, before_ms: f64, now_ms: f64, by: (f64, f64)) -> Option<Slower> {
    let is_slower = now_ms > before_ms * by.0 && now_ms > before_ms + by.1;
    is_slower.then(|| Slower { what: what.to_owned(), before_ms, now_ms })
}

impl RunComparison {
    /// Compares a run that begins with an earlier one.
    #[must_use]
    pub fn with(earlier: KeptRun) -> Self {
        Self { earlier, results: BTreeMap::new() }
    }

    /// The differences at the end.
    #[must_use]
    pub fn changes(&self, summary: &Summary) -> RunChanges {
        let head = &self.earlier.head;
        let mut changes = RunChanges {
            earlier: format!("{} at {}", head.facts.target, head.begun),
            appeared: Vec::new(),
            vanished: Vec::new(),
            still_there: Vec::new(),
            slower: Vec::new(),
            slower_calls: Vec::new(),
        };
        let before: BTreeMap<&str, (Verdict, f64)> = self
            .earlier
            .results
            .iter()
            .map(|result| (result.id.as_str(), (result.verdict, result.seconds)))
            .collect();
        for (id, (verdict, seconds)) in &self.results {
            let earlier = before.get(id.as_str());
            let list =
                match (earlier.is_some_and(|(verdict, _)| verdict.is_red()), verdict.is_red()) {
                    (true, true) => &mut changes.still_there,
                    (true, false) => &mut changes.vanished,
                    (false, true) => &mut changes.appeared,
                    (false, false) => {
                        let by = (SLOWER.0, SLOWER.1 * 1e3);
                        let slower =
                            earlier.and_then(|(_, was)| slower(id, was * 1e3, seconds * 1e3, by));
                        changes.slower.extend(slower);
                        continue;
                    }
                };
            list.push(id.clone());
        }
        let was = head.summary.as_ref().map(|summary| &summary.calls);
        let pairs =
            summary.calls.iter().filter_map(|(call, now)| Some((call, was?.get(call)?, now)));
        let found = pairs.filter_map(|(call, was, now): (&String, &CallTimes, &CallTimes)| {
            slower(call, was.mean_ms(), now.mean_ms(), SLOWER_CALL)
        });
        changes.slower_calls.extend(found);
        for list in [&mut changes.slower, &mut changes.slower_calls] {
            list.sort_by(|one, other| {
                (other.now_ms - other.before_ms).total_cmp(&(one.now_ms - one.before_ms))
            });
            list.truncate(MOST);
        }
        changes
    }
}

impl Observer for RunComparison {
    fn ended(&mut self, outcome: &CaseResult) {
        let result = (outcome.verdict, outcome.wall.as_secs_f64());
        self.results.insert(outcome.case.id.clone(), result);
    }
}

impl RunChanges {
    /// The differences as lines.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("compared with {}:", self.earlier)];
        let lists = [
            ("newly red", &self.appeared),
            ("no longer red", &self.vanished),
            ("still red", &self.still_there),
        ];
        for (words, list) in lists {
            if !list.is_empty() {
                lines.push(format!("  {} {words}: {}", list.len(), listed(list, MOST)));
            }
        }
        for Slower { what, before_ms, now_ms } in self.slower.iter().chain(&self.slower_calls) {
            lines.push(format!("  slower: {what}, {before_ms:.0} ms before, {now_ms:.0} ms now"));
        }
        if lines.len() == 1 {
            lines.push(
                "  the same scenarios are green and red, and nothing is much slower".to_owned(),
            );
        }
        lines
    }
}
