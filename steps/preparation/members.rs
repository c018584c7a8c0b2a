//! The members of the cast: those of earlier runs that are still verified, and new ones that a person verifies.

use std::{collections::BTreeMap, rc::Rc};

use conformance_harness::verdict::Fault;

use super::{
    kept::{CastFile, KeptCast},
    opened::{Unprepared, open_world, undone_by_person},
};
use crate::{
    answers::text,
    arrange::{
        kyb,
        kyc::{kyc_session, open_session},
        registration::ensure_user,
        verification::wait_for_level,
    },
    edition::{key, path, state},
    language::{Actor, Decision, KybStanding, PersonName, Process},
    portal::Action,
    world::{CastMember, Shared, UserRecord, World},
};

/// The most members of one run. Each is one request to a person, once.
const MOST_MEMBERS: usize = 32;

/// The number of members of each name. Those of earlier runs stay, each name gets one member, and further ones go to the names
/// that most scenarios use.
pub(super) fn sizes<'n>(
    names: &[(&'n str, usize)],
    kept: &BTreeMap<&str, usize>,
    jobs: usize,
) -> Vec<(&'n str, usize)> {
    let known = |name: &str| kept.get(name).copied().unwrap_or_default();
    let mut sizes: Vec<(&str, usize)> =
        names.iter().map(|(name, _)| (*name, known(name).max(1))).collect();
    let new = names.iter().filter(|(name, _)| known(name) == 0).count();
    for _ in kept.values().sum::<usize>() + new..MOST_MEMBERS {
        let load = |(size, needed): (&(&str, usize), &(&str, usize))| {
            let is_enough = size.1 >= needed.1.min(jobs);
            if is_enough { 0 } else { needed.1 * 1_000 / size.1 }
        };
        let loads: Vec<usize> = sizes.iter().zip(names).map(load).collect();
        let busiest = (0..sizes.len()).max_by_key(|index| loads[*index]);
        match busiest.filter(|index| loads[*index] > 0) {
            Some(index) => sizes[index].1 += 1,
            None => break,
        }
    }
    sizes
}

/// The number of members that a run verifies beside the first one of each name, which is counted elsewhere.
pub(crate) fn to_verify<'n>(
    names: impl Iterator<Item = &'n str>,
    file: &CastFile,
    jobs: usize,
) -> usize {
    let mut needed: BTreeMap<&str, usize> = BTreeMap::new();
    names.for_each(|name| *needed.entry(name).or_default() += 1);
    let kept = file.kept();
    let members = kept.by_name();
    let kept = members.iter().map(|(name, members)| (*name, members.len())).collect();
    let needed: Vec<(&str, usize)> = needed.into_iter().collect();
    let verified = |name: &str| {
        let members = members.get(name).into_iter().flatten();
        members.filter(|member| member.is_verified).count()
    };
    sizes(&needed, &kept, jobs).into_iter().map(|(name, size)| size - verified(name).max(1)).sum()
}

/// A member that is verified: the one that is kept, if it still is there, else a new one.
///
/// # Errors
/// If nobody verifies it, or the file cannot be written.
pub(super) async fn ensure_member(
    shared: &Rc<Shared>,
    file: &CastFile,
    name: &str,
    kept: Option<CastMember>,
) -> Result<CastMember, Unprepared> {
    let person = PersonName(name.to_owned());
    let mut world = open_world(shared).await?;
    if let Some(member) = &kept {
        world.people.insert(person.clone(), UserRecord::from(member));
        match standing(&mut world, &person).await? {
            Standing::Verified => return Ok(noted(file, member.clone())?),
            Standing::Waiting => {
                return verified(&mut world, file, &person, member.clone()).await;
            }
            Standing::Gone => {
                world.people.remove(&person);
                let user = member.user.clone();
                file.change(|kept| kept.members.retain(|one| one.user != user))
                    .map_err(Fault::error)?;
            }
        }
    }
    let member = registered(&mut world, &person).await?;
    // A run that ends here finds the member again, and whoever has approved it has not done so in vain.
    let new = member.clone();
    file.change(|kept| kept.members.push(new)).map_err(Fault::error)?;
    verified(&mut world, file, &person, member).await
}

/// Keeps that a member is verified.
fn noted(file: &CastFile, member: CastMember) -> Result<CastMember, Fault> {
    if !member.is_verified {
        let note = |kept: &mut KeptCast| {
            let mut members = kept.members.iter_mut();
            if let Some(known) = members.find(|known| known.user == member.user) {
                known.is_verified = true;
            }
        };
        file.change(note).map_err(Fault::error)?;
    }
    Ok(CastMember { is_verified: true, ..member })
}

/// The standing of a member that was kept.
enum Standing {
    Verified,
    /// Its session is open.
    Waiting,
    /// It is no longer there, or has another level.
    Gone,
}

