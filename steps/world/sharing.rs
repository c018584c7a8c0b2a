//! A scenario at a merchant that all scenarios share: its people of the cast, and the things that are its own.

use std::time::{Duration, Instant};

use crate::{
    language::PersonName,
    world::{CommonMerchant, UserRecord, World},
};

impl World {
    /// The merchant that all scenarios share; none if each gets its own.
    #[must_use]
    pub fn common(&self) -> Option<&CommonMerchant> {
        self.shared.common.as_ref()
    }

    /// Lets a member of the cast play this person, unless the scenario has the person already; false if there is no such member.
    /// The events of the member's past are not the scenario's.
    pub fn play(&mut self, person: &PersonName) -> bool {
        if self.people.contains_key(person) {
            return false;
        }
        let member = self.engaged.as_ref().and_then(|engaged| engaged.member(person));
        let Some(member) = member.map(UserRecord::from) else { return false };
        if let Some(listening) = &mut self.listening {
            listening.known_before.insert(member.id.clone());
        }
        self.people.insert(person.clone(), member);
        true
    }

    /// Claims the deliveries that name this id for the scenario, unless others use what has it.
    pub fn claim(&self, id: &str) {
        let is_shared = self.common().is_some_and(|common| common.treasury.is_shared(id));
        if let Some(listening) = self.listening.as_ref().filter(|_| !is_shared) {
            listening.mailbox.claim(id);
        }
    }

    /// The time after which an expected effect counts as missing. For work of a person it is minutes, and begins when the
    /// person has seen the request and finished other ones.
    #[must_use]
    pub fn effect_timeout(&self, begun: Instant) -> Duration {
        let target = &self.shared.target;
        let asked = self.asked.iter().filter_map(|asked| asked.ticket.time_runs_from()).max();
        match asked {
            None => target.effect_timeout,
            Some(from) => (from + target.person_timeout).saturating_duration_since(begun),
        }
    }
}
