//! KYC sessions of users and of related parties.

use conformance_harness::verdict::{Fault, Nonconformance};

use crate::{
    answers::{made_id, text},
    edition::path,
    language::{Actor, PersonName},
    world::{StepResult, World},
};

/// Opens a KYC session and remembers it if it was granted (KYC-1).
pub(crate) async fn open_session(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
) -> StepResult {
    let sessions = path::kyc_sessions(&world.person(person)?.id);
    let answer = world.create(actor, &sessions, None).await?;
    if let Some(id) = made_id(&answer)? {
        world.people.entry(person.clone()).or_default().session = Some(id);
    }
    Ok(())
}

/// The id of the last KYC session of a user or a related party.
pub(crate) fn kyc_session(world: &World, person: &PersonName) -> Result<String, Fault> {
    if let Some(party) = world.parties.get(person) {
        return Ok(party.session.clone());
    }
    let session = world.person(person)?.session.clone();
    session.ok_or_else(|| world.lacking(format!("{person} has no KYC session yet")))
}

/// Asks until the person's last KYC session is in this state.
pub(crate) async fn wait_for_session(
    world: &mut World,
    person: &PersonName,
    state: &str,
) -> StepResult {
    let user = world.person(person)?.clone();
    let session = user.session.ok_or_else(|| world.lacking(format!("{person} has no session")))?;
    let session_path = format!("{}/{session}", path::kyc_sessions(&user.id));
    let found = async |world: &mut World| {
        let shown = text(&world.read(person.merchant(), &session_path).await?, "state")?;
        Ok((shown == state).then_some(()))
    };
    let missing = |world: &World| {
        let what = format!("the KYC session of {person} is in another state");
        Nonconformance::new(what, state, world.shown("state")).shown_by(world.evidence()).into()
    };
    world.poll(found, missing).await
}
