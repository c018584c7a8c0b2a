//! Money from the treasury: transfers to the accounts of scenarios, and back when they have ended.

use conformance_harness::{
    client::Outgoing,
    verdict::{Fault, Nonconformance},
};
use serde_json::Value;

use crate::{
    answers::text,
    edition::{self, key, path},
    language::{Actor, Money, PersonName},
    world::{CommonMerchant, StepResult, TREASURER, TreasuryAccount, World},
};

/// True if the treasury pays this money to the scenario: payins are not what the scenario is about.
pub(crate) fn pays(world: &World, money: &Money) -> bool {
    let has_account = |common: &CommonMerchant| common.treasury.account(&money.currency).is_some();
    world.needs.money.contains_key(&money.currency) && world.common().is_some_and(has_account)
}

/// Transfers money from the treasury to a person's account, and waits until it is there.
pub(crate) async fn pay(
    world: &mut World,
    person: &PersonName,
    currency: &str,
    money: &Money,
) -> StepResult {
    let (user, account) = world.account(person, currency)?;
    let place = path::account(&user, &account);
    let before = balance(world, &place).await?;
    let shared = world.shared.clone();
    let Some(common) = &shared.common else { return Ok(()) };
    let Some(from) = common.treasury.account(currency) else { return Ok(()) };
    let sent = common.treasury.to_send(money);
    let order = send(world, &from, &sent, &account).await?;
    if world.rule() != edition::TRANSFER_RULE {
        // The form of that answer is judged where the scenario makes transfers itself.
        world.findings.forget_last();
    }
    world.claim(&order);
    world.lend(order);
    wait_for_balance(world, &place, before + money.minor(), edition::TRANSFER_RULE).await
}

/// Transfers money between two accounts of the merchant; gives the order's id.
pub(crate) async fn send(
    world: &mut World,
    from: &TreasuryAccount,
    money: &Money,
    to: &str,
) -> Result<String, Fault> {
    let body = edition::transfer_body(&money.json(), to, &world.shared.code_2fa);
    let place = path::transfers(&from.user, &from.account);
    let answer = world.call(Actor::Merchant, "POST", &place, Some(&body)).await?;
    if answer.response.is_client_error() {
        let refusal = answer.response.json();
        let remedy = if edition::is_about_code(refusal) {
            "; the API refuses the second factor: set RALIO_CODE_2FA"
        } else if edition::is_about_funds(refusal) {
            "; pay money in to that account in the Portal"
        } else {
            ""
        };
        let reason = format!(
            "the treasury cannot pay {money} from account {} of {TREASURER}: the API answers {} {refusal}{remedy}",
            from.account, answer.response.status,
        );
        return Err(Fault::error(reason));
    }
    text(world.expect_status(&answer, 201)?, "id")
}

/// The balance of an account, in minor units.
pub(crate) async fn balance(world: &mut World, account: &str) -> Result<i64, Fault> {
    let shown = world.read(Actor::Merchant, account).await?;
    Ok(shown.get(key::BALANCE).and_then(Value::as_i64).unwrap_or_default())
}

/// Asks until an account has at least this balance; else money did not arrive, against this rule.
pub(crate) async fn wait_for_balance(
    world: &mut World,
    account: &str,
    wanted: i64,
    rule: &str,
) -> StepResult {
    let found =
        async |world: &mut World| Ok((balance(world, account).await? >= wanted).then_some(()));
    let missing = |world: &World| {
        let shown = world.last.as_ref().map(|last| last.response.json()[key::BALANCE].clone());
        let what = "money from the treasury did not arrive";
        let shown = shown.unwrap_or_default();
        Nonconformance::new(what, wanted, shown).of_rule(rule).shown_by(world.evidence()).into()
    };
    world.poll(found, missing).await
}

/// Transfers what is left in the scenario's accounts back to the treasury. The target may refuse: then it stays there.
pub(crate) async fn give_back(world: &mut World) {
    let shared = world.shared.clone();
    let Some(common) = &shared.common else { return };
    let own = world.people.iter().filter(|(person, _)| person.merchant() == Actor::Merchant);
    let opened: Vec<TreasuryAccount> = own
        .flat_map(|(_, user)| {
            user.opened
                .iter()
                .map(|account| TreasuryAccount { user: user.id.clone(), account: account.clone() })
        })
        .collect();
    if opened.is_empty() {
        return;
    }
    let Some(token) = living_token(world).await else { return };
    for from in opened {
        let request = |method: &str, place: String| Outgoing::new(method, place).bearer(&token);
        let place = path::account(&from.user, &from.account);
        let read = world.client.send(&shared.target.api_url, request("GET", place)).await;
        let Ok(read) = read else { return };
        let shown = read.response.json();
        let minor = shown.get(key::BALANCE).and_then(Value::as_i64).unwrap_or_default();
        let currency = text(shown, "currency").unwrap_or_default();
        let money = common.treasury.to_return(&currency, minor);
        let Some(to) = common.treasury.account(&currency) else { continue };
        if money.minor() <= 0 {
            continue;
        }
        let body = edition::transfer_body(&money.json(), &to.account, &shared.code_2fa);
        let back = request("POST", path::transfers(&from.user, &from.account)).json(&body);
        // A refusal leaves the money where it is; the end of the run says what the treasury still has.
        let _ = world.client.send(&shared.target.api_url, back).await;
    }
}

/// The merchant's token, or a new one if it is refused.
async fn living_token(world: &mut World) -> Option<String> {
    let token = world.token(Actor::Merchant).ok()?.to_owned();
    if !world.trace.is_token_doubtful {
        return Some(token);
    }
    let request = Outgoing::new("GET", path::ORDERS).bearer(&token);
    let answer = world.client.send(&world.shared.target.api_url, request).await.ok()?;
    if answer.response.status == 401 {
        let again = world.log_in(Actor::Merchant).await.ok()?;
        world.keep_token(Actor::Merchant, &again).ok()?;
    }
    world.token(Actor::Merchant).ok().map(str::to_owned)
}
