//! Phrases about money that comes in.

use cucumber::{given, when};

use crate::{
    answers::text,
    arrange::{body, payin::fund},
    edition::{self, key, path},
    language::{Currency, Money, PayerAction, PayinOutcome, PersonName, Rail},
    portal::{Action, FundedPayin, json::answered},
    world::{StepResult, World},
};

/// True if the Portal refused the last action; a `Then` judges that.
fn was_refused(world: &World) -> bool {
    world.last.as_ref().is_some_and(|last| last.response.status == 422)
}

#[given(expr = "the rate of {string} is {string}")]
async fn rate_is(world: &mut World, pair: String, rate: String) -> StepResult {
    let set = world.operate(&Action::SetRate { pair, rate }).await?;
    answered(&set, 200).map(drop)
}

#[when(expr = "a {rail} payin of {money} to {person}'s {currency} account {payin_outcome}")]
async fn payin(
    world: &mut World,
    step: &gherkin::Step,
    rail: Rail,
    money: Money,
    person: PersonName,
    currency: Currency,
    outcome: PayinOutcome,
) -> StepResult {
    world.last = None;
    let details = body::written(world, step)?;
    let payin = FundedPayin { rail, money, outcome, details };
    match fund(world, &person, &currency.0, &payin).await {
        Err(_) if was_refused(world) => Ok(()),
        funded => funded.map(drop),
    }
}

#[when(expr = "the merchant asks for a card payin of {money} to {person}'s {currency} account")]
async fn asks_for_card_payin(
    world: &mut World,
    step: &gherkin::Step,
    money: Money,
    person: PersonName,
    currency: Currency,
) -> StepResult {
    let (user, account) = world.account(&person, &currency.0)?;
    let body = body::overridden(world, edition::card_payin_body(&money.json()), step)?;
    let path = path::card_payins(&user, &account);
    let answer = world.create(person.merchant(), &path, Some(&body)).await?;
    if answer.response.status == 201 {
        let made = answer.response.json();
        let order = made.get("order").and_then(|order| text(order, "id").ok());
        let urls = text(made, key::PAYMENT_URL).ok();
        if let Some(order) = order {
            world.add_order(person.merchant(), order);
        }
        world.payment_urls.extend(urls);
    }
    Ok(())
}

#[when(expr = "the payer {payer_action} on the payment page")]
async fn payer_acts(world: &mut World, action: PayerAction) -> StepResult {
    let url = world.payment_urls.last().cloned();
    let url = url.ok_or_else(|| world.lacking("the scenario has no payment page yet"))?;
    world.operate(&Action::PayByCard { url, deed: action }).await.map(drop)
}
