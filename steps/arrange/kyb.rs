//! KYB sessions: their documents, decisions and related parties.

use conformance_harness::{
    client::Outgoing,
    sink::ReceivedDelivery,
    verdict::{Fault, Nonconformance},
};
use serde_json::Value;

use crate::{
    answers::{made_id, text},
    arrange::{document, names, registration::ensure_user},
    edition::{self, key, path, state},
    language::{Actor, Decision, KybStanding, PersonName, Process},
    oracle::ArrivedEvent,
    portal::{Action, json::answered, party},
    world::{PartyRecord, StepResult, World},
};

/// The company's user id and its last KYB session's id.
pub(crate) fn session_of(world: &World, person: &PersonName) -> Result<(String, String), Fault> {
    let user = world.person(person)?;
    let session = user.kyb.session.clone();
    let session =
        session.ok_or_else(|| world.lacking(format!("{person} has no KYB session yet")))?;
    Ok((user.id.clone(), session))
}

/// The path of the company's last KYB session, or of a part of it: `path::kyb_documents`, `path::kyb_submission`.
pub(crate) fn session_path(
    world: &World,
    person: &PersonName,
    part: fn(&str, &str) -> String,
) -> Result<String, Fault> {
    let (user, session) = session_of(world, person)?;
    Ok(part(&user, &session))
}

/// Opens a KYB session and remembers it if it was granted (KYB-1).
pub(crate) async fn open_session(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
) -> StepResult {
    let sessions = path::kyb_sessions(&world.person(person)?.id);
    let answer = world.create(actor, &sessions, None).await?;
    if let Some(id) = made_id(&answer)? {
        world.people.entry(person.clone()).or_default().kyb.session = Some(id);
    }
    Ok(())
}

/// Uploads a document and remembers it if it was accepted (KYB-2).
pub(crate) async fn upload(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
    (file, kind): (&str, &str),
    change: &Value,
) -> StepResult {
    let parts = document::parts(world, &names::fill(world, file)?, kind, change)?;
    let content = parts.iter().find(|part| part.file.is_some()).map(|part| part.content.clone());
    let place = session_path(world, person, path::kyb_documents)?;
    let mut request = Outgoing::new("POST", place).bearer(world.token(actor)?).multipart(parts);
    let sent = change.get("idempotencyKey").and_then(Value::as_str);
    if let Some(sent) = sent {
        request = request.header(key::IDEMPOTENCY_KEY, world.own_key(sent));
    }
    let answer = world.send(request).await?;
    world.headed.extend(sent.map(|_| answer.clone()));
    if let Some(id) = made_id(&answer)? {
        let documents = &mut world.people.entry(person.clone()).or_default().kyb.documents;
        documents.push((id, content.unwrap_or_default()));
    }
    Ok(())
}

async fn decide(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
    decision: Decision,
) -> StepResult {
    let (_, session) = session_of(world, person)?;
    let action = Action::Decide { process: Process::Kyb, session, decision, details: None };
    answered(&*world.operate_as(actor, &action).await?, 200)?;
    let wanted = match decision {
        Decision::Approve => state::APPROVED,
        Decision::Reject => state::REJECTED,
        Decision::Inform => state::INFO_REQUESTED,
        Decision::Review => return Ok(()),
    };
    wait_for_session(world, actor, person, wanted).await
}

/// Brings a company's verification to this standing.
///
/// # Errors
/// If a request on the way is refused.
pub(crate) async fn ensure_standing(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
    standing: KybStanding,
) -> StepResult {
    if standing == KybStanding::Approved && world.play(person) {
        return Ok(());
    }
    ensure_user(world, actor, person).await?;
    open_session(world, actor, person).await?;
    world.expect_status(world.answer()?, 201)?;
    if standing == KybStanding::New {
        return Ok(());
    }
    for document in edition::MANDATORY_DOCUMENTS {
        upload(world, actor, person, document, &Value::Null).await?;
        world.expect_status(world.answer()?, 201)?;
    }
    if standing == KybStanding::Complete {
        return Ok(());
    }
    let submission = session_path(world, person, path::kyb_submission)?;
    let submitted = world.call(actor, "POST", &submission, None).await?;
    world.expect_status(&submitted, 200)?;
    match standing {
        KybStanding::New | KybStanding::Complete | KybStanding::Submitted => Ok(()),
        KybStanding::Reopened => decide(world, actor, person, Decision::Inform).await,
        KybStanding::Approved => decide(world, actor, person, Decision::Approve).await,
        KybStanding::Rejected => decide(world, actor, person, Decision::Reject).await,
    }
}

/// Asks until the company's last KYB session is in this state.
pub(crate) async fn wait_for_session(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
    state: &str,
) -> StepResult {
    let session = session_path(world, person, path::kyb_session)?;
    let found = async |world: &mut World| {
        let shown = text(&world.read(actor, &session).await?, "state")?;
        Ok((shown == state).then_some(()))
    };
    let missing = |world: &World| {
        let what = format!("the KYB session of {person} is in another state");
        Nonconformance::new(what, state, world.shown("state")).shown_by(world.evidence()).into()
    };
    world.poll(found, missing).await
}

/// Asks until the verification of a related party is in this state.
pub(crate) async fn wait_for_party(
    world: &mut World,
    person: &PersonName,
    state: &str,
) -> StepResult {
    let party = world.party(person)?.clone();
    let read = Action::ReadKyb { session: party.kyb_session };
    let found = async |world: &mut World| {
        let shown = world.operate_as(person.merchant(), &read).await?;
        let listed = party::all_of(answered(&shown, 200)?);
        let found = listed.into_iter().find(|one| party::id(one) == Some(party.id.as_str()));
        Ok(found.is_some_and(|one| party::is_in_state(one, state)).then_some(()))
    };
    let missing = |world: &World| {
        let what = format!("{person}, who stands behind a company, is verified another way");
        Nonconformance::new(what, state, "see below").shown_by(world.evidence()).into()
    };
    world.poll(found, missing).await
}

/// The ids of a related party and of its new KYC session, from the event about it: a person at the Portal tells none. None if the
/// merchant does not listen, or no event comes. `known` is the party of a further session.
///
/// # Errors
/// If the person skips the work.
pub(crate) async fn announced(
    world: &mut World,
    known: Option<&str>,
) -> Result<Option<(String, String)>, Fault> {
    let Some(listening) = world.listening.clone() else { return Ok(None) };
    let parties: Vec<PartyRecord> = world.parties.values().cloned().collect();
    let ids = |event: &ArrivedEvent| {
        let party = edition::announced_party(&event.body)?.to_owned();
        let session = edition::announced_session(&event.body)?.to_owned();
        let is_meant = match known {
            Some(known) => party == known,
            None => parties.iter().all(|one| one.id != party),
        };
        let is_new = parties.iter().all(|one| one.session != session);
        (is_meant && is_new).then_some((party, session))
    };
    let find = |all: &[ReceivedDelivery]| ArrivedEvent::all(all).iter().find_map(ids);
    world.await_deliveries(&listening.mailbox, |all| find(all).is_some()).await?;
    let found = find(&listening.mailbox.deliveries());
    if let Some((party, session)) = &found {
        world.effect_seen();
        world.claim(party);
        world.claim(session);
    }
    Ok(found)
}
