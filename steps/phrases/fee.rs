//! Phrases about fees: what each kind of order costs, in the part of the system and that of the merchant.

use conformance_harness::verdict::Fault;
use cucumber::{given, when};
use serde_json::{Map, Value, json};

use crate::{
    language::Money,
    portal::{Action, json::answered},
    world::{Step, World},
};

#[given("these fees are charged:")]
async fn are_charged(world: &mut World, step: &gherkin::Step) -> Step {
    charge(world, step).await
}

#[when("the operator charges these fees:")]
async fn charges(world: &mut World, step: &gherkin::Step) -> Step {
    charge(world, step).await
}

async fn charge(world: &mut World, step: &gherkin::Step) -> Step {
    let fees = read(step)?;
    let set = world.operate(&Action::ChargeFees { fees }).await?;
    answered(&set, 200).map(drop)
}

/// The table as the Portal takes it: a row per kind of order, with what system and merchant charge.
fn read(step: &gherkin::Step) -> Result<Value, Fault> {
    let table = step.table.as_ref().ok_or_else(|| Fault::error("this phrase needs a table"))?;
    let mut rows = table.rows.iter();
    let header = rows.next().map(Vec::as_slice).unwrap_or_default();
    if header != ["order", "system", "merchant"] {
        return Err(Fault::error("the first row must read: order, system, merchant"));
    }
    let mut fees = Map::new();
    for row in rows {
        let [order, system, merchant] = row.as_slice() else { continue };
        let kind = kind(order)?;
        fees.insert(kind, json!({ "system": part(system)?, "merchant": part(merchant)? }));
    }
    Ok(fees.into())
}

/// `bank payin` as the Portal calls it.
fn kind(order: &str) -> Result<String, Fault> {
    let (rail, way) = order.split_once(' ').unwrap_or_default();
    let way = match way {
        "payin" => "PAY_IN",
        "payout" => "PAY_OUT",
        _ => {
            return Err(Fault::error(format!(
                "{order:?} is not a kind of order, as in bank payin"
            )));
        }
    };
    Ok(format!("{}_{way}", rail.to_uppercase()))
}

/// `nothing`, `1.5%`, `0.40`, or both as in `1.5% + 0.40`.
fn part(cell: &str) -> Result<Value, Fault> {
    let mut part = Map::new();
    for term in cell.split(" + ").filter(|term| *term != "nothing") {
        if let Some(percent) = term.strip_suffix('%') {
            part.insert("percent".into(), percent.into());
            continue;
        }
        // Charged in the currency of the order, whichever it is.
        let fixed = format!("EUR {term}").parse::<Money>();
        let fixed = fixed.map_err(|_| Fault::error(format!("{term:?} is no fee")))?;
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
        assert_eq!(kind("crypto payout").unwrap(), "CRYPTO_PAY_OUT");
    }
}
