//! One-time passwords of payouts: how long a code lives, and how often one may err.

use super::clock::{Moment, Span};

/// The code that a sandbox sends, whoever asks.
const CODE: &str = "123456";
const LIFETIME: Span = Span::seconds(300);
const MOST_FAILURES: u32 = 5;

/// The password that an order waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Otp {
    /// From then on the code is refused until it is sent again.
    pub(crate) expires_at: Moment,
    /// How many wrong codes were tried, whatever was sent between them.
    pub(crate) failures: u32,
}

/// What a code that was tried leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The order goes on.
    Accepted,
    /// The order goes on waiting.
    Refused,
    /// That was once too often.
    Exhausted,
}

impl Otp {
    /// A code that is good from `now` on.
    pub(crate) const fn issued(now: Moment) -> Self {
        Self { expires_at: now.plus(LIFETIME), failures: 0 }
    }

    /// The code is sent again; what failed stays counted, or one could guess for ever.
    pub(crate) const fn renew(&mut self, now: Moment) {
        self.expires_at = now.plus(LIFETIME);
    }

    /// Tries `code`; the right one that came too late counts as no failure.
    pub(crate) fn check(&mut self, code: &str, now: Moment) -> Verdict {
        if code == CODE {
            let alive = now < self.expires_at;
            return if alive { Verdict::Accepted } else { Verdict::Refused };
        }
        self.failures += 1;
        if self.failures < MOST_FAILURES { Verdict::Refused } else { Verdict::Exhausted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment::from_millis(0);

    #[test]
    fn a_code_lives_five_minutes_to_the_millisecond() {
        let mut otp = Otp::issued(START);
        assert_eq!(otp.check(CODE, Moment::from_millis(299_999)), Verdict::Accepted);
        assert_eq!(otp.check(CODE, Moment::from_millis(300_000)), Verdict::Refused);
        otp.renew(Moment::from_millis(300_000));
        assert_eq!(otp.check(CODE, Moment::from_millis(599_999)), Verdict::Accepted);
        assert_eq!(otp.failures, 0);
    }

    #[test]
    fn the_fifth_wrong_code_is_one_too_many_even_if_it_was_sent_again() {
        let mut otp = Otp::issued(START);
        for _ in 0..4 {
            assert_eq!(otp.check("000000", START), Verdict::Refused);
            otp.renew(START);
        }
        assert_eq!(otp.check("", START), Verdict::Exhausted);
    }
}
