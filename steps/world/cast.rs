//! The cast: verified persons and companies that scenarios of one merchant use, one scenario after the other.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::language::PersonName;

/// A member of the cast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CastMember {
    /// The first name, by which scenarios call for it.
    pub name: String,
    /// The user's id.
    pub user: String,
    /// True for a company.
    pub is_business: bool,
    /// The id of the KYC or KYB session in which it was verified.
    pub session: String,
    /// True once somebody has verified it.
    #[serde(default)]
    pub is_verified: bool,
}

/// The members of a run, and which of them are free.
#[derive(Debug, Default)]
pub struct Cast {
    free: RefCell<BTreeMap<String, Vec<CastMember>>>,
    names: RefCell<BTreeSet<String>>,
    returned: Notify,
}

impl Cast {
    /// Adds members that are free.
    pub fn add(&self, members: impl IntoIterator<Item = CastMember>) {
        for member in members {
            self.names.borrow_mut().insert(member.name.clone());
            self.free.borrow_mut().entry(member.name.clone()).or_default().push(member);
        }
        self.returned.notify_waiters();
    }

    /// Waits until a member of each of these names that the cast has is free, and engages all of them at once, so that no two
    /// scenarios wait for each other.
    pub async fn engage(self: &Rc<Self>, names: &BTreeSet<PersonName>) -> Engagement {
        let is_known = |name: &&str| self.names.borrow().contains(*name);
        let wanted: Vec<&str> = names.iter().map(PersonName::first).filter(is_known).collect();
        loop {
            let returned = self.returned.notified();
            if let Some(members) = self.take(&wanted) {
                return Engagement { cast: Rc::clone(self), members, are_lent: false };
            }
            returned.await;
        }
    }

    /// Takes these members, if all of them are free.
    fn take_same(&self, members: &[CastMember]) -> bool {
        let mut free = self.free.borrow_mut();
        let is_free =
            |member: &CastMember| free.get(&member.name).is_some_and(|free| free.contains(member));
        if !members.iter().all(is_free) {
            return false;
        }
        for member in members {
            if let Some(free) = free.get_mut(&member.name) {
                free.retain(|one| one != member);
            }
        }
        true
    }

    fn take(&self, wanted: &[&str]) -> Option<Vec<CastMember>> {
        let mut free = self.free.borrow_mut();
        let has_free = |name: &&str| free.get(*name).is_some_and(|members| !members.is_empty());
        if !wanted.iter().all(has_free) {
            return None;
        }
        Some(wanted.iter().filter_map(|name| free.get_mut(*name)?.pop()).collect())
    }
}

/// Members that a scenario has; they are free while they are lent, and when it has ended.
#[derive(Debug)]
pub struct Engagement {
    cast: Rc<Cast>,
    members: Vec<CastMember>,
    are_lent: bool,
}

impl Engagement {
    /// Lends the members to other scenarios, while this one only waits for its turn with a person.
    pub fn lend(&mut self) {
        if !self.are_lent {
            self.are_lent = true;
            self.cast.add(self.members.clone());
        }
    }

    /// Waits until the same members are free again, and takes all of them back at once.
    pub async fn take_back(&mut self) {
        while self.are_lent {
            let returned = self.cast.returned.notified();
            if self.cast.take_same(&self.members) {
                self.are_lent = false;
                return;
            }
            returned.await;
        }
    }

    /// The member of this name.
    #[must_use]
    pub fn member(&self, person: &PersonName) -> Option<&CastMember> {
        self.members.iter().find(|member| member.name == person.0)
    }
}

impl Drop for Engagement {
    fn drop(&mut self) {
        if !self.are_lent {
            self.cast.add(std::mem::take(&mut self.members));
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    fn names(all: &[&str]) -> BTreeSet<PersonName> {
        all.iter().map(|name| PersonName((*name).to_owned())).collect()
    }

    fn cast(all: &[&str]) -> Rc<Cast> {
        let cast = Rc::new(Cast::default());
        cast.add(all.iter().map(|name| CastMember {
            name: (*name).to_owned(),
            user: format!("user of {name}"),
            is_business: false,
            session: String::new(),
            is_verified: true,
        }));
        cast
    }

    #[test]
    fn a_member_serves_one_scenario_at_a_time() {
        let cast = cast(&["Ana", "Bruno"]);
        let first = cast.engage(&names(&["Ana"])).now_or_never().expect("Ana is free");
        assert_eq!(
            first.member(&PersonName("Ana".to_owned())).map(|one| one.user.as_str()),
            Some("user of Ana")
        );
        let both = names(&["Ana", "Bruno"]);
        let mut second = Box::pin(cast.engage(&both));
        assert!(second.as_mut().now_or_never().is_none());
        // A scenario that waits for Ana does not keep Bruno from others.
        drop(cast.engage(&names(&["Bruno"])).now_or_never().expect("Bruno is free"));
        drop(first);
        assert_eq!(second.now_or_never().expect("both are free").members.len(), 2);
    }

    #[test]
    fn lent_members_are_taken_back_when_they_are_free() {
        let cast = cast(&["Ana"]);
        let wanted = names(&["Ana"]);
        let mut first = cast.engage(&wanted).now_or_never().expect("Ana is free");
        first.lend();
        let second = cast.engage(&wanted).now_or_never().expect("Ana is lent");
        assert!(first.take_back().now_or_never().is_none());
        drop(second);
        assert!(first.take_back().now_or_never().is_some());
        assert!(cast.engage(&wanted).now_or_never().is_none());
    }

    #[test]
    fn a_name_that_the_cast_does_not_have_is_not_waited_for() {
        let engaged = cast(&["Ana"]).engage(&names(&["Carla"])).now_or_never();
        assert!(engaged.expect("nobody is waited for").members.is_empty());
    }
}
