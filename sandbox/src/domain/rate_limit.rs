//! The rate limit of a merchant, as a bucket that time fills and requests empty (RATE-1).

use super::clock::Moment;

/// The limit: a number of requests in a period, at once or spread over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RateLimit {
    /// The number of requests, from 1 to [`RateLimit::MAX_REQUESTS`].
    pub(crate) requests: i64,
    /// The period in seconds, from 1 to [`RateLimit::MAX_SECONDS`].
    pub(crate) per_seconds: i64,
}

impl RateLimit {
    /// The greatest number of requests.
    pub(crate) const MAX_REQUESTS: i64 = 1_000_000;
    /// The longest period: one day.
    pub(crate) const MAX_SECONDS: i64 = 86_400;

    /// The units that one request takes; each millisecond adds as many units as `requests`.
    const fn price(self) -> i64 {
        self.per_seconds * 1000
    }

    const fn capacity(self) -> i64 {
        self.price() * self.requests
    }
}

/// The units that are left at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    limit: RateLimit,
    level: i64,
    at: Moment,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn full(limit: RateLimit, now: Moment) -> Self {
        Self { limit, level: limit.capacity(), at: now }
    }

    /// The limit that the bucket applies.
    pub(crate) fn limit(&self) -> RateLimit {
        self.limit
    }

    /// Takes one request, or gives the number of seconds until the next one is possible (RATE-1).
    pub(crate) fn take(&mut self, now: Moment) -> Result<(), i64> {
        let RateLimit { requests, .. } = self.limit;
        // Calls from several threads may arrive slightly out of order.
        let elapsed = now.since(self.at).as_millis().max(0);
        self.at = self.at.max(now);
        let gained = elapsed.saturating_mul(requests);
        self.level = self.level.saturating_add(gained).min(self.limit.capacity());
        let missing = self.limit.price() - self.level;
        if missing <= 0 {
            self.level -= self.limit.price();
            return Ok(());
        }
        Err(divided_up(divided_up(missing, requests), 1000))
    }
}

fn divided_up(amount: i64, by: i64) -> i64 {
    (amount + by - 1) / by
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: RateLimit = RateLimit { requests: 3, per_seconds: 10 };

    fn at(millis: i64) -> Moment {
        Moment::from_millis(millis)
    }

    #[test]
    fn a_burst_empties_the_bucket_and_time_fills_it() {
        let mut bucket = Bucket::full(LIMIT, at(0));
        for _ in 0..3 {
            assert_eq!(bucket.take(at(0)), Ok(()));
        }
        assert_eq!(bucket.take(at(0)), Err(4));
        assert_eq!(bucket.take(at(3333)), Err(1));
        assert_eq!(bucket.take(at(3334)), Ok(()));
        assert_eq!(bucket.take(at(3334)), Err(4));
    }

    #[test]
    fn the_given_wait_is_enough_for_every_rate() {
        for (requests, per_seconds) in
            [(1, 1), (7, 3), (1, 86_400), (1_000_000, 1), (1_000_000, 86_400)]
        {
            let mut bucket = Bucket::full(RateLimit { requests, per_seconds }, at(5));
            let refused = (0..=requests).find_map(|_| bucket.take(at(5)).err());
            let seconds = refused.unwrap();
            assert!((1..=per_seconds).contains(&seconds), "{requests} {per_seconds} {seconds}");
            assert_eq!(bucket.take(at(5 + seconds * 1000)), Ok(()));
        }
    }

    #[test]
    fn a_long_rest_brings_no_more_than_the_bucket_holds() {
        let mut bucket = Bucket::full(LIMIT, at(0));
        for _ in 0..3 {
            assert_eq!(bucket.take(Moment::LAST), Ok(()));
        }
        assert_eq!(bucket.take(Moment::LAST), Err(4));
        assert_eq!(bucket.take(at(0)), Err(4));
    }
}
