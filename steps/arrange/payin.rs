//! Simulated payins.

use conformance_harness::verdict::{Fault, Nonconformance};

use serde_json::Value;

use crate::{
    answers::text,
    edition::{key, path, state},
    language::{Actor, Money, PayinOutcome, PersonName},
    portal::{Action, AskedWork, FundedPayin, json::answered, was_asked},
    watch::all_pages_of,
    world::{World, ids},
};

/// Simulates a payin and gives its order's id. With a person as operator, the order is the new one of the account.
pub(crate) async fn fund(
    world: &mut World,
    person: &PersonName,
    currency: &str,
    payin: &FundedPayin,
) -> Result<String, Fault> {
    let (user, account) = world.account(person, currency)?;
    let actor = person.merchant();
    let action = Action::Fund { account: account.clone(), payin: payin.clone() };
    let orders = path::account_orders(&user, &account);
    let mut known = Vec::new();
    if world.common().is_some() {
        known = ids(&all_pages_of(world, actor, &orders, key::ORDERS).await?);
    }
    let done = world.operate_as(actor, &action).await?;
    let order = if was_asked(&done) {
        by_hand(world, actor, &orders, &known, (&payin.money, payin.outcome)).await?
    } else {
        text(answered(&done, 201)?, "id")?
    };
    world.add_order(actor, order.clone());
    Ok(order)
}

/// The new order of an account after a person was asked for a payin.
///
/// # Errors
/// If none appears, or if it is not the payin that was asked for: then the person has made a mistake, and not the target.
async fn by_hand(
    world: &mut World,
    actor: Actor,
    orders: &str,
    known: &[String],
    asked: (&Money, PayinOutcome),
) -> Result<String, Fault> {
    let found = async |world: &mut World| {
        let mut now = all_pages_of(world, actor, orders, key::ORDERS).await?;
        now.retain(|order| text(order, "id").is_ok_and(|id| !known.contains(&id)));
        if let Some(mistake) = mistake(&now, asked) {
            let request = world.asked.last().map(AskedWork::request).unwrap_or_default();
            return Err(Fault::error(format!(
                "{request} {mistake}; run the scenario again, with the work that is asked for"
            )));
        }
        Ok(now.first().and_then(|order| text(order, "id").ok()))
    };
    let missing = |_: &World| {
        let what = "no order appeared after funding by hand";
        Nonconformance::new(what, format!("a payin of {}", asked.0), "no new order").into()
    };
    world.poll(found, missing).await
}

/// The difference of the payins that came from the one that was asked for; none if there is none, or if nothing came yet.
fn mistake(came: &[Value], (money, outcome): (&Money, PayinOutcome)) -> Option<String> {
    let [order] = came else {
        let several = format!("asked for one payin of {money}; {} arrived", came.len());
        return (!came.is_empty()).then_some(several);
    };
    let paid = order.get("origin")?;
    let paid = Money::of_minor(&text(paid, "currency").ok()?, paid.get("amount")?.as_i64()?);
    if (paid.minor(), &paid.currency) != (money.minor(), &money.currency) {
        return Some(format!("asked for {money}; {paid} arrived"));
    }
    let is_failed = order.get("state")?.as_str()? == state::FAILED;
    match outcome {
        PayinOutcome::Settle if is_failed => {
            Some(format!("asked for a payin of {money} that arrives; it was let fail"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(came: &[(i64, &str)]) -> Option<String> {
        let order = |(amount, state): &(i64, &str)| {
            let paid = json!({ "currency": "EUR", "amount": amount });
            json!({ "id": "o", "state": state, "origin": paid })
        };
        let orders: Vec<Value> = came.iter().map(order).collect();
        mistake(&orders, (&Money::of_minor("EUR", 50_000), PayinOutcome::Settle))
    }

    #[test]
    fn a_payin_that_was_not_asked_for_is_a_mistake_of_the_person() {
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[(50_000, state::COMPLETED)]), None);
        assert_eq!(told(&[(50_000, state::PROCESSING)]), None);
        let halved = told(&[(25_000, state::COMPLETED)]).expect("a mistake");
        assert_eq!(halved, "asked for EUR 500.00; EUR 250.00 arrived");
        assert!(told(&[(50_000, state::FAILED)]).is_some());
        assert!(told(&[(50_000, state::COMPLETED), (50_000, state::COMPLETED)]).is_some());
    }
}
