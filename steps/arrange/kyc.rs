//! KYC sessions of users and of persons behind companies.

use conformance_harness::verdict::{Fault, Nonconformance};

use crate::{
    answers::text,
    edition::path,
    language::{Actor, Person},
    world::{Step, World},
};

pub(crate) async fn open_session(world: &mut World, actor: Actor, person: &Person) -> Step {
    let sessions = path::sessions(&world.person(person)?.id);
    let answer = world.call(actor, "POST", &sessions, None).await?;
    if answer.response.status == 201 {
        let id = text(answer.response.json(), "id")?;
        world.people.entry(person.clone()).or_default().session = Some(id);
    }
    Ok(())
}

/// The id of the last KYC session of a user, or of somebody behind a company.
pub(crate) fn kyc_session(world: &World, person: &Person) -> Result<String, Fault> {
    if let Some(party) = world.parties.get(person) {
        return Ok(party.session.clone());
    }
    let session = world.person(person)?.session.clone();
    session.ok_or_else(|| Fault::error(format!("{person} has no KYC session yet")))
}

pub(crate) async fn wait_for_session(world: &mut World, person: &Person, state: &str) -> Step {
    let user = world.person(person)?.clone();
    let session = user.session.ok_or_else(|| Fault::error(format!("{person} has no session")))?;
    let session_path = format!("{}/{session}", path::sessions(&user.id));
    let found = async |world: &mut World| {
        let shown = text(&world.read(Actor::Merchant, &session_path).await?, "state")?;
        Ok((shown == state).then_some(()))
    };
    let missing = |world: &World| {
        let what = format!("the KYC session of {person} is in another state");
        Nonconformance::new(what, state, world.shown("state")).shown_by(world.evidence()).into()
    };
    world.poll(found, missing).await
}
