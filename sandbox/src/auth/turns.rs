//! Turns at work that is done one at a time: fair between callers, and the newest first of one
//! caller, so that a queue of guesses delays nobody else.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

/// Upper bound for the waiting requests of one caller; beyond it, the oldest one gives up.
const WAITING: usize = 16;

/// Gives out turns, one at a time.
pub(super) struct Turns<K: Clone + Eq + Hash>(Arc<Mutex<TurnQueue<K>>>);

/// A turn; the next one begins when it is dropped.
pub(super) struct Turn<K: Clone + Eq + Hash>(Arc<Mutex<TurnQueue<K>>>);

struct TurnQueue<K: Clone + Eq + Hash> {
    is_taken: bool,
    /// The callers that wait, each once, in the order of their turns.
    callers: VecDeque<K>,
    /// The requests of each caller, oldest first.
    waiting: HashMap<K, VecDeque<oneshot::Sender<Turn<K>>>>,
}

impl<K: Clone + Eq + Hash> Default for Turns<K> {
    fn default() -> Self {
        let (callers, waiting) = (VecDeque::new(), HashMap::new());
        Self(Arc::new(Mutex::new(TurnQueue { is_taken: false, callers, waiting })))
    }
}

impl<K: Clone + Eq + Hash> Turns<K> {
    /// Waits for a turn; none if too many later requests of the same caller wait.
    pub(super) async fn take(&self, caller: K) -> Option<Turn<K>> {
        let turn = {
            let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if !queue.is_taken {
                queue.is_taken = true;
                return Some(Turn(Arc::clone(&self.0)));
            }
            queue.add(caller)
        };
        turn.await.ok()
    }
}

impl<K: Clone + Eq + Hash> TurnQueue<K> {
    fn add(&mut self, caller: K) -> oneshot::Receiver<Turn<K>> {
        let (sender, receiver) = oneshot::channel();
        let requests = self.waiting.entry(caller.clone()).or_default();
        if requests.is_empty() {
            self.callers.push_back(caller);
        }
        if requests.len() == WAITING {
            requests.pop_front();
        }
        requests.push_back(sender);
        receiver
    }

    /// The request whose turn is next; callers that gave up are passed over.
    fn next(&mut self) -> Option<oneshot::Sender<Turn<K>>> {
        while let Some(caller) = self.callers.pop_front() {
            let mut requests = self.waiting.remove(&caller).unwrap_or_default();
            requests.retain(|request| !request.is_closed());
            let newest = requests.pop_back();
            if !requests.is_empty() {
                self.waiting.insert(caller.clone(), requests);
                self.callers.push_back(caller);
            }
            if newest.is_some() {
                return newest;
            }
        }
        self.is_taken = false;
        None
    }
}

impl<K: Clone + Eq + Hash> Drop for Turn<K> {
    fn drop(&mut self) {
        let next = self.0.lock().unwrap_or_else(PoisonError::into_inner).next();
        if let Some(next) = next {
            // A request that gave up meanwhile drops the turn, which passes it on.
            let _ = next.send(Self(Arc::clone(&self.0)));
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;
    use tokio::task::yield_now;

    use super::*;

    /// Takes a turn for each caller in order while the first one works; gives the order of turns.
    async fn order_of(callers: &[&'static str]) -> Vec<&'static str> {
        let turns = Turns::default();
        let done = Mutex::new(vec![]);
        let first = turns.take("first").await;
        let waiting = callers.iter().map(|caller| async {
            let turn = turns.take(caller).await;
            if turn.is_some() {
                done.lock().unwrap().push(*caller);
                yield_now().await;
            }
        });
        let release = async {
            yield_now().await;
            drop(first);
        };
        tokio::join!(join_all(waiting), release);
        assert!(turns.take("last").await.is_some(), "a turn was lost");
        done.into_inner().unwrap()
    }

    #[tokio::test]
    async fn callers_take_turns() {
        let order = order_of(&["many", "many", "many", "ana", "bruno"]).await;
        assert_eq!(order, ["many", "ana", "bruno", "many", "many"]);
    }

    #[tokio::test]
    async fn the_oldest_of_too_many_requests_give_up() {
        let order = order_of(&["many"; WAITING + 20]).await;
        assert_eq!(order.len(), WAITING);
    }

    #[tokio::test]
    async fn the_newest_request_of_a_caller_comes_first_and_one_that_gave_up_is_passed_over() {
        let turns = Turns::default();
        let first = turns.take(1).await;
        let mut old = Box::pin(turns.take(2));
        let mut new = Box::pin(turns.take(2));
        let mut gone = Box::pin(turns.take(2));
        for waiting in [&mut old, &mut new, &mut gone] {
            assert!(futures::poll!(waiting).is_pending());
        }
        drop(gone);
        drop(first);
        let turn = new.await;
        assert!(turn.is_some() && futures::poll!(&mut old).is_pending());
        drop(turn);
        assert!(old.await.is_some());
    }
}
