//! The open page streams of each person, which are bounded.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

use crate::domain::id::Id;
use crate::store::PortalPerson;

/// Upper bound for the streams of one person; a browser opens at most six to one server.
const PER_PERSON: usize = 16;

/// The open streams of each person, oldest first.
#[derive(Default)]
pub(crate) struct OpenPages(Mutex<HashMap<Id<PortalPerson>, VecDeque<oneshot::Sender<()>>>>);

impl OpenPages {
    /// Adds a stream of the person. The receiver fails when the stream has to end because the
    /// person has opened too many later ones; drop it to end the stream.
    pub(crate) fn open(&self, person: Id<PortalPerson>) -> oneshot::Receiver<()> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, streams| {
            streams.retain(|stream| !stream.is_closed());
            !streams.is_empty()
        });
        let (stream, replaced) = oneshot::channel();
        let streams = open.entry(person).or_default();
        if streams.len() >= PER_PERSON {
            streams.pop_front();
        }
        streams.push_back(stream);
        replaced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_stream_of_a_person_ends_and_those_of_others_go_on() {
        let pages = OpenPages::default();
        let [ana, bruno] = [1, 2].map(|number| Id::new(uuid::Uuid::from_u128(number)));
        let mut other = pages.open(bruno);
        let mut streams: Vec<_> = (0..PER_PERSON).map(|_| pages.open(ana)).collect();
        streams.push(pages.open(ana));
        let is_open = |stream: &mut oneshot::Receiver<()>| {
            stream.try_recv() == Err(oneshot::error::TryRecvError::Empty)
        };
        assert!(is_open(&mut other) && !is_open(&mut streams[0]));
        assert!(streams[1..].iter_mut().all(is_open));
        streams.truncate(5);
        assert!((0..PER_PERSON - 4).all(|_| is_open(&mut pages.open(ana))));
        assert!(is_open(&mut streams[1]), "closed streams do not count");
    }
}
