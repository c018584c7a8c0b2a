//! Phrases about virtual IBANs: requests, decisions of the bank, payins.

use cucumber::{given, then, when};

use crate::{
    answers::made_id,
    arrange::{
        body,
        viban::{ask, deactivate, decide, wait_for_state},
    },
    edition::{self, state},
    language::{Currency, Money, PayinOutcome, PersonName, Rail, VibanDecision, VibanStanding},
    portal::{Action, FundedPayin},
    world::{StepResult, World},
};

#[given(expr = "{person}'s {currency} account has {viban_standing}")]
async fn has_viban(
    world: &mut World,
    person: PersonName,
    currency: Currency,
    standing: VibanStanding,
) -> StepResult {
    let rail = edition::viban_rail(&currency.0);
    ask(world, &person, &currency.0, &edition::viban_body(rail)).await?;
    world.expect_status(world.answer()?, 201)?;
    match standing {
        VibanStanding::Pending => return Ok(()),
        VibanStanding::Rejected => decide(world, VibanDecision::Reject, None).await?,
        VibanStanding::Active | VibanStanding::Inactive => {
            decide(world, VibanDecision::Activate, None).await?;
        }
    }
    if standing == VibanStanding::Rejected {
        return wait_for_state(world, state::REJECTED).await;
    }
    wait_for_state(world, state::ACTIVE).await?;
    if standing == VibanStanding::Inactive {
        deactivate(world).await?;
        world.expect_status(world.answer()?, 200)?;
    }
    Ok(())
}

#[when(expr = "the merchant asks for a(n) {word} vIBAN for {person}'s {currency} account")]
async fn asks(
    world: &mut World,
    step: &gherkin::Step,
    rail: String,
    person: PersonName,
    currency: Currency,
) -> StepResult {
    let body = body::overridden(world, edition::viban_body(&rail), step)?;
    ask(world, &person, &currency.0, &body).await
}

#[when(expr = "the operator {viban_decision} the vIBAN")]
async fn decides(world: &mut World, step: &gherkin::Step, decision: VibanDecision) -> StepResult {
    let details = body::written(world, step)?;
    decide(world, decision, details).await
}

#[when("the merchant deactivates the vIBAN")]
async fn deactivates(world: &mut World) -> StepResult {
    deactivate(world).await
}

#[when(expr = "a {rail} payin of {money} to the vIBAN {payin_outcome}")]
async fn is_paid(
    world: &mut World,
    step: &gherkin::Step,
    rail: Rail,
    money: Money,
    outcome: PayinOutcome,
) -> StepResult {
    let (viban, actor) = (world.viban_id()?.to_owned(), world.viban_merchant()?);
    let details = body::written(world, step)?;
    let action = Action::FundViban { viban, payin: FundedPayin { rail, money, outcome, details } };
    let paid = world.operate_as(actor, &action).await?;
    if let Some(order) = made_id(&paid)? {
        world.add_order(actor, order);
    }
    Ok(())
}

#[then(expr = "the vIBAN is {word}")]
async fn viban_is(world: &mut World, state: String) -> StepResult {
    wait_for_state(world, &state.to_uppercase()).await
}
