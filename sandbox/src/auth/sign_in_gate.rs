//! Passwords of people: hashing them, and delaying a caller who guesses.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// This many wrong passwords in a row cause no pause.
const FREE_FAILURES: u32 = 4;
/// The pause after the next wrong password; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// Upper bound of the pause.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// Upper bound of remembered e-mail addresses; beyond it, the oldest failure is removed.
const REMEMBERED: usize = 4096;
/// Memory and rounds of one hash, as recommended for a machine with little memory.
const MEMORY_KIB: u32 = 9 * 1024;
const ROUNDS: u32 = 4;

/// Checks passwords one at a time, and delays repeated wrong ones.
pub(crate) struct SignInGate {
    one_at_a_time: Semaphore,
    failures: Mutex<HashMap<String, Failures>>,
}

struct Failures {
    in_a_row: u32,
    last: Instant,
}

impl Default for SignInGate {
    fn default() -> Self {
        Self { one_at_a_time: Semaphore::new(1), failures: Mutex::default() }
    }
}

impl SignInGate {
    /// The hash of a password, to be kept instead of it; none if hashing fails.
    pub(crate) async fn hash(&self, password: String) -> Option<String> {
        self.work(move || Some(hasher()?.hash_password(password.as_bytes()).ok()?.to_string()))
            .await
    }

    /// Compares the password with the hash. Without a hash it takes equally long and answers false.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> bool {
        let verified = self.work(move || {
            let Some(hash) = hash else {
                let _ = hasher().map(|hasher| hasher.hash_password(password.as_bytes()).is_ok());
                return false;
            };
            PasswordHash::new(&hash).is_ok_and(|hash| {
                hasher().is_some_and(|hasher| {
                    hasher.verify_password(password.as_bytes(), &hash).is_ok()
                })
            })
        });
        verified.await
    }

    async fn work<T: Default + Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        let _turn = self.one_at_a_time.acquire().await;
        tokio::task::spawn_blocking(work).await.unwrap_or_default()
    }

    /// The time to wait before the next try with this e-mail address.
    pub(crate) fn pause(&self, email: &str) -> Option<Duration> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let known = failures.get(email)?;
        let further = known.in_a_row.checked_sub(FREE_FAILURES + 1)?;
        let pause = FIRST_PAUSE.saturating_mul(1 << further.min(10)).min(LONGEST_PAUSE);
        pause.checked_sub(known.last.elapsed()).filter(|left| !left.is_zero())
    }

    /// Records the result of a try.
    pub(crate) fn tried(&self, email: &str, right: bool) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if right {
            failures.remove(email);
            return;
        }
        if failures.len() >= REMEMBERED {
            let oldest = failures.iter().min_by_key(|(_, known)| known.last);
            let oldest = oldest.map(|(email, _)| email.clone());
            oldest.map(|email| failures.remove(&email));
        }
        let fresh = Failures { in_a_row: 0, last: Instant::now() };
        let known = failures.entry(email.to_owned()).or_insert(fresh);
        *known = Failures { in_a_row: known.in_a_row.saturating_add(1), last: Instant::now() };
    }
}

fn hasher() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, ROUNDS, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_itself_matches_its_hash() {
        let gate = SignInGate::default();
        let hash = gate.hash("correct horse".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$") && !hash.contains("correct"));
        assert!(gate.verify("correct horse".to_owned(), Some(hash.clone())).await);
        assert!(!gate.verify("correct house".to_owned(), Some(hash)).await);
        assert!(!gate.verify("correct horse".to_owned(), None).await);
    }

    #[test]
    fn guessing_gets_slower_and_the_right_password_ends_it() {
        let gate = SignInGate::default();
        for _ in 0..=FREE_FAILURES {
            assert_eq!(gate.pause("ana@example.com"), None);
            gate.tried("ana@example.com", false);
        }
        assert!(gate.pause("ana@example.com").unwrap() <= FIRST_PAUSE);
        assert_eq!(gate.pause("bruno@example.com"), None);
        for _ in 0..50 {
            gate.tried("ana@example.com", false);
        }
        let pause = gate.pause("ana@example.com").unwrap();
        assert!(pause > LONGEST_PAUSE / 2 && pause <= LONGEST_PAUSE);
        gate.tried("ana@example.com", true);
        assert_eq!(gate.pause("ana@example.com"), None);
    }
}
