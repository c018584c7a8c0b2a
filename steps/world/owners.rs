//! Values that a run has seen, and what they belong to.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
};

/// The first owner of each value, by member and value. A run has hundreds of thousands of them, so only hashes are kept.
#[derive(Debug, Default)]
pub struct Owners {
    hashers: [RandomState; 2],
    first: HashMap<[u64; 2], FirstOwner>,
    /// The scenarios, in the order in which they ended.
    scenarios: Vec<Box<str>>,
    answers: u64,
}

/// The owner that had a value first.
#[derive(Clone, Copy, Debug)]
struct FirstOwner {
    /// The hash of its name.
    name: u64,
    /// The place of the scenario in which it had the value.
    scenario: usize,
}

impl Owners {
    /// Names the scenario whose values come next.
    pub(crate) fn begin(&mut self, scenario: &str) {
        self.scenarios.push(scenario.into());
    }

    /// The scenario whose values come now.
    pub(crate) fn scenario(&self) -> &str {
        self.scenarios.last().map_or("this run", AsRef::as_ref)
    }

    /// A name for the next answer, as the owner of values that belong to no resource.
    pub(crate) fn name_answer(&mut self) -> String {
        self.answers += 1;
        format!("answer {}", self.answers)
    }

    /// Notes the owner of a value; gives the scenario in which another one had it before.
    pub(crate) fn claim(&mut self, name: &str, value: &str, owner: &str) -> Option<&str> {
        let key = self.hashers.each_ref().map(|hasher| hasher.hash_one((name, value)));
        let name = self.hashers[0].hash_one(owner);
        let scenario = self.scenarios.len().saturating_sub(1);
        let first = *self.first.entry(key).or_insert(FirstOwner { name, scenario });
        let seen_in = self.scenarios.get(first.scenario).map_or("this run", AsRef::as_ref);
        (first.name != name).then_some(seen_in)
    }
}

#[cfg(test)]
mod tests {
    use super::Owners;

    #[test]
    fn another_owner_of_a_value_is_told_where_it_was_seen_first() {
        let mut owners = Owners::default();
        owners.begin("PIN-1.1");
        assert_eq!(owners.claim("id", "7", "an event"), None);
        owners.begin("PIN-1.2");
        assert_eq!(owners.claim("id", "7", "an event"), None);
        assert_eq!(owners.claim("id", "7", "another event"), Some("PIN-1.1"));
        assert_eq!(owners.claim("address", "7", "another event"), None);
    }
}
