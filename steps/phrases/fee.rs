//! Phrases about fees: the costs of each kind of order, in the system's part and the merchant's part.

use conformance_harness::verdict::Fault;
use cucumber::{given, when};
use serde_json::{Map, Value, json};

use crate::{
    arrange::table,
    edition,
    language::Money,
    portal::{Action, json::answered},
    world::{StepResult, World},
};

#[given("these fees are charged:")]
async fn are_charged(world: &mut World, step: &gherkin::Step) -> StepResult {
    charge(world, step).await
}

#[when("the operator charges these fees:")]
async fn charges(world: &mut World, step: &gherkin::Step) -> StepResult {
    charge(world, step).await
}

async fn charge(world: &mut World, step: &gherkin::Step) -> StepResult {
    let fees = read(step)?;
    let set = world.operate(&Action::ChargeFees { fees }).await?;
    answered(&set, 200).map(drop)
}

/// The table as the Portal takes it: a row for each kind of order, with the parts of system and merchant.
fn read(step: &gherkin::Step) -> Result<Value, Fault> {
    let mut fees = Map::new();
    for [order, system, merchant] in table::rows(step, ["order", "system", "merchant"])? {
        let kind = edition::order_type(&order).ok_or_else(|| {
            Fault::error(format!("{order:?} is not a kind of order; write it as in bank payin"))
        })?;
        fees.insert(kind, json!({ "system": part(&system)?, "merchant": part(&merchant)? }));
    }
    Ok(fees.into())
}

/// A part of a fee: `nothing`, `1.5%`, `0.40`, or both as in `1.5% + 0.40`.
fn part(cell: &str) -> Result<Value, Fault> {
    let mut part = Map::new();
    for term in cell.split(" + ").filter(|term| *term != "nothing") {
        if let Some(percent) = term.strip_suffix('%') {
            part.insert("percent".into(), percent.into());
            continue;
        }
        // The fee is charged in the currency of the order; this one is only needed to read the amount.
        let fixed = format!("EUR {term}").parse::<Money>();
        let fixed = fixed.map_err(|_| {
            Fault::error(format!("{term:?} is not a fee; write it as in 1.5% or 0.40"))
        })?;
        part.insert("fixed".into(), fixed.minor().into());
    }
    Ok(part.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_a_share_something_fixed_or_both() {
        let part = |cell| part(cell).unwrap();
        assert_eq!(part("nothing"), json!({}));
        assert_eq!(part("1.5%"), json!({"percent": "1.5"}));
        assert_eq!(part("1.5% + 0.40"), json!({"percent": "1.5", "fixed": 40}));
    }
}
