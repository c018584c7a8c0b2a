//! Waits until an account holds the expected amounts.

use conformance_harness::{
    layer::Layer,
    verdict::{Fault, Nonconformance},
};
use serde_json::Value;

use crate::{
    edition::key,
    language::{Actor, Holding, Money, PendingDirection},
    world::{StepResult, World},
};

/// Reads an account until its balance and its pending money are as expected.
pub(crate) async fn expect_holding(
    world: &mut World,
    actor: Actor,
    (name, account_path): (&str, &str),
    currency: &str,
    holding: Holding,
) -> StepResult {
    let none = Money::of_minor(currency, 0);
    let (coming, going) = match holding.pending {
        None => (none.clone(), none),
        Some((money, PendingDirection::In)) => (money, none),
        Some((money, PendingDirection::Out)) => (none, money),
    };
    let wanted =
        [(key::BALANCE, holding.balance), (key::PENDING_IN, coming), (key::PENDING_OUT, going)];
    let found = async |world: &mut World| {
        let shown = world.read(actor, account_path).await?;
        // Only the reference has pending amounts, and what they count is this project's decision.
        let may_lack = !world.binds(Layer::Reference);
        let is_ours = world.binds(Layer::Decided);
        let right = |(key, money): &(&str, Money)| match shown.get(*key) {
            None | Some(Value::Null) => may_lack && *key != key::BALANCE,
            Some(amount) if *key == key::BALANCE || is_ours => {
                amount.as_i64() == Some(money.minor())
            }
            Some(amount) => amount.is_i64(),
        };
        Ok(wanted.iter().all(right).then_some(()))
    };
    let missing = |world: &World| {
        let answer = world.last.as_ref();
        let shown = answer.map_or(&Value::Null, |last| last.response.json());
        let actual = wanted.iter().map(|(key, _)| match shown.get(*key).map(Value::as_i64) {
            Some(Some(minor)) => format!("{key} {}", Money::of_minor(currency, minor)),
            Some(None) => format!("{key} {}, which is no whole number", shown[*key]),
            None => format!("{key} is not there"),
        });
        let actual: Vec<String> = actual.collect();
        let expected: Vec<String> =
            wanted.iter().map(|(key, money)| format!("{key} {money}")).collect();
        Fault::from(
            Nonconformance::new(
                format!("{name} holds another amount"),
                expected.join(", "),
                actual.join(", "),
            )
            .shown_by(world.evidence()),
        )
    };
    world.poll(found, missing).await
}
