//! The accounts of the treasury: opened once, filled by hand with what is missing, and the fee of transfers measured.

use std::rc::Rc;

use conformance_harness::verdict::Fault;

use super::{kept::CastFile, opened::open_world};
use crate::{
    arrange::{
        account::open,
        treasury::{balance, send, wait_for_balance},
    },
    edition::path,
    language::{Actor, Money, PayinOutcome, PersonName, Rail},
    portal::Action,
    world::{CastMember, Shared, TREASURER, TransferFee, TreasuryAccount, UserRecord, World},
};

/// The amounts by which the fee of a transfer is measured, in minor units.
const MEASURED: [i64; 2] = [100, 10_000];

/// Opens the treasury for a currency, with at least this money in it.
///
/// # Errors
/// If an account cannot be opened, or nobody pays in to it.
pub(super) async fn ensure_money(
    shared: &Rc<Shared>,
    file: &CastFile,
    treasurer: &CastMember,
    needed: &Money,
) -> Result<(), Fault> {
    let Some(common) = &shared.common else { return Ok(()) };
    let mut world = open_world(shared).await?;
    let person = PersonName(TREASURER.to_owned());
    world.people.insert(person.clone(), UserRecord::from(treasurer));
    let currency = needed.currency.as_str();
    let [paying, measuring] = accounts(&mut world, file, &person, currency).await?;
    let place = path::account(&paying.user, &paying.account);
    let wanted = needed.minor() + MEASURED.iter().sum::<i64>();
    let held = balance(&mut world, &place).await?;
    if held < wanted {
        let missing = Money::of_minor(currency, wanted - held);
        let (account, rail, fate) = (paying.account.clone(), Rail::Bank, PayinOutcome::Settle);
        let action = Action::Fund { account, rail, money: missing, fate };
        world.operate(&action).await?;
        wait_for_balance(&mut world, &place, wanted).await?;
    }
    let fee = measured(&mut world, &paying, &measuring, currency).await?;
    common.treasury.open(currency, paying, fee);
    common.treasury.share(&measuring.account);
    Ok(())
}

/// The two accounts of a currency: those that are kept, if they are still there, else new ones.
async fn accounts(
    world: &mut World,
    file: &CastFile,
    person: &PersonName,
    currency: &str,
) -> Result<[TreasuryAccount; 2], Fault> {
    if let Some(kept) = file.kept().treasury.get(currency) {
        let mut are_there = true;
        for TreasuryAccount { user, account } in kept {
            let place = path::account(user, account);
            let shown = world.call(Actor::Merchant, "GET", &place, None).await?;
            are_there &= !shown.response.is_client_error();
        }
        if are_there {
            return Ok(kept.clone());
        }
    }
    let new = [opened(world, person, currency).await?, opened(world, person, currency).await?];
    let kept = new.clone();
    file.change(|file| drop(file.treasury.insert(currency.to_owned(), kept)))
        .map_err(Fault::error)?;
    Ok(new)
}

async fn opened(
    world: &mut World,
    person: &PersonName,
    currency: &str,
) -> Result<TreasuryAccount, Fault> {
    open(world, Actor::Merchant, person, currency).await?;
    let (user, account) = world.account(person, currency)?;
    Ok(TreasuryAccount { user, account })
}

/// Measures the fee of transfers by two of them, which are sent back.
async fn measured(
    world: &mut World,
    paying: &TreasuryAccount,
    measuring: &TreasuryAccount,
    currency: &str,
) -> Result<TransferFee, Fault> {
    let place = path::account(&measuring.user, &measuring.account);
    let mut seen = [(0, 0); 2];
    for (amount, seen) in MEASURED.into_iter().zip(&mut seen) {
        let before = balance(world, &place).await?;
        send(world, paying, &Money::of_minor(currency, amount), &measuring.account).await?;
        wait_for_balance(world, &place, before + 1).await?;
        *seen = (amount, balance(world, &place).await? - before);
    }
    let fee = TransferFee::measured(seen[0], seen[1]);
    let held = Money::of_minor(currency, fee.sendable(balance(world, &place).await?));
    if held.minor() > 0 {
        // A refusal, as for a fee beside the amount, leaves a little money there.
        let _ = send(world, measuring, &held, &paying.account).await;
    }
    Ok(fee)
}
