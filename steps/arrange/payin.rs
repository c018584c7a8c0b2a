//! Simulated payins.

use conformance_harness::verdict::{Fault, Nonconformance};

use crate::{
    answers::text,
    edition::{key, path},
    language::{Money, PayinOutcome, PersonName, Rail},
    portal::{Action, json::answered, was_asked},
    watch::all_pages_of,
    world::{World, ids},
};

/// Simulates a payin and gives its order's id. With a person as operator, the order is the new one of the account.
pub(crate) async fn fund(
    world: &mut World,
    person: &PersonName,
    currency: &str,
    rail: Rail,
    money: &Money,
    outcome: PayinOutcome,
) -> Result<String, Fault> {
    let (user, account) = world.account(person, currency)?;
    let actor = person.merchant();
    let action =
        Action::Fund { account: account.clone(), rail, money: money.clone(), fate: outcome };
    let orders = path::account_orders(&user, &account);
    let mut known = Vec::new();
    if world.common().is_some() {
        known = ids(&all_pages_of(world, actor, &orders, key::ORDERS).await?);
    }
    let done = world.operate_as(actor, &action).await?;
    let order = if was_asked(&done) {
        let found = async |world: &mut World| {
            let now = ids(&all_pages_of(world, actor, &orders, key::ORDERS).await?);
            Ok(now.into_iter().find(|id| !known.contains(id)))
        };
        let missing = |_: &World| {
            let what = "no order appeared after funding by hand";
            Nonconformance::new(what, format!("a payin of {money}"), "no new order").into()
        };
        world.poll(found, missing).await?
    } else {
        text(answered(&done, 201)?, "id")?
    };
    world.add_order(actor, order.clone());
    Ok(order)
}
