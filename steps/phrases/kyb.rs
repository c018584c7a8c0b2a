//! Phrases about the verification of companies: sessions, documents, related parties.

use bytes::Bytes;
use conformance_harness::verdict::{Fault, Nonconformance};
use cucumber::{given, then, when};
use serde_json::Value;

use crate::{
    arrange::{
        body,
        kyb::{ensure_standing, session_of, session_path, upload},
    },
    edition::path,
    language::{KybAction, KybStanding, PersonName},
    portal::{Action, json::answered, party},
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
    let change = step.docstring.as_ref().map(|text| body::parse(world, text)).transpose()?;
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
    let missing = || Fault::error(format!("no document was uploaded for {person} yet"));
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
    let by_hand = world.shared.operator.shares_merchant();
    if declared.response.status == 201 || by_hand {
        // A person at the Portal gives no ids back; they find the session by the name.
        let or_name = |id: Option<&str>| id.map_or_else(|| format!("of {person}"), str::to_owned);
        let (id, kyc) = (or_name(party::id(answer)), or_name(party::kyc_session(answer)));
        world.parties.insert(person, PartyRecord { id, session: kyc, kyb_session: session });
    }
    Ok(())
}

#[when(expr = "the operator opens a KYC session for {person}")]
async fn opens_for_party(world: &mut World, person: PersonName) -> StepResult {
    let PartyRecord { id: party, kyb_session: session, .. } = world.party(&person)?.clone();
    let opened =
        world.operate_as(person.merchant(), &Action::RenewParty { session, party }).await?;
    let session = party::kyc_session(opened.response.json());
    if let (Some(session), Some(party)) = (session, world.parties.get_mut(&person)) {
        session.clone_into(&mut party.session);
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
