//! The summary of a run in a few lines.

use std::fmt::Write as _;

use super::Paint;
use crate::{
    quote::counted,
    run::{Coverage, Extent, Summary},
    verdict::Verdict,
};

/// The verdict on a target in one line.
#[must_use]
pub fn verdict_text(target: &str, summary: &Summary, paint: Paint) -> String {
    let text = format!("{target} {}", summary.words());
    paint.bold(&if summary.exit_code() == 0 { paint.green(&text) } else { paint.red(&text) })
}

/// Verdict counts, rules, traffic and time.
#[must_use]
pub fn summary_text(summary: &Summary, seed: u64, paint: Paint) -> String {
    let counts: Vec<String> = Verdict::ALL
        .iter()
        .map(|verdict| (verdict, summary.count(*verdict)))
        .filter(|(verdict, count)| *count > 0 || **verdict == Verdict::Passed)
        .map(|(verdict, count)| {
            let text = format!("{count} {verdict}");
            match verdict {
                Verdict::Passed => paint.green(&text),
                Verdict::Failed | Verdict::Error => paint.red(&text),
                _ => paint.yellow(&text),
            }
        })
        .collect();
    let total: usize = summary.counts.values().sum();
    let mut text = format!("{}: {}\n", counted(total, "scenario"), counts.join(", "));
    if summary.not_started > 0 {
        let _ = writeln!(text, "{} not started after the first failure", summary.not_started);
    }
    if let Some(cause) = &summary.broken_off {
        let _ = writeln!(text, "{}: {} not judged", paint.red(cause), summary.not_judged);
    }
    if !summary.rules_broken.is_empty() {
        let broken: Vec<String> =
            summary.rules_broken.iter().map(|(rule, count)| format!("{rule} ({count})")).collect();
        let _ = writeln!(text, "not kept: {}", paint.red(&broken.join(", ")));
    }
    for (entry, count) in &summary.deviations {
        let _ = writeln!(text, "known deviation: {entry} ({})", counted(*count, "scenario"));
    }
    for entry in &summary.stale_deviations {
        let _ = writeln!(text, "{}", paint.red(&format!("known deviation: {entry}")));
    }
    for gap in summary.coverage.gaps() {
        let _ = writeln!(text, "not judged: {gap}");
    }
    let _ = writeln!(
        text,
        "{}, {}, {}",
        rules_text(&summary.coverage),
        counted(summary.stats.requests, "request"),
        counted(summary.stats.deliveries, "delivery"),
    );
    if let Some(slowest) = slowest(summary) {
        let _ = writeln!(text, "slowest in the mean: {slowest}");
    }
    let _ = writeln!(
        text,
        "{:.2} s, scenarios waited {:.2} s in all for effects; seed {seed}",
        summary.wall.as_secs_f64(),
        summary.stats.waited.as_secs_f64(),
    );
    text
}

/// The number of slow kinds of requests that are named.
const SLOWEST: usize = 3;

/// The fewest requests of a kind that is named: a single one says little.
const ENOUGH_CALLS: usize = 10;

/// The kinds of requests that take longest; none if nothing was asked.
fn slowest(summary: &Summary) -> Option<String> {
    let mut calls: Vec<_> =
        summary.calls.iter().filter(|(_, times)| times.count >= ENOUGH_CALLS).collect();
    calls.sort_by(|(_, one), (_, other)| other.mean_ms().total_cmp(&one.mean_ms()));
    let named = calls.iter().take(SLOWEST).map(|(call, times)| {
        format!("{call} {:.0} ms (longest {:.0} ms)", times.mean_ms(), times.longest_ms)
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| named.join(", "))
}

/// The number of rules that were judged in full, in part, or not; those that do not bind the target are aside.
#[must_use]
pub fn rules_text(coverage: &Coverage) -> String {
    let mut text = format!("{} judged in full", counted(coverage.count(Extent::Full), "rule"));
    for (extent, words) in [(Extent::Part, "in part"), (Extent::Not, "not")] {
        let count = coverage.count(extent);
        if count > 0 {
            let _ = write!(text, ", {count} {words}");
        }
    }
    let unbound = coverage.count(Extent::Unbound);
    if unbound > 0 {
        let _ = write!(text, ", {unbound} do not bind this target");
    }
    text
}
