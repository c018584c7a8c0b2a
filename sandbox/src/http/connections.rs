//! The open connections of a listener: the number that a peer may hold, and the one that is closed
//! to make room.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::peer::Peer;

/// The open connections of a listener.
#[derive(Clone)]
pub(super) struct Connections(Arc<Mutex<Table>>);

struct Table {
    per_peer: usize,
    in_total: usize,
    /// The number of changes so far, which orders them in time.
    changes: u64,
    open: HashMap<u64, OpenConnection>,
    of_peers: HashMap<Peer, usize>,
    /// The connections without a request in progress, by the time since when.
    idle: BTreeMap<u64, (u64, Peer)>,
}

struct OpenConnection {
    peer: Peer,
    /// The key among the idle ones; none while a request is in progress.
    idle_since: Option<u64>,
    closed: Arc<Notify>,
}

/// An open connection; it gives up its place when it is dropped.
pub(super) struct Connection {
    connections: Connections,
    number: u64,
    closed: Arc<Notify>,
}

/// A request in progress; its connection is idle again when it is dropped.
pub(super) struct Busy(Arc<Connection>);

impl Connections {
    /// A table with these upper bounds.
    pub(super) fn new(per_peer: usize, in_total: usize) -> Self {
        Self(Arc::new(Mutex::new(Table {
            per_peer,
            in_total,
            changes: 0,
            open: HashMap::new(),
            of_peers: HashMap::new(),
            idle: BTreeMap::new(),
        })))
    }

    /// Takes in a new connection. At a bound, the oldest idle one is closed for it: one of the peer
    /// at the bound of the peer, else one of all. If none is idle, there is no room.
    pub(super) fn admit(&self, peer: Peer) -> Option<Arc<Connection>> {
        let mut table = self.table();
        let held = table.of_peers.get(&peer).copied().unwrap_or_default();
        let has_room = if held >= table.per_peer {
            table.close_oldest_idle(|other| other == peer)
        } else {
            table.open.len() < table.in_total || table.close_oldest_idle(|_| true)
        };
        if !has_room {
            return None;
        }
        let closed = Arc::<Notify>::default();
        let number = table.add(peer, Arc::clone(&closed));
        Some(Arc::new(Connection { connections: self.clone(), number, closed }))
    }

    /// Closes the oldest idle connection.
    pub(super) fn close_oldest_idle(&self) {
        self.table().close_oldest_idle(|_| true);
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn add(&mut self, peer: Peer, closed: Arc<Notify>) -> u64 {
        self.changes += 1;
        let number = self.changes;
        *self.of_peers.entry(peer).or_default() += 1;
        self.idle.insert(number, (number, peer));
        self.open.insert(number, OpenConnection { peer, idle_since: Some(number), closed });
        number
    }

    /// Closes the oldest idle connection of a peer that fits; false if there is none.
    fn close_oldest_idle(&mut self, fits: impl Fn(Peer) -> bool) -> bool {
        let oldest = self.idle.values().find(|(_, peer)| fits(*peer));
        let Some(number) = oldest.map(|(number, _)| *number) else { return false };
        if let Some(entry) = self.remove(number) {
            entry.closed.notify_one();
        }
        true
    }

    fn remove(&mut self, number: u64) -> Option<OpenConnection> {
        let entry = self.open.remove(&number)?;
        if let Some(since) = entry.idle_since {
            self.idle.remove(&since);
        }
        if let Some(held) = self.of_peers.get_mut(&entry.peer) {
            *held -= 1;
            if *held == 0 {
                self.of_peers.remove(&entry.peer);
            }
        }
        Some(entry)
    }

    fn set_idle(&mut self, number: u64, is_idle: bool) -> bool {
        self.changes += 1;
        let now = self.changes;
        let Some(entry) = self.open.get_mut(&number) else { return false };
        if let Some(since) = entry.idle_since.take() {
            self.idle.remove(&since);
        }
        if is_idle {
            entry.idle_since = Some(now);
            self.idle.insert(now, (number, entry.peer));
        }
        true
    }
}

impl Connection {
    /// Begins a request; none if the connection was closed meanwhile.
    pub(super) fn begin(self: &Arc<Self>) -> Option<Busy> {
        let is_open = self.connections.table().set_idle(self.number, false);
        is_open.then(|| Busy(Arc::clone(self)))
    }

    /// Waits until the connection has to close, because another one takes its place.
    pub(super) async fn closed(&self) {
        self.closed.notified().await;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.connections.table().remove(self.number);
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.connections.table().set_idle(self.0.number, true);
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use futures::FutureExt;

    use super::*;

    fn peer(last: u8) -> Peer {
        Peer::of(Ipv4Addr::new(192, 0, 2, last).into())
    }

    fn is_closed(connection: &Connection) -> bool {
        connection.closed().now_or_never().is_some()
    }

    #[test]
    fn a_peer_at_its_bound_closes_its_own_oldest_idle_connection() {
        let connections = Connections::new(2, 100);
        let other = connections.admit(peer(9)).unwrap();
        let (first, second) =
            (connections.admit(peer(1)).unwrap(), connections.admit(peer(1)).unwrap());
        let busy = first.begin().unwrap();
        let third = connections.admit(peer(1)).unwrap();
        assert!(!is_closed(&other) && !is_closed(&first) && is_closed(&second));
        assert!(second.begin().is_none(), "a closed connection carries no request");
        let _busy = third.begin().unwrap();
        assert!(connections.admit(peer(1)).is_none(), "both are busy");
        drop(busy);
        assert!(connections.admit(peer(1)).is_some() && is_closed(&first));
    }

    #[test]
    fn a_full_listener_closes_the_connection_that_is_idle_for_the_longest_time() {
        let connections = Connections::new(10, 3);
        let open = [1, 2, 3].map(|last| connections.admit(peer(last)).unwrap());
        drop(open[0].begin());
        let new = connections.admit(peer(4)).unwrap();
        assert_eq!(open.each_ref().map(|one| is_closed(one)), [false, true, false]);
        drop((open, new));
        assert!(connections.table().open.is_empty() && connections.table().idle.is_empty());
        assert!(connections.table().of_peers.is_empty());
    }
}
