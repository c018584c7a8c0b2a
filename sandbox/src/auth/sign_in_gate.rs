//! Passwords of people: hashing them, and delaying a caller who guesses.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use argon2::password_hash::PasswordHasher;
use argon2::password_hash::phc::{PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};

use super::turns::Turns;
use crate::domain::id::Id;
use crate::store::PortalPerson;

/// This many guesses in a row cause no pause.
const FREE_GUESSES: u32 = 4;
/// The pause after the next guess; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// Upper bound of the pause.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// The pause of a caller who has too many passwords in the queue.
const QUEUE_PAUSE: Duration = Duration::from_secs(1);
/// Upper bound of remembered guesses; beyond it, those with the fewest guesses in a row are removed.
const REMEMBERED: usize = 4096;
/// Memory and rounds of one hash, as recommended for a machine with little memory.
const MEMORY_KIB: u32 = 9 * 1024;
const ROUNDS: u32 = 4;

/// Sender of a password.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum PasswordSender {
    /// A network address, of somebody who is not signed in.
    Peer(IpAddr),
    /// A person who is signed in.
    Person(Id<PortalPerson>),
}

/// Checks passwords one at a time, and delays repeated wrong ones.
///
/// Guesses count for an e-mail address and the network address they come from: guesses from
/// elsewhere do not lock out the person. They count when they are admitted, so that guesses sent at
/// the same time are no way around the pause.
#[derive(Default)]
pub(crate) struct SignInGate {
    turns: Turns<PasswordSender>,
    guesses: Mutex<HashMap<[u8; 32], Guesses>>,
}

struct Guesses {
    in_a_row: u32,
    last: Instant,
}

/// An admitted guess, to be judged.
#[derive(Debug)]
pub(crate) struct Guess {
    caller: PasswordSender,
    /// The hash of the e-mail address and the caller, which bounds the memory of long addresses.
    key: [u8; 32],
}

impl SignInGate {
    /// The hash of a password, to be kept instead of it; none if hashing fails.
    ///
    /// It has the salt of `other`, the hash of somebody else with the same e-mail address, so that
    /// one computation judges a password for all of them.
    pub(crate) async fn hash(
        &self,
        person: Id<PortalPerson>,
        password: String,
        other: Option<String>,
    ) -> Option<String> {
        let hashed = self.work(PasswordSender::Person(person), move || {
            let salt = other.and_then(|other| PasswordHash::new(&other).ok()?.salt);
            Some(hash_with(salt, &password)?.to_string())
        });
        hashed.await.flatten()
    }

    /// Admits and counts a guess, or gives the time to wait before the next one.
    pub(crate) fn admit(&self, email: &str, caller: PasswordSender) -> Result<Guess, Duration> {
        let key = Sha256::digest(format!("{caller:?}\n{email}")).into();
        let mut guesses = self.guesses();
        if let Some(left) = guesses.get(&key).and_then(Guesses::pause) {
            return Err(left);
        }
        if guesses.len() >= REMEMBERED && !guesses.contains_key(&key) {
            let least = guesses.iter().min_by_key(|(_, known)| (known.in_a_row, known.last));
            let least = least.map(|(key, _)| *key);
            least.map(|key| guesses.remove(&key));
        }
        let known = guesses.entry(key).or_insert(Guesses { in_a_row: 0, last: Instant::now() });
        *known = Guesses { in_a_row: known.in_a_row.saturating_add(1), last: Instant::now() };
        Ok(Guess { caller, key })
    }

    /// Compares the password with the hashes of those who sign in with the e-mail address, and tells
    /// for each one if it matches; fails with the time to wait if too many passwords of the caller are
    /// in the queue. It takes equally long for none, one and several.
    pub(crate) async fn judge(
        &self,
        guess: Guess,
        password: String,
        hashes: Vec<String>,
    ) -> Result<Vec<bool>, Duration> {
        let judged = self.work(guess.caller, move || compare(&password, &hashes));
        let Some(matches) = judged.await else {
            // A password that was not judged is not a guess.
            if let Some(known) = self.guesses().get_mut(&guess.key) {
                known.in_a_row = known.in_a_row.saturating_sub(1);
            }
            return Err(QUEUE_PAUSE);
        };
        if matches.contains(&true) {
            self.guesses().remove(&guess.key);
        }
        Ok(matches)
    }

    /// Does the work when its turn comes; none if it does not come.
    async fn work<T: Send + 'static>(
        &self,
        caller: PasswordSender,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let turn = self.turns.take(caller).await?;
        // The turn ends with the work, also if the caller has gone away meanwhile.
        let working = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        working.await.ok()
    }

    fn guesses(&self) -> MutexGuard<'_, HashMap<[u8; 32], Guesses>> {
        self.guesses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guesses {
    /// The time that is left before the next guess.
    fn pause(&self) -> Option<Duration> {
        let further = self.in_a_row.checked_sub(FREE_GUESSES + 1)?;
        let pause = FIRST_PAUSE.saturating_mul(1 << further.min(10)).min(LONGEST_PAUSE);
        pause.checked_sub(self.last.elapsed()).filter(|left| !left.is_zero())
    }
}

