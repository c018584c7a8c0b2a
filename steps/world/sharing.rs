//! A scenario at a merchant that all scenarios share: its people of the cast, and the things that are its own.

use std::time::{Duration, Instant};

use conformance_harness::verdict::{Fault, Nonconformance};
use jiff::Timestamp;

use crate::{
    edition,
    language::PersonName,
    world::{CommonMerchant, UserRecord, World},
};

/// An idempotency key above this length keeps it, since a scenario may be about the longest one.
const SHORT_KEY: usize = 64;

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

    /// Claims the deliveries that name this id for the scenario, unless the id belongs to the shared treasury.
    pub fn claim(&self, id: &str) {
        let is_shared = self.common().is_some_and(|common| common.treasury.is_shared(id));
        if let Some(listening) = self.listening.as_ref().filter(|_| !is_shared) {
            listening.mailbox.claim(id);
        }
    }

    /// Adds a finding of an always-on check, unless it is about money that the treasury has lent and breaks another rule than the
    /// scenario's: a fault of transfers must not make every scenario red that needs money.
    pub fn find(&mut self, finding: Nonconformance) {
        let rule = finding.rule.as_deref().unwrap_or(edition::TRANSFER_RULE);
        let is_lent = self.lent.iter().any(|order| names(&finding.what, order));
        if !is_lent || rule == self.rule() {
            self.findings.add(finding);
        }
    }

    /// Notes an order by which the treasury has paid. Its events are judged only where transfers are.
    pub fn lend(&mut self, order: String) {
        let is_about_transfers = self.rule() == edition::TRANSFER_RULE;
        if let Some(listening) = self.listening.as_mut().filter(|_| !is_about_transfers) {
            listening.known_before.insert(order.clone());
        }
        self.lent.insert(order);
    }

    /// The rule of the scenario.
    pub fn rule(&self) -> &str {
        self.case.split('.').next().unwrap_or(&self.case)
    }

    /// The fault of a scenario whose preparation has failed: the target has broken a rule, and scenarios of other rules say only
    /// that they could not be carried out.
    #[must_use]
    pub fn of_preparation(&self, fault: Fault) -> Fault {
        match fault {
            Fault::Nonconformance(finding) if finding.rule.as_deref() != Some(self.rule()) => {
                let breaks = finding.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
                Fault::error(format!(
                    "the preparation of the run failed: {}{breaks}: {} instead of {}",
                    finding.what, finding.actual, finding.expected
                ))
            }
            fault => fault,
        }
    }

    /// The idempotency key that is sent for one of a scenario. At one merchant the same key in another scenario, or in an earlier
    /// run, names another request, so each scenario's keys end in letters of its own there.
    #[must_use]
    pub fn own_key(&self, key: &str) -> String {
        match self.common() {
            Some(_) if !key.is_empty() => marked_key(key, self.trace.record.opened()),
            _ => key.to_owned(),
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

/// True if a text has this id as a word.
fn names(text: &str, id: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && !"-_".contains(letter))
        .any(|word| word == id)
}

/// The key with a time suffix; a long key loses its last letters for it, so that its length stays.
fn marked_key(key: &str, opened: Timestamp) -> String {
    let mark = format!("-{:x}", opened.as_microsecond());
    let length = key.chars().count();
    let kept = if length > SHORT_KEY { length - mark.len() } else { length };
    key.chars().take(kept).chain(mark.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_an_id_only_as_a_whole() {
        assert!(names("the entries of transfer 7-a do not match", "7-a"));
        assert!(names("`origin.amount` of 7-a.", "7-a"));
        assert!(!names("order 7-ab or 17-a", "7-a"));
    }

    #[test]
    fn a_key_is_another_one_in_each_scenario_and_a_long_one_keeps_its_length() {
        let opened = Timestamp::UNIX_EPOCH;
        let later = Timestamp::from_microsecond(1).expect("it is a time");
        assert_eq!(marked_key("once", opened), "once-0");
        assert_ne!(marked_key("once", opened), marked_key("once", later));
        for length in [65, 255, 256] {
            let marked = marked_key(&"k".repeat(length), Timestamp::now());
            assert_eq!(marked.len(), length);
            assert!(marked.contains("k-"), "{marked}");
        }
    }
}
