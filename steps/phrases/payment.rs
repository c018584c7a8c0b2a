//! Phrases about transfers and payouts, one by one or all at once.

use std::collections::BTreeSet;

use conformance_harness::{
    client::Outgoing,
    layer::Layer,
    verdict::{Fault, Nonconformance},
};
use cucumber::{given, then, when};
use futures::future::join_all;
use serde_json::Value;

use crate::{
    answers::text,
    arrange::{
        body, names,
        payment::{pay, transfer},
    },
    edition::{self, path},
    language::{Actor, Currency, Money, PersonName},
    portal::{Action, json::answered},
    world::{StepResult, World},
};

#[expect(
    clippy::too_many_arguments,
    reason = "the framework hands over each parameter of a phrase"
)]
#[when(
    expr = "{actor} transfers {money} from {person}'s {currency} account to {person}'s {currency} account"
)]
async fn transfers(
    world: &mut World,
    step: &gherkin::Step,
    actor: Actor,
    money: Money,
    from: PersonName,
    from_currency: Currency,
    to: PersonName,
    to_currency: Currency,
) -> StepResult {
    let (_, recipient) = world.account(&to.at(actor), &to_currency.0)?;
    let from = (&from.at(actor), &from_currency);
    transfer(world, actor, step, (&money, from), &recipient).await
}

#[when(expr = "{actor} pays {money} out of {person}'s {currency} account")]
async fn pays_out(
    world: &mut World,
    step: &gherkin::Step,
    actor: Actor,
    money: Money,
    from: PersonName,
    currency: Currency,
) -> StepResult {
    let (user, account) = world.account(&from.at(actor), &currency.0)?;
    let body = body::overridden(
        world,
        edition::bank_payout_body(&money.json(), &world.shared.code_2fa),
        step,
    )?;
    pay(world, actor, &path::bank_payouts(&user, &account), &body).await
}

#[when(expr = "{actor} pays {money} out of {person}'s {currency} account to a {word} address")]
async fn pays_out_to_wallet(
    world: &mut World,
    step: &gherkin::Step,
    actor: Actor,
    money: Money,
    from: PersonName,
    currency: Currency,
    network: String,
) -> StepResult {
    let (user, account) = world.account(&from.at(actor), &currency.0)?;
    let standard = edition::crypto_payout_body(&money.json(), &network, &world.shared.code_2fa);
    let networks = edition::NETWORKS.join(", ");
    let unknown = || Fault::error(format!("{network} is none of {networks}"));
    let body = body::overridden(world, standard.ok_or_else(unknown)?, step)?;
    pay(world, actor, &path::crypto_payouts(&user, &account), &body).await
}

/// The path of an action on the last payout: `path::payout_cancellation`, `path::payout_confirmation`.
async fn payout_path(world: &mut World, action: fn(&str, &str) -> String) -> Result<String, Fault> {
    let order = world.order()?.to_owned();
    let shown = world.read(Actor::Merchant, &path::order(&order)).await?;
    Ok(action(&text(&shown, "type")?, &order))
}

#[when("the merchant cancels the payout")]
async fn cancels(world: &mut World) -> StepResult {
    let path = payout_path(world, path::payout_cancellation).await?;
    world.call(Actor::Merchant, "POST", &path, None).await.map(drop)
}

#[when(expr = "the merchant confirms the payout with the code {string}")]
async fn confirms(world: &mut World, code: String) -> StepResult {
    let path = payout_path(world, path::payout_confirmation).await?;
    let body = edition::otp_body(&names::fill(world, &code)?);
    world.call(Actor::Merchant, "POST", &path, Some(&body)).await.map(drop)
}

#[given("payouts are held")]
async fn payouts_are_held(world: &mut World) -> StepResult {
    let set = world.operate(&Action::HoldPayouts).await?;
    answered(&set, 200).map(drop)
}

