//! One-time passwords of payouts: their lifetime and the number of attempts (OUT-4).

use super::clock::{Moment, Span};

/// The code that every sandbox sends.
const CODE: &str = "123456";
const LIFETIME: Span = Span::seconds(300);
const MOST_FAILURES: u32 = 5;

/// The one-time password that an order waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Otp {
    /// The moment at which the code expires, until it is sent again.
    pub(crate) expires_at: Moment,
    /// The number of wrong codes so far; sending the code again does not reset it.
    pub(crate) failures: u32,
}

/// The result of one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OtpVerdict {
    /// The code is right, and the order is released.
    Accepted,
    /// The code is wrong or expired, and the order keeps waiting.
    Refused,
    /// The last attempt was used, and the order is cancelled (OUT-4).
    Exhausted,
}

impl Otp {
    /// A code that is sent at `now`.
    pub(crate) const fn issued(now: Moment) -> Self {
        Self { expires_at: now.plus(LIFETIME), failures: 0 }
    }

    /// Sends the code again; failed attempts keep counting, which limits the number of guesses.
    pub(crate) const fn renew(&mut self, now: Moment) {
        self.expires_at = now.plus(LIFETIME);
    }

    /// Tries `code`; the right code after its expiry does not count as a failed attempt.
    pub(crate) fn check(&mut self, code: &str, now: Moment) -> OtpVerdict {
        if code == CODE {
            let alive = now < self.expires_at;
            return if alive { OtpVerdict::Accepted } else { OtpVerdict::Refused };
        }
        self.failures += 1;
        if self.failures < MOST_FAILURES { OtpVerdict::Refused } else { OtpVerdict::Exhausted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment::from_millis(0);

    #[test]
    fn a_code_lives_five_minutes_to_the_millisecond() {
        let mut otp = Otp::issued(START);
        assert_eq!(otp.check(CODE, Moment::from_millis(299_999)), OtpVerdict::Accepted);
        assert_eq!(otp.check(CODE, Moment::from_millis(300_000)), OtpVerdict::Refused);
        otp.renew(Moment::from_millis(300_000));
        assert_eq!(otp.check(CODE, Moment::from_millis(599_999)), OtpVerdict::Accepted);
        assert_eq!(otp.failures, 0);
    }

    #[test]
    fn the_fifth_wrong_code_exhausts_the_password_even_if_it_was_sent_again() {
        let mut otp = Otp::issued(START);
        for _ in 0..4 {
            assert_eq!(otp.check("000000", START), OtpVerdict::Refused);
            otp.renew(START);
        }
        assert_eq!(otp.check("", START), OtpVerdict::Exhausted);
    }
}
