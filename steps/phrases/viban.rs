//! Phrases about virtual IBANs: asking for them, what the bank decides, what they are paid.

use cucumber::{given, then, when};

use crate::{
    answers::{expect_status, text},
    arrange::{
        body,
        viban::{ask, deactivate, decide, wait_for_state},
    },
    edition,
    language::{Currency, Money, PayinOutcome, Person, Rail, VibanDecision, VibanStanding},
    portal::Action,
    world::{Step, World},
};

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
async fn is_paid(world: &mut World, rail: Rail, money: Money, fate: PayinOutcome) -> Step {
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
