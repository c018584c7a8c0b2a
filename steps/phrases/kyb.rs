//! Phrases about the verification of companies: sessions, documents, and the persons behind a company.

use conformance_harness::verdict::{Fault, Nonconformance};
use cucumber::{given, then, when};
use serde_json::{Value, json};

use crate::{
    arrange::{
        body,
        kyb::{address, ensure_standing, session_of, upload},
    },
    language::{Actor, KybAction, KybStanding, Person},
    portal::{Action, json::answered},
    world::{PartyRecord, Step, World},
};

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
