//! Phrases about the verification of companies: sessions, documents, related parties.

use bytes::Bytes;
use conformance_harness::verdict::{Fault, Nonconformance};
use cucumber::{given, then, when};
use serde_json::Value;

use crate::{
    arrange::{
        body,
        kyb::{announced, ensure_standing, session_of, session_path, upload},
    },
    edition::path,
    language::{KybAction, KybStanding, PersonName},
    portal::{Action, json::answered, party, was_asked},
    world::{PartyRecord, StepResult, World},
};

#[given(expr = "{person} has {kyb_standing}")]
async fn has_session(world: &mut World, person: PersonName, standing: KybStanding) -> StepResult {
    ensure_standing(world, person.merchant(), &person, standing).await
}

#[when(expr = "the merchant uploads {string} as {word} for {person}")]
async fn uploads(
    world: &mut World,
    step: &gherkin::Step,
    file: String,
    kind: String,
    person: PersonName,
) -> StepResult {
    let change = body::written(world, step)?;
    let change = change.unwrap_or_default();
    upload(world, person.merchant(), &person, (&file, &kind), &change).await
}

#[when(expr = "the merchant {kyb_action} of {person}")]
async fn acts(world: &mut World, action: KybAction, person: PersonName) -> StepResult {
    let (method, place) = match action {
        KybAction::Submit => ("POST", session_path(world, &person, path::kyb_submission)?),
        KybAction::Delete => {
            let documents = session_path(world, &person, path::kyb_documents)?;
            let (last, _) = last_document(world, &person)?;
            ("DELETE", format!("{documents}/{last}"))
        }
    };
    world.call(person.merchant(), method, &place, None).await.map(drop)
}

/// The id and the bytes of the document that was uploaded last.
fn last_document(world: &World, person: &PersonName) -> Result<(String, Bytes), Fault> {
    let documents = &world.person(person)?.kyb.documents;
    let missing = || world.lacking(format!("no document was uploaded for {person} yet"));
    documents.last().cloned().ok_or_else(missing)
}

/// The declaration of a related party: the fixture, with the step's YAML laid over it.
fn declaration(
    world: &World,
    step: &gherkin::Step,
    person: &PersonName,
    role: &str,
) -> Result<Value, Fault> {
    let usual = world.shared.fixtures.get("parties", "person")?;
    body::overridden(world, party::declaration(usual, role, person.first()), step)
}

#[when(expr = "the operator declares {person} as {word} of {person}")]
async fn declares(
    world: &mut World,
    step: &gherkin::Step,
    person: PersonName,
    role: String,
    company: PersonName,
) -> StepResult {
    let (_, session) = session_of(world, &company)?;
    let details = declaration(world, step, &person, &role)?;
    let action = Action::DeclareParty { session: session.clone(), details };
    let declared = world.operate_as(company.merchant(), &action).await?;
    let answer = declared.response.json();
    let told = party::id(answer).zip(party::kyc_session(answer));
    let mut ids = told.map(|(id, kyc)| (id.to_owned(), kyc.to_owned()));
    let is_untold = declared.response.status == 201 && ids.is_none();
    if was_asked(&declared) || is_untold {
        // Without an event, the person finds the session by the name.
        let name = format!("of {person}, declared in the KYB session {session}");
        ids = announced(world, None).await?.or(Some((name.clone(), name)));
    }
    if let Some((id, kyc)) = ids {
        world.parties.insert(person, PartyRecord { id, session: kyc, kyb_session: session });
    }
    Ok(())
}

#[when(expr = "the operator opens a KYC session for {person}")]
async fn opens_for_party(world: &mut World, person: PersonName) -> StepResult {
    let PartyRecord { id: party, kyb_session: session, .. } = world.party(&person)?.clone();
    let action = Action::RenewParty { session, party: party.clone() };
    let opened = world.operate_as(person.merchant(), &action).await?;
    let mut session = party::kyc_session(opened.response.json()).map(str::to_owned);
    if was_asked(&opened) || (opened.response.status == 201 && session.is_none()) {
        session = announced(world, Some(&party)).await?.map(|(_, session)| session);
    }
    if let (Some(session), Some(party)) = (session, world.parties.get_mut(&person)) {
        party.session = session;
    }
    Ok(())
}

#[then(expr = "the operator sees the last document of {person} as it was sent")]
async fn document_is_intact(world: &mut World, person: PersonName) -> StepResult {
    let (_, session) = session_of(world, &person)?;
    let (document, sent) = last_document(world, &person)?;
    let shown =
        world.operate_as(person.merchant(), &Action::ReadDocument { session, document }).await?;
    answered(&shown, 200)?;
    if shown.response.body == sent {
        return Ok(());
    }
    let length = |bytes: &[u8]| format!("{} bytes", bytes.len());
    let what = "the Portal shows another document than the one uploaded";
    Err(Nonconformance::new(what, length(&sent), length(&shown.response.body)).into())
}
