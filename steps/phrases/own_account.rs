//! Phrases about the merchant's own accounts: payins and transfers to them, and their amounts.

use conformance_harness::verdict::{Fault, Nonconformance};
use cucumber::{then, when};

use crate::{
    answers::{made_id, text},
    arrange::{body, payment::transfer},
    edition::{key, path},
    language::{Actor, Currency, Holding, Money, PayinOutcome, PersonName, Purpose, Rail},
    portal::{Action, FundedPayin},
    watch::expect_holding,
    world::{StepResult, World},
};

fn not_by_hand(world: &World) -> StepResult {
    if world.common().is_some() {
        let why = "the own accounts of a merchant that all scenarios share hold what each of them has sent there";
        return Err(Fault::not_applicable(why));
    }
    Ok(())
}

/// Finds one of the merchant's own accounts, and remembers it as `{merchant.fees.eur}` and its
/// owner as `{merchant.user}`.
async fn find(world: &mut World, purpose: Purpose, currency: &Currency) -> Result<String, Fault> {
    let key = format!("{purpose}.{}", currency.0.to_lowercase());
    if let Some(known) = world.own_accounts.get(&key) {
        return Ok(known.clone());
    }
    let list = path::own_accounts_for(&purpose.to_string().to_uppercase(), &currency.0);
    let listed = world.read(Actor::Merchant, &list).await?;
    let Some([account]) = listed.as_array().map(Vec::as_slice) else {
        let what = format!("the merchant has not one {purpose} account in {}", currency.0);
        return Err(Nonconformance::new(what, "one account", &listed)
            .shown_by(world.evidence())
            .into());
    };
    let id = text(account, "id")?;
    world.own_accounts.insert("user".to_owned(), text(account, key::USER_ID)?);
    world.own_accounts.insert(key, id.clone());
    Ok(id)
}

#[when(
    expr = "a {rail} payin of {money} to the merchant's {purpose} {currency} account {payin_outcome}"
)]
async fn is_funded(
    world: &mut World,
    step: &gherkin::Step,
    rail: Rail,
    money: Money,
    purpose: Purpose,
    currency: Currency,
    outcome: PayinOutcome,
) -> StepResult {
    not_by_hand(world)?;
    let account = find(world, purpose, &currency).await?;
    let details = body::written(world, step)?;
    let payin = FundedPayin { rail, money, outcome, details };
    let paid = world.operate(&Action::Fund { account, payin }).await?;
    world.orders.extend(made_id(&paid)?);
    Ok(())
}

#[when(
    expr = "the merchant transfers {money} from {person}'s {currency} account to its {purpose} {currency} account"
)]
async fn transfers(
    world: &mut World,
    step: &gherkin::Step,
    money: Money,
    from: PersonName,
    from_currency: Currency,
    purpose: Purpose,
    to_currency: Currency,
) -> StepResult {
    let recipient = find(world, purpose, &to_currency).await?;
    let from = (&from, &from_currency);
    transfer(world, Actor::Merchant, step, (&money, from), &recipient).await
}

#[then(expr = "the merchant's {purpose} {currency} account holds {holding}")]
async fn holds(
    world: &mut World,
    purpose: Purpose,
    currency: Currency,
    held: Holding,
) -> StepResult {
    not_by_hand(world)?;
    let account = find(world, purpose, &currency).await?;
    let account_path = format!("{}/{account}", path::OWN_ACCOUNTS);
    let name = format!("the merchant's {purpose} {} account", currency.0);
    let place = (name.as_str(), account_path.as_str());
    expect_holding(world, Actor::Merchant, place, &currency.0, held).await
}