/// Tells for each hash if it is one of the password. The hash of each salt is computed once, and one
/// is computed in any case.
fn compare(password: &str, hashes: &[String]) -> Vec<bool> {
    let known = hashes.iter().map(|hash| PasswordHash::new(hash).ok()).collect::<Vec<_>>();
    let mut computed = Vec::<PasswordHash>::new();
    for salt in known.iter().map(|known| known.as_ref().and_then(|known| known.salt)) {
        if !computed.iter().any(|hash| hash.salt == salt) {
            computed.extend(hash_with(salt, password));
        }
    }
    if computed.is_empty() {
        let _ = hash_with(None, password);
    }
    // The comparison of two hashes takes constant time.
    let is_known = |known: &PasswordHash| computed.iter().any(|hash| hash.hash == known.hash);
    known.iter().map(|known| known.as_ref().is_some_and(is_known)).collect()
}

/// The hash of a password with that salt, or with a new one.
fn hash_with(salt: Option<Salt>, password: &str) -> Option<PasswordHash> {
    let (hasher, password) = (hasher()?, password.as_bytes());
    let result = match salt {
        Some(salt) => hasher.hash_password_with_salt(password, &salt),
        None => hasher.hash_password(password),
    };
    result.ok()
}

fn hasher() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, ROUNDS, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const ANA: &str = "ana@example.com";

    fn peer(last: u8) -> PasswordSender {
        PasswordSender::Peer(Ipv4Addr::new(192, 0, 2, last).into())
    }

    #[tokio::test]
    async fn only_the_password_itself_matches_its_hash() {
        let gate = SignInGate::default();
        let person = Id::new(uuid::Uuid::from_u128(1));
        let hash = gate.hash(person, "correct horse".to_owned(), None).await.unwrap();
        assert!(hash.starts_with("$argon2id$") && !hash.contains("correct"));
        let other = gate.hash(person, "correct house".to_owned(), Some(hash.clone()));
        let both = vec![hash.clone(), other.await.unwrap()];
        let salt = |index: usize| PasswordHash::new(&both[index]).unwrap().salt;
        assert_eq!(salt(0), salt(1));
        for (password, hashes, matches) in [
            ("correct horse", vec![hash.clone()], vec![true]),
            ("correct house", vec![hash], vec![false]),
            ("correct house", both.clone(), vec![false, true]),
            ("correct mouse", both, vec![false, false]),
            ("correct horse", vec![], vec![]),
        ] {
            let guess = gate.admit(ANA, peer(1)).unwrap();
            assert_eq!(gate.judge(guess, password.to_owned(), hashes).await, Ok(matches));
        }
    }

    #[tokio::test]
    async fn guessing_gets_slower_and_the_right_password_ends_it() {
        let gate = SignInGate::default();
        let mut last = None;
        for _ in 0..=FREE_GUESSES {
            last = gate.admit(ANA, peer(1)).ok();
            assert!(last.is_some());
        }
        assert!(gate.admit(ANA, peer(1)).unwrap_err() <= FIRST_PAUSE);
        gate.admit("bruno@example.com", peer(1)).unwrap();
        let hash = hasher().unwrap().hash_password(b"correct horse").unwrap().to_string();
        let judged = gate.judge(last.unwrap(), "correct horse".to_owned(), vec![hash]);
        assert_eq!(judged.await, Ok(vec![true]));
        gate.admit(ANA, peer(1)).unwrap();
    }

    #[test]
    fn the_pause_doubles_up_to_a_minute() {
        let pause = |in_a_row| Guesses { in_a_row, last: Instant::now() }.pause();
        assert_eq!(pause(FREE_GUESSES), None);
        assert!(pause(FREE_GUESSES + 2).unwrap() > FIRST_PAUSE);
        let longest = pause(FREE_GUESSES + 50).unwrap();
        assert!(longest > LONGEST_PAUSE / 2 && longest <= LONGEST_PAUSE);
    }

    #[test]
    fn guesses_from_elsewhere_do_not_lock_a_person_out() {
        let gate = SignInGate::default();
        while gate.admit(ANA, peer(1)).is_ok() {}
        gate.admit(ANA, peer(2)).unwrap();
    }

    #[test]
    fn guesses_for_other_addresses_do_not_make_a_pause_forgotten() {
        let gate = SignInGate::default();
        while gate.admit(ANA, peer(1)).is_ok() {}
        for number in 0..REMEMBERED + 100 {
            gate.admit(&format!("{number}@example.com"), peer(1)).unwrap();
        }
        assert!(gate.guesses().len() <= REMEMBERED);
        assert!(gate.admit(ANA, peer(1)).is_err());
    }
}