#[when(
    expr = "the merchant sends {int} transfers and {int} payouts of {money} at once from {person}'s {currency} account"
)]
async fn sends_at_once(
    world: &mut World,
    step: &gherkin::Step,
    transfers: usize,
    payouts: usize,
    money: Money,
    from: PersonName,
    currency: Currency,
) -> StepResult {
    let (user, account) = world.account(&from, &currency.0)?;
    let token = world.token(Actor::Merchant)?.to_owned();
    let request = |list: PaymentPath, body: &Value| {
        Outgoing::new("POST", list(&user, &account)).bearer(&token).json(body)
    };
    let mut requests = Vec::new();
    if transfers > 0 {
        let recipient = only_other_account(world, &from, &currency)?;
        let body = edition::transfer_body(&money.json(), &recipient, &world.shared.code_2fa);
        requests.extend((0..transfers).map(|_| request(path::transfers, &body)));
    }
    let payout_bodies = payout_bodies(world, step, &money)?;
    let bodies = payout_bodies.iter().cycle().take(payouts);
    requests.extend(bodies.map(|(list, body)| request(*list, body)));
    let (client, shared) = (world.client.clone(), world.shared.clone());
    let sent = requests.into_iter().map(|one| client.send(&shared.target.api_url, one));
    let answers = join_all(sent).await;
    let answers = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
    world.at_once.clear();
    for answer in answers {
        let answer = world.observe(answer);
        world.remember_order(Actor::Merchant, &answer);
        world.at_once.push(answer);
    }
    Ok(())
}

/// The path of a kind of payments from an account, given by its user and its id.
type PaymentPath = fn(&str, &str) -> String;

/// The payouts to send in turn: to a bank, unless a table names networks as well.
fn payout_bodies(
    world: &World,
    step: &gherkin::Step,
    money: &Money,
) -> Result<Vec<(PaymentPath, Value)>, Fault> {
    let table = step.table.as_ref().map(|table| table.rows.concat());
    let ways = table.unwrap_or_else(|| vec!["bank".to_owned()]);
    let (money, code) = (money.json(), &world.shared.code_2fa);
    let body = |way: &String| match way.as_str() {
        "bank" => Ok((path::bank_payouts as PaymentPath, edition::bank_payout_body(&money, code))),
        network => edition::crypto_payout_body(&money, network, code)
            .map(|body| (path::crypto_payouts as PaymentPath, body))
            .ok_or_else(|| Fault::error(format!("{network:?} is neither bank nor a network"))),
    };
    ways.iter().map(body).collect()
}

fn only_other_account(
    world: &World,
    person: &PersonName,
    currency: &Currency,
) -> Result<String, Fault> {
    let others: Vec<&String> = world
        .people
        .iter()
        .filter(|(other, _)| *other != person && other.merchant() == Actor::Merchant)
        .filter_map(|(_, user)| user.accounts.get(&currency.0))
        .collect();
    match others.as_slice() {
        [one] => Ok((*one).clone()),
        _ => Err(Fault::error(format!(
            "this phrase needs exactly one other person with a {} account",
            currency.0
        ))),
    }
}

#[then(expr = "{int} of them succeed and the others are refused with {word}")]
fn some_succeed(world: &mut World, count: usize, code: String) -> StepResult {
    world.at_once.iter().for_each(|answer| world.refusals.look_at(answer));
    let (accepted, refused): (Vec<_>, Vec<_>) =
        world.at_once.iter().partition(|one| one.response.status / 100 == 2);
    let is_decided = world.binds(Layer::Decided);
    let other = refused.iter().find(|one| {
        let problem = one.response.json();
        let has_code = problem.get("code").and_then(Value::as_str) == Some(&code);
        if is_decided { !has_code } else { one.response.status / 100 != 4 }
    });
    if let Some(other) = other {
        let what = "one of the refusals has another reason";
        return Err(Nonconformance::new(what, code, "another code").shown_in(other).into());
    }
    let ids: BTreeSet<Option<String>> =
        accepted.iter().map(|one| text(one.response.json(), "id").ok()).collect();
    if accepted.len() == count && ids.len() == count {
        return Ok(());
    }
    let what = "another number of simultaneous payments was accepted";
    Err(Nonconformance::new(
        what,
        format!("{count} accepted"),
        format!("{} accepted, with {} ids", accepted.len(), ids.len()),
    )
    .into())
}
