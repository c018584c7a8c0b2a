//! The addresses of a target before it starts, for the values of its description that name them.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    net::TcpListener,
};

/// The variables that give the addresses: no variables of the environment.
const API_URL: &str = "CONFORM_API_URL";
const PORTAL_URL: &str = "CONFORM_PORTAL_URL";

/// The ports to choose from: no system takes these for outgoing connections.
const RANGE: std::ops::Range<u16> = 20_000..30_000;

/// The ports of this machine on which a target's ports are to be reached, chosen where a value names one.
#[derive(Debug)]
pub(super) struct PublishedPorts {
    api: u16,
    portal: u16,
    chosen: RefCell<BTreeMap<u16, u16>>,
}

impl PublishedPorts {
    /// These ports in the container, with none chosen yet.
    pub(super) fn new(api: u16, portal: u16) -> Self {
        Self { api, portal, chosen: RefCell::default() }
    }

    /// The address that a variable stands for; none if it stands for none.
    pub(super) fn url(&self, variable: &str) -> Option<String> {
        let port = match variable {
            API_URL => self.api,
            PORTAL_URL => self.portal,
            _ => return None,
        };
        let mut chosen = self.chosen.borrow_mut();
        let here = match chosen.get(&port) {
            Some(here) => *here,
            None => free_port()?,
        };
        chosen.insert(port, here);
        Some(format!("http://localhost:{here}"))
    }

    /// The chosen ports of this machine by those in the container. With one of them, all of these are chosen: a container
    /// either has all of its ports where they are wanted, or none.
    pub(super) fn into_chosen(self, all: &BTreeSet<u16>) -> BTreeMap<u16, u16> {
        let mut chosen = self.chosen.into_inner();
        if !chosen.is_empty() {
            for port in all {
                let is_new = |here: &u16| !chosen.values().any(|taken| taken == here);
                let another = || (0..10).filter_map(|_| free_port()).find(is_new);
                if let Some(here) = chosen.get(port).copied().or_else(another) {
                    chosen.insert(*port, here);
                }
            }
        }
        chosen
    }
}

/// A port on which nothing listens now.
fn free_port() -> Option<u16> {
    let is_free = |port: &u16| TcpListener::bind(("0.0.0.0", *port)).is_ok();
    (0..100).map(|_| rand::random_range(RANGE)).find(is_free)
}
