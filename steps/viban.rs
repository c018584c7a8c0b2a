//! Phrases about virtual IBANs: asking for them, what the bank decides, what they are paid.

use std::{fmt, str::FromStr};

use conformance_harness::verdict::{Fault, Nonconformance};
use cucumber::{Parameter, given, then, when};
use serde_json::Value;

use crate::{
    body, edition,
    edition::path,
    operator::Action,
    values::{Actor, Currency, Fate, Money, Person, Rail, Unreadable, unreadable, words},
    world::{Step, World, expect_status, text},
};

words! {
    /// What the bank decides about a vIBAN.
    VibanDecision("viban_decision", "activates|rejects") {
        /// It gives the account behind it.
        "activates" => Activate,
        /// It does not.
        "rejects" => Reject,
    }
}

words! {
    /// A vIBAN that has come so far.
    VibanStanding("viban_standing", "a pending vIBAN|an active vIBAN|a rejected vIBAN|an inactive vIBAN") {
        /// Asked for.
        "a pending vIBAN" => Pending,
        /// Can be paid to.
        "an active vIBAN" => Active,
        /// Not given.
        "a rejected vIBAN" => Rejected,
        /// Given up.
        "an inactive vIBAN" => Inactive,
    }
}

/// Asks for a vIBAN and remembers it when it was granted.
async fn ask(world: &mut World, person: &Person, currency: &str, body: &Value) -> Step {
    let (user, account) = world.account(person, currency)?;
    let vibans = path::of_account(&user, &account, "virtual-ibans");
    let answer = world.call(Actor::Merchant, "POST", &vibans, Some(body)).await?;
    if answer.response.status == 201 {
        let id = text(answer.response.json(), "id")?;
        world.vibans.push(format!("{vibans}/{id}"));
    }
    Ok(())
}

async fn decide(world: &mut World, decision: VibanDecision, details: Option<Value>) -> Step {
    let viban = world.viban_id()?.to_owned();
    let details = match decision {
        VibanDecision::Activate => details,
        VibanDecision::Reject => Some(details.unwrap_or_else(edition::viban_rejection)),
    };
    world.operate(&Action::DecideViban { viban, decision, details }).await.map(drop)
}

async fn deactivate(world: &mut World) -> Step {
    let end = format!("{}/deactivate", world.viban()?);
    world.call(Actor::Merchant, "POST", &end, None).await.map(drop)
}

async fn wait_for_state(world: &mut World, wanted: &str) -> Step {
    let viban = world.viban()?.to_owned();
    let found = async |world: &mut World| {
        let shown = text(&world.read(Actor::Merchant, &viban).await?, "state")?;
        Ok((shown == wanted).then_some(()))
    };
    let missing = |world: &World| {
        Nonconformance::new("the vIBAN is in another state", wanted, world.shown("state"))
            .shown_by(world.evidence())
            .into()
    };
    world.poll(found, missing).await
}

#[given(expr = "{person}'s {currency} account has {viban_standing}")]
async fn has_viban(
    world: &mut World,
    person: Person,
    currency: Currency,
    standing: VibanStanding,
) -> Step {
    let rail = edition::viban_rail(&currency.0);
    ask(world, &person, &currency.0, &edition::viban_body(rail)).await?;
    expect_status(world.answer()?, 201)?;
    match standing {
        VibanStanding::Pending => return Ok(()),
        VibanStanding::Rejected => decide(world, VibanDecision::Reject, None).await?,
        VibanStanding::Active | VibanStanding::Inactive => {
            decide(world, VibanDecision::Activate, None).await?;
        }
    }
    if standing == VibanStanding::Rejected {
        return wait_for_state(world, "REJECTED").await;
    }
    wait_for_state(world, "ACTIVE").await?;
    if standing == VibanStanding::Inactive {
        deactivate(world).await?;
        expect_status(world.answer()?, 200)?;
    }
    Ok(())
}

#[when(expr = "the merchant asks for a(n) {word} vIBAN for {person}'s {currency} account")]
async fn asks(
    world: &mut World,
    step: &gherkin::Step,
    rail: String,
    person: Person,
    currency: Currency,
) -> Step {
    let body = body::overridden(world, edition::viban_body(&rail), step)?;
    ask(world, &person, &currency.0, &body).await
}

#[when(expr = "the operator {viban_decision} the vIBAN")]
async fn decides(world: &mut World, step: &gherkin::Step, decision: VibanDecision) -> Step {
    let details = step.docstring.as_ref().map(|text| body::parse(world, text)).transpose()?;
    decide(world, decision, details).await
}

#[when("the merchant deactivates the vIBAN")]
async fn deactivates(world: &mut World) -> Step {
    deactivate(world).await
}

#[when(expr = "a {rail} payin of {money} to the vIBAN {fate}")]
async fn is_paid(world: &mut World, rail: Rail, money: Money, fate: Fate) -> Step {
    let viban = world.viban_id()?.to_owned();
    let paid = world.operate(&Action::FundViban { viban, rail, money, fate }).await?;
    if paid.response.status == 201 {
        world.orders.push(text(paid.response.json(), "id")?);
    }
    Ok(())
}

#[then(expr = "the vIBAN is {word}")]
async fn viban_is(world: &mut World, state: String) -> Step {
    wait_for_state(world, &state.to_uppercase()).await
}

impl World {
    /// The path of the last vIBAN.
    ///
    /// # Errors
    /// When the scenario has asked for none.
    pub fn viban(&self) -> Result<&str, Fault> {
        let last = self.vibans.last().map(String::as_str);
        last.ok_or_else(|| Fault::error("the scenario has asked for no vIBAN yet"))
    }

    /// The id of the last vIBAN.
    ///
    /// # Errors
    /// When the scenario has asked for none.
    pub fn viban_id(&self) -> Result<&str, Fault> {
        let viban = self.viban()?;
        Ok(viban.rsplit('/').next().unwrap_or(viban))
    }
}
