//! Phrases about the verification of companies: sessions, documents, and the persons behind a company.

use std::{fmt, str::FromStr};

use conformance_harness::{
    client::Outgoing,
    verdict::{Fault, Nonconformance},
};
use cucumber::{Parameter, given, then, when};
use serde_json::{Value, json};

use crate::{
    body, document, edition,
    edition::path,
    names,
    operator::{Action, json::answered},
    people::PartyRecord,
    user::ensure_user,
    values::{Actor, Decision, Person, Unreadable, unreadable, words},
    world::{Step, World, expect_status, text},
};

words! {
    /// Who is verified in a session.
    Process("process", "KYC|KYB") {
        /// A person.
        "KYC" => Kyc,
        /// A company.
        "KYB" => Kyb,
    }
}

words! {
    /// A KYB session that has come so far.
    KybStanding("kyb_standing", "a new KYB session|a complete KYB session|a submitted KYB session|a reopened KYB session|an approved KYB session|a rejected KYB session") {
        /// Just opened.
        "a new KYB session" => New,
        /// With every mandatory document.
        "a complete KYB session" => Complete,
        /// In review.
        "a submitted KYB session" => Submitted,
        /// More documents were asked for.
        "a reopened KYB session" => Reopened,
        /// Ended well.
        "an approved KYB session" => Approved,
        /// Ended badly.
        "a rejected KYB session" => Rejected,
    }
}

words! {
    /// What the merchant does with a KYB session.
    KybAction("kyb_action", "submits the KYB session|deletes the last document") {
        /// Hands it over.
        "submits the KYB session" => Submit,
        /// Takes back what was handed in last.
        "deletes the last document" => Delete,
    }
}

/// The company's user id and its last KYB session's id.
pub(crate) fn session_of(world: &World, person: &Person) -> Result<(String, String), Fault> {
    let user = world.person(person)?;
    let session = user.kyb.session.clone();
    let session =
        session.ok_or_else(|| Fault::error(format!("{person} has no KYB session yet")))?;
    Ok((user.id.clone(), session))
}

/// The address of the company's last KYB session, or of what belongs to it.
fn address(world: &World, person: &Person, what: &str) -> Result<String, Fault> {
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
async fn upload(
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

#[given(expr = "{person} has {kyb_standing}")]
async fn has_session(world: &mut World, person: Person, standing: KybStanding) -> Step {
    ensure_standing(world, Actor::Merchant, &person, standing).await
}

#[when(expr = "the merchant uploads {string} as {word} for {person}")]
async fn uploads(
    world: &mut World,
    step: &gherkin::Step,
    file: String,
    kind: String,
    person: Person,
) -> Step {
    let change = step.docstring.as_ref().map(|text| body::parse(world, text)).transpose()?;
    let change = change.unwrap_or_default();
    upload(world, Actor::Merchant, &person, (&file, &kind), &change).await
}

#[when(expr = "the merchant {kyb_action} of {person}")]
async fn acts(world: &mut World, action: KybAction, person: Person) -> Step {
    let (method, place) = match action {
        KybAction::Submit => ("POST", "/submit".to_owned()),
        KybAction::Delete => {
            let documents = &world.person(&person)?.kyb.documents;
            let nothing = || Fault::error(format!("no document was handed in for {person}"));
            let (last, _) = documents.last().ok_or_else(nothing)?;
            ("DELETE", format!("/documents/{last}"))
        }
    };
    let place = address(world, &person, &place)?;
    world.call(Actor::Merchant, method, &place, None).await.map(drop)
}

/// What is declared of somebody: the usual, with the step's YAML laid over it.
fn declaration(
    world: &World,
    step: &gherkin::Step,
    person: &Person,
    role: &str,
) -> Result<Value, Fault> {
    let mut body = world.shared.fixtures.get("parties", "person")?;
    body["roleType"] = json!(role);
    body["firstName"] = json!(person.0);
    body::overridden(world, body, step)
}

#[when(expr = "the operator declares {person} as {word} of {person}")]
async fn declares(
    world: &mut World,
    step: &gherkin::Step,
    person: Person,
    role: String,
    company: Person,
) -> Step {
    let (_, session) = session_of(world, &company)?;
    let details = declaration(world, step, &person, &role)?;
    let action = Action::DeclareParty { session: session.clone(), details };
    let declared = world.operate(&action).await?;
    let party = declared.response.json();
    let by_hand = world.shared.operator.is_person();
    if declared.response.status == 201 || by_hand {
        // What a person did shows no ids: they find the session by the name.
        let named = |place: &str| {
            let id = party.pointer(place).and_then(Value::as_str);
            id.map_or_else(|| format!("of {person}"), str::to_owned)
        };
        let (id, kyc) = (named("/id"), named("/kycSession/id"));
        world.parties.insert(person, PartyRecord { id, session: kyc, kyb_session: session });
    }
    Ok(())
}

#[when(expr = "the operator opens a KYC session for {person}")]
async fn opens_for_party(world: &mut World, person: Person) -> Step {
    let PartyRecord { id: party, kyb_session: session, .. } = world.party(&person)?.clone();
    let opened = world.operate(&Action::RenewParty { session, party }).await?;
    let answer = opened.response.json();
    let session = answer.pointer("/kycSession/id").and_then(Value::as_str);
    if let (Some(session), Some(party)) = (session, world.parties.get_mut(&person)) {
        session.clone_into(&mut party.session);
    }
    Ok(())
}

#[then(expr = "the operator sees the last document of {person} as it was sent")]
async fn document_is_intact(world: &mut World, person: Person) -> Step {
    let (_, session) = session_of(world, &person)?;
    let documents = &world.person(&person)?.kyb.documents;
    let nothing = || Fault::error(format!("no document was handed in for {person}"));
    let (document, sent) = documents.last().cloned().ok_or_else(nothing)?;
    let shown = world.operate(&Action::ReadDocument { session, document }).await?;
    answered(&shown, 200)?;
    if shown.response.body == sent {
        return Ok(());
    }
    let length = |bytes: &[u8]| format!("{} bytes", bytes.len());
    let what = "the Portal shows another content than was handed in";
    Err(Nonconformance::new(what, length(&sent), length(&shown.response.body)).into())
}