async fn standing(world: &mut World, person: &PersonName) -> Result<Standing, Fault> {
    let user = world.person(person)?.clone();
    let session = kyc_session(world, person).ok().or(user.kyb.session.clone());
    let place = format!("{}/{}", path::users(user.is_business), user.id);
    let shown = world.call(Actor::Merchant, "GET", &place, None).await?;
    if shown.response.is_client_error() {
        return Ok(Standing::Gone);
    }
    let level = if user.is_business { key::KYB_LEVEL } else { key::KYC_LEVEL };
    if text(world.expect_status(&shown, 200)?, level)? == state::REGULAR {
        return Ok(Standing::Verified);
    }
    let Some(session) = session else { return Ok(Standing::Gone) };
    let sessions =
        if user.is_business { path::kyb_sessions(&user.id) } else { path::kyc_sessions(&user.id) };
    let place = format!("{sessions}/{session}");
    let shown = world.call(Actor::Merchant, "GET", &place, None).await?;
    let state = text(shown.response.json(), "state").unwrap_or_default();
    let is_open = !shown.response.is_client_error() && state::can_be_approved(&state);
    Ok(if is_open { Standing::Waiting } else { Standing::Gone })
}

/// Registers a member, with everything that it needs to be approved.
async fn registered(world: &mut World, person: &PersonName) -> Result<CastMember, Fault> {
    ensure_user(world, Actor::Merchant, person).await?;
    let session = if world.person(person)?.is_business {
        kyb::ensure_standing(world, Actor::Merchant, person, KybStanding::Submitted).await?;
        kyb::session_of(world, person)?.1
    } else {
        open_session(world, Actor::Merchant, person).await?;
        kyc_session(world, person)?
    };
    let user = world.person(person)?;
    Ok(CastMember {
        name: person.0.clone(),
        user: user.id.clone(),
        is_business: user.is_business,
        session,
        is_verified: false,
    })
}

/// Asks for the approval of a member, and waits for it.
async fn verified(
    world: &mut World,
    file: &CastFile,
    person: &PersonName,
    member: CastMember,
) -> Result<CastMember, Unprepared> {
    let process = if member.is_business { Process::Kyb } else { Process::Kyc };
    let (session, decision) = (member.session.clone(), Decision::Approve);
    let action = Action::Decide { process, session, decision, details: None };
    let approved = async {
        world.operate(&action).await?;
        wait_for_level(world, Actor::Merchant, person, state::REGULAR).await
    };
    let approved = approved.await;
    approved.map_err(|fault| undone_by_person(world, fault))?;
    Ok(noted(file, member)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn busy_names_have_more_members() {
        let names = [("Acme", 1), ("Ana", 900), ("Bruno", 300)];
        let sizes = sizes(&names, &BTreeMap::new(), 64);
        assert_eq!(sizes.iter().map(|(_, size)| size).sum::<usize>(), MOST_MEMBERS);
        assert_eq!(sizes[0], ("Acme", 1));
        assert!(sizes[1].1 > 2 * sizes[2].1, "{sizes:?}");
    }

    #[test]
    fn a_name_has_no_more_members_than_scenarios_that_run_together() {
        let none = BTreeMap::new();
        assert_eq!(sizes(&[("Ana", 900), ("Bruno", 2)], &none, 1), [("Ana", 1), ("Bruno", 1)]);
        assert_eq!(sizes(&[("Ana", 3)], &none, 64), [("Ana", 3)]);
    }

    #[test]
    fn a_cast_that_is_complete_does_not_grow_for_another_choice_of_scenarios() {
        let kept = BTreeMap::from([("Acme", 2), ("Ana", MOST_MEMBERS - 2)]);
        assert_eq!(sizes(&[("Acme", 30)], &kept, 64), [("Acme", 2)]);
        assert_eq!(sizes(&[("Carla", 30)], &kept, 64), [("Carla", 1)]);
        assert_eq!(sizes(&[("Acme", 30)], &BTreeMap::from([("Acme", 2)]), 8), [("Acme", 8)]);
    }

    #[test]
    fn a_member_that_nobody_has_approved_yet_is_still_to_verify() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = CastFile::open(folder.path(), "https://api", "code", false).expect("opened");
        let member = |user: &str, is_verified| CastMember {
            name: "Ana".to_owned(),
            user: user.to_owned(),
            is_business: false,
            session: "session".to_owned(),
            is_verified,
        };
        for (verified, left) in [([false, false], 1), ([true, false], 1), ([true, true], 0)] {
            let members = [member("one", verified[0]), member("two", verified[1])];
            file.change(|kept| kept.members = members.to_vec()).expect("written");
            assert_eq!(to_verify(["Ana"; 2].into_iter(), &file, 2), left, "{verified:?}");
        }
    }
}
