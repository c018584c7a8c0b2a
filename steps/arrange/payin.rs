//! Simulated payins.

use conformance_harness::verdict::{Fault, Nonconformance};

use crate::{
    answers::text,
    edition::path,
    language::{Money, PayinOutcome, Person, Rail},
    portal::{Action, json::answered},
    watch::all_pages,
    world::{World, ids},
};

/// Simulates a payin and gives its order's id; a person's is found among the account's orders.
pub(crate) async fn fund(
    world: &mut World,
    person: &Person,
    currency: &str,
    rail: Rail,
    money: &Money,
    fate: PayinOutcome,
) -> Result<String, Fault> {
    let (user, account) = world.account(person, currency)?;
    let action = Action::Fund { account: account.clone(), rail, money: money.clone(), fate };
    let orders = path::of_account(&user, &account, "orders");
    let order = if world.shared.operator.is_person() {
        let known = ids(&all_pages(world, &orders, "orders").await?);
        world.operate(&action).await?;
        let found = async |world: &mut World| {
            let now = ids(&all_pages(world, &orders, "orders").await?);
            Ok(now.into_iter().find(|id| !known.contains(id)))
        };
        let missing = |_: &World| {
            let what = "no order appeared after funding by hand";
            Nonconformance::new(what, format!("a payin of {money}"), "no new order").into()
        };
        world.poll(found, missing).await?
    } else {
        text(answered(&*world.operate(&action).await?, 201)?, "id")?
    };
    world.orders.push(order.clone());
    Ok(order)
}
