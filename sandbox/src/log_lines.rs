//! The lines of the log: a line that repeats is counted instead of written again.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::{Format, Full, Writer};
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// The time for which equal lines are counted.
const WINDOW: Duration = Duration::from_mins(1);
/// Upper bound of different lines that are remembered; with more, counting begins anew.
const REMEMBERED: usize = 256;

/// A line that was written.
struct Written {
    at: Instant,
    repetitions: u64,
}

/// The lines of the last minute, without their times.
#[derive(Default)]
pub(crate) struct Recent(HashMap<String, Written>);

impl Recent {
    /// The lines to write for `line`: the counts that are due, and the line itself unless it was
    /// written within the last minute.
    fn take(&mut self, line: String, now: Instant) -> Vec<String> {
        let over = |written: &Written| now.duration_since(written.at) >= WINDOW;
        let mut lines = self.counts(over);
        if let Some(written) = self.0.get_mut(&line) {
            written.repetitions += 1;
        } else {
            if self.0.len() >= REMEMBERED {
                lines.extend(self.counts(|_| true));
            }
            lines.push(line.clone());
            self.0.insert(line, Written { at: now, repetitions: 0 });
        }
        lines
    }

    /// Forgets the lines for which `is_over` is true, and returns the counts of those that were
    /// repeated.
    fn counts(&mut self, is_over: impl Fn(&Written) -> bool) -> Vec<String> {
        let over = self.0.extract_if(|_, written| is_over(written));
        let repeated = over.filter(|(_, written)| written.repetitions > 0);
        repeated
            .map(|(line, Written { repetitions, .. })| {
                format!("{} (repetitions: {repetitions})\n", line.trim_end())
            })
            .collect()
    }

    /// The counts that were not written yet.
    pub(crate) fn rest(&mut self) -> Vec<String> {
        self.counts(|_| true)
    }
}

/// Writes an event as a line with the time in front, unless it repeats.
pub(crate) struct Counting {
    format: Format<Full, ()>,
    recent: Arc<Mutex<Recent>>,
}

impl Counting {
    /// Counts in `recent`.
    pub(crate) fn new(recent: Arc<Mutex<Recent>>) -> Self {
        Self { format: tracing_subscriber::fmt::format().without_time(), recent }
    }
}

impl<S, N> FormatEvent<S, N> for Counting
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut line = String::new();
        self.format.format_event(context, Writer::new(&mut line), event)?;
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        for line in recent.take(line, Instant::now()) {
            SystemTime.format_time(&mut writer)?;
            write!(writer, " {line}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_repeats_is_written_once_a_minute_with_its_count() {
        let (mut recent, start) = (Recent::default(), Instant::now());
        let mut take = |line: &str, seconds| {
            recent.take(format!("{line}\n"), start + Duration::from_secs(seconds))
        };
        assert_eq!(take("full", 0), ["full\n"]);
        (1..50).for_each(|second| assert!(take("full", second).is_empty()));
        assert_eq!(take("other", 50), ["other\n"]);
        assert_eq!(take("full", 60), ["full (repetitions: 49)\n", "full\n"]);
        assert_eq!(take("other", 111), ["other\n"], "it was not repeated");
        assert!(take("full", 112).is_empty());
        assert_eq!(recent.rest(), ["full (repetitions: 1)\n"]);
        assert!(recent.rest().is_empty());
    }

    #[test]
    fn many_different_lines_are_all_written_and_take_little_memory() {
        let (mut recent, now) = (Recent::default(), Instant::now());
        for number in 0..1000 {
            assert_eq!(recent.take(number.to_string(), now), [number.to_string()]);
        }
        assert!(recent.0.len() <= REMEMBERED);
    }
}
