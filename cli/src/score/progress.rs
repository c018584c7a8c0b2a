//! The lines of a score as its results come, and the counter below them on a terminal.

use std::io::{self, IsTerminal as _};

use conformance_harness::{quote::escaped, report::Output};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Says lines on standard output; on a terminal, a counter stands below them.
pub(super) struct ScoreProgress {
    output: Output,
    bar: Option<ProgressBar>,
}

impl ScoreProgress {
    /// The progress of so many faults and variants.
    pub(super) fn new(total: usize, output: Output) -> Self {
        let is_terminal = io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        let bar = is_terminal.then(|| {
            let target = ProgressDrawTarget::stderr();
            let bar = ProgressBar::with_draw_target(Some(total as u64), target);
            let style = ProgressStyle::with_template("{bar:40.green} {pos}/{len}, {elapsed}");
            style.map(|style| bar.clone().with_style(style)).unwrap_or(bar)
        });
        Self { output, bar }
    }

    /// Counts a result.
    pub(super) fn count(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// Says a line; a text of the target cannot steer the terminal.
    pub(super) fn say(&self, line: &str) {
        let write = || self.output.say(&escaped(line));
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Removes the counter.
    pub(super) fn close(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
