//! KYB sessions: their documents, decisions and related parties.

use conformance_harness::{
    client::Outgoing,
    verdict::{Fault, Nonconformance},
};
use serde_json::Value;

use crate::{
    answers::{expect_status, text},
    arrange::{document, names, registration::ensure_user},
    edition::{self, path},
    language::{Actor, Decision, KybStanding, Person, Process},
    portal::{Action, json::answered},
    world::{Step, World},
};

/// The company's user id and its last KYB session's id.
pub(crate) fn session_of(world: &World, person: &Person) -> Result<(String, String), Fault> {
    let user = world.person(person)?;
    let session = user.kyb.session.clone();
    let session =
        session.ok_or_else(|| Fault::error(format!("{person} has no KYB session yet")))?;
    Ok((user.id.clone(), session))
}

/// The address of the company's last KYB session, or of what belongs to it.
pub(crate) fn address(world: &World, person: &Person, what: &str) -> Result<String, Fault> {
    let (user, session) = session_of(world, person)?;
    Ok(format!("{}/{session}{what}", path::kyb_sessions(&user)))
}

/// Opens a KYB session and remembers it when it was granted.
pub(crate) async fn open_session(world: &mut World, actor: Actor, person: &Person) -> Step {
    let sessions = path::kyb_sessions(&world.person(person)?.id);
    let answer = world.call(actor, "POST", &sessions, None).await?;
    if answer.response.status == 201 {
        let id = text(answer.response.json(), "id")?;
        world.people.entry(person.clone()).or_default().kyb.session = Some(id);
    }
    Ok(())
}

/// Hands in a document and remembers it when it was taken.
pub(crate) async fn upload(
    world: &mut World,
    actor: Actor,
    person: &Person,
    (file, kind): (&str, &str),
    change: &Value,
) -> Step {
    let parts = document::parts(world, &names::fill(world, file)?, kind, change)?;
    let content = parts.iter().find(|part| part.file.is_some()).map(|part| part.content.clone());
    let place = address(world, person, "/documents")?;
    let mut request = Outgoing::new("POST", place).bearer(world.token(actor)?).multipart(parts);
    let key = change.get("idempotencyKey").and_then(Value::as_str);
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let answer = world.send(request).await?;
    world.headed.extend(key.map(|_| answer.clone()));
    if answer.response.status == 201 {
        let id = text(answer.response.json(), "id")?;
        let documents = &mut world.people.entry(person.clone()).or_default().kyb.documents;
        documents.push((id, content.unwrap_or_default()));
    }
    Ok(())
}

async fn decide(world: &mut World, actor: Actor, person: &Person, decision: Decision) -> Step {
    let (_, session) = session_of(world, person)?;
    let action = Action::Decide { process: Process::Kyb, session, decision, details: None };
    answered(&*world.operate_as(actor, &action).await?, 200)?;
    let state = match decision {
        Decision::Approve => "APPROVED",
        Decision::Reject => "REJECTED",
        Decision::Inform => "INFO_REQUESTED",
        Decision::Review => return Ok(()),
    };
    wait_for_session(world, actor, person, state).await
}

/// Takes a company's verification as far as it should be.
///
/// # Errors
/// When something on the way is refused.
pub(crate) async fn ensure_standing(
    world: &mut World,
    actor: Actor,
    person: &Person,
    standing: KybStanding,
) -> Step {
    ensure_user(world, actor, person).await?;
    open_session(world, actor, person).await?;
    expect_status(world.answer()?, 201)?;
    if standing == KybStanding::New {
        return Ok(());
    }
    for document in edition::MANDATORY_DOCUMENTS {
        upload(world, actor, person, document, &Value::Null).await?;
        expect_status(world.answer()?, 201)?;
    }
    if standing == KybStanding::Complete {
        return Ok(());
    }
    let submission = address(world, person, "/submit")?;
    expect_status(&*world.call(actor, "POST", &submission, None).await?, 200)?;
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
    person: &Person,
    state: &str,
) -> Step {
    let session = address(world, person, "")?;
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

/// Asks until somebody behind a company has come so far in their verification.
pub(crate) async fn wait_for_party(world: &mut World, person: &Person, state: &str) -> Step {
    let party = world.party(person)?.clone();
    let look = Action::ReadKyb { session: party.kyb_session };
    let wanted = format!("KYC_{state}");
    let found = async |world: &mut World| {
        let shown = world.operate(&look).await?;
        let listed = answered(&shown, 200)?.get("relatedParties").and_then(Value::as_array);
        let it = listed.into_iter().flatten().find(|one| one["id"] == party.id.as_str());
        Ok(it.is_some_and(|it| it["status"] == wanted.as_str()).then_some(()))
    };
    let missing = |world: &World| {
        let what = format!("{person}, who stands behind a company, is verified another way");
        Nonconformance::new(what, state, "see below").shown_by(world.evidence()).into()
    };
    world.poll(found, missing).await
}
