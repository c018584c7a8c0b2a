//! The pauses between reads while an effect is awaited.

use std::time::Duration;

/// The pause after the first read. Most effects are there at once or after one more round trip.
pub(super) const FIRST: Duration = Duration::from_millis(5);

/// The longest pause, so that an effect is noticed soon after it has come.
pub(super) const LONGEST: Duration = Duration::from_millis(320);

/// The same while a person works: hundreds of scenarios may wait for one person at the same time.
pub(super) const FOR_PEOPLE: Duration = Duration::from_secs(3);

/// Pauses of which each is twice as long as the one before, up to the longest one.
pub(super) fn pauses(longest: Duration) -> impl Iterator<Item = Duration> {
    std::iter::successors(Some(FIRST), move |pause| Some((*pause * 2).min(longest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of reads within a time in which nothing changes.
    fn reads_within(limit: Duration) -> usize {
        let moments = pauses(LONGEST).scan(Duration::ZERO, |passed, pause| {
            *passed += pause;
            Some(*passed)
        });
        1 + moments.take_while(|moment| *moment <= limit).count()
    }

    #[test]
    fn an_effect_that_never_comes_costs_few_reads() {
        assert_eq!(reads_within(Duration::from_secs(5)), 21);
        assert_eq!(reads_within(Duration::from_secs(95)), 302);
    }

    #[test]
    fn the_first_moments_are_watched_closely() {
        assert!(reads_within(Duration::from_millis(40)) >= 4);
    }
}
