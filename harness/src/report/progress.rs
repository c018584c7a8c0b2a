//! Live progress: a bar on a terminal, a plain line now and then elsewhere; with `--verbose` also each failure at once.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Output, Paint, failure_text};
use crate::{
    run::{CaseResult, Observer},
    secrets::Secrets,
    verdict::{Fault, Verdict},
};

/// The time between two plain lines: short enough to show that the run is alive, long enough for a log.
const PLAIN_INTERVAL: Duration = Duration::from_secs(5);

/// Prints the results to standard output.
#[derive(Debug)]
pub struct Progress {
    output: Output,
    bar: Option<ProgressBar>,
    paint: Paint,
    secrets: Secrets,
    total: usize,
    done: usize,
    failed: usize,
    last_line: Instant,
    /// True if each failure is printed in full.
    is_verbose: bool,
    not_applicable: BTreeMap<String, usize>,
}

impl Progress {
    /// The progress of `total` cases; `terminal` draws a bar.
    #[must_use]
    pub fn new(
        total: usize,
        output: Output,
        terminal: bool,
        paint: Paint,
        secrets: Secrets,
    ) -> Self {
        let bar = terminal.then(|| {
            let target = ProgressDrawTarget::stderr();
            let bar = ProgressBar::with_draw_target(Some(total as u64), target);
            let style = ProgressStyle::with_template("{bar:40.green} {pos}/{len} {msg}");
            style.map(|style| bar.clone().with_style(style)).unwrap_or(bar)
        });
        Self {
            output,
            bar,
            paint,
            secrets,
            total,
            done: 0,
            failed: 0,
            last_line: Instant::now(),
            is_verbose: false,
            not_applicable: BTreeMap::new(),
        }
    }

    /// The same progress, which prints each failure in full if `is_verbose`.
    #[must_use]
    pub fn verbose(self, is_verbose: bool) -> Self {
        Self { is_verbose, ..self }
    }

    /// The same progress with plain lines in place of the bar.
    #[must_use]
    pub fn without_bar(self) -> Self {
        Self { bar: None, ..self }
    }

    /// Removes the bar and prints how many scenarios did not apply, by reason.
    pub fn close(self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        for (reason, count) in &self.not_applicable {
            self.print(&format!("{count} not applicable: {reason}"));
        }
    }

    fn print(&self, text: &str) {
        let text = self.secrets.mask(text);
        let write = || self.output.say(&text);
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

impl Observer for Progress {
    fn ended(&mut self, outcome: &CaseResult) {
        self.done += 1;
        match outcome.verdict {
            Verdict::Passed => {}
            Verdict::NotApplicable => {
                for fault in &outcome.reasons {
                    if let Fault::NotApplicable { reason } = fault {
                        *self.not_applicable.entry(reason.clone()).or_default() += 1;
                    }
                }
            }
            verdict => {
                self.failed += usize::from(verdict.is_red());
                if self.is_verbose {
                    self.print(&failure_text(outcome, self.paint));
                }
            }
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done as u64);
            if self.failed > 0 {
                bar.set_message(self.paint.red(&format!("{} failed", self.failed)));
            }
        } else if self.done == self.total || self.last_line.elapsed() > PLAIN_INTERVAL {
            self.last_line = Instant::now();
            self.print(&format!("{}/{} scenarios, {} failed", self.done, self.total, self.failed));
        }
    }

    fn warned(&mut self, warning: &str) {
        self.print(&format!("{} {warning}", self.paint.yellow("warning:")));
    }

    fn noted(&mut self, note: &str) {
        self.print(note);
    }
}
