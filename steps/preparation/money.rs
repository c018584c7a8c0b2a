//! The accounts of the treasury: opened once, filled by hand with what is missing, and the fee of transfers measured.

use std::rc::Rc;

use conformance_harness::verdict::Fault;

use super::{
    kept::{CastFile, KeptTreasury},
    opened::{Unprepared, open_world, undone_by_person},
};
use crate::{
    arrange::{
        account::open,
        treasury::{balance, send, wait_for_balance},
    },
    edition::{self, path},
    language::{Actor, Money, PersonName},
    portal::{Action, FundedPayin},
    world::{
        CastMember, MeasuredTransfer, Shared, TREASURER, TransferFee, TreasuryAccount, UserRecord,
        World,
    },
};

/// The number of runs for which a person fills the treasury at once: some of its money does not flow back.
const RUNS: i64 = 5;

/// The most that is asked for beyond what one run needs, in minor units.
const MOST_AHEAD: i64 = 10_000_000;

/// The amounts by which the fee of a transfer is measured, in minor units.
const MEASURED: [i64; 2] = [100, 10_000];

/// Opens the treasury for a currency, with at least this money in it for so many scenarios, and the fees of its transfers.
///
/// # Errors
/// If an account cannot be opened, or nobody pays in to it.
pub(super) async fn ensure_money(
    shared: &Rc<Shared>,
    file: &CastFile,
    treasurer: &CastMember,
    needed: &Money,
    scenarios: i64,
) -> Result<(), Unprepared> {
    let Some(common) = &shared.common else { return Ok(()) };
    let mut world = open_world(shared).await?;
    let person = PersonName(TREASURER.to_owned());
    world.people.insert(person.clone(), UserRecord::from(treasurer));
    let currency = needed.currency.as_str();
    let KeptTreasury { accounts, fee: known, .. } =
        treasury(&mut world, file, &person, currency).await?;
    let [paying, measuring] = &accounts;
    // Each scenario is paid once, and gives back once.
    let with_fee = |fee: TransferFee| needed.minor() + fee.of(needed.minor(), 2 * scenarios);
    let to_measure = MEASURED.iter().sum::<i64>();
    fill(&mut world, paying, currency, with_fee(known) + to_measure).await?;
    let fee = measured(&mut world, paying, measuring, currency).await?;
    let held = fill(&mut world, paying, currency, with_fee(fee)).await?;
    let kept = KeptTreasury { accounts: accounts.clone(), held, fee };
    file.change(|file| drop(file.treasury.insert(currency.to_owned(), kept)))
        .map_err(Fault::error)?;
    common.treasury.share(&measuring.account);
    common.treasury.open(currency, paying.clone(), fee);
    Ok(())
}

/// Asks for money if too little is in an account, enough for later runs too, and gives its balance then.
async fn fill(
    world: &mut World,
    filled: &TreasuryAccount,
    currency: &str,
    wanted: i64,
) -> Result<i64, Unprepared> {
    let place = path::account(&filled.user, &filled.account);
    let held = balance(world, &place).await?;
    if held >= wanted {
        return Ok(held);
    }
    let ahead = (wanted * (RUNS - 1)).min(MOST_AHEAD);
    let missing = Money::of_minor(currency, wanted + ahead - held);
    let account = filled.account.clone();
    let action = Action::Fund { account, payin: FundedPayin::by_bank(missing) };
    let filled = async {
        world.operate(&action).await?;
        wait_for_balance(world, &place, wanted, edition::PAYIN_RULE).await
    };
    let filled = filled.await;
    filled.map_err(|fault| undone_by_person(world, fault))?;
    Ok(balance(world, &place).await?)
}

/// The treasury of a currency: the one that is kept, if its accounts are still there, else a new one.
async fn treasury(
    world: &mut World,
    file: &CastFile,
    person: &PersonName,
    currency: &str,
) -> Result<KeptTreasury, Fault> {
    if let Some(kept) = file.kept().treasury.get(currency) {
        let mut are_there = true;
        for TreasuryAccount { user, account } in &kept.accounts {
            let place = path::account(user, account);
            let shown = world.call(Actor::Merchant, "GET", &place, None).await?;
            are_there &= !shown.response.is_client_error();
        }
        if are_there {
            return Ok(kept.clone());
        }
    }
    let accounts = [opened(world, person, currency).await?, opened(world, person, currency).await?];
    let new = KeptTreasury { accounts, held: 0, fee: TransferFee::default() };
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
    let payer = path::account(&paying.user, &paying.account);
    let mut seen = [MeasuredTransfer { sent: 0, paid: 0, arrived: 0 }; 2];
    for (amount, seen) in MEASURED.into_iter().zip(&mut seen) {
        let (had, before) = (balance(world, &payer).await?, balance(world, &place).await?);
        send(world, paying, &Money::of_minor(currency, amount), &measuring.account).await?;
        wait_for_balance(world, &place, before + 1, edition::TRANSFER_RULE).await?;
        *seen = MeasuredTransfer {
            sent: amount,
            paid: had - balance(world, &payer).await?,
            arrived: balance(world, &place).await? - before,
        };
    }
    let fee = TransferFee::measured(seen[0], seen[1]);
    let held = Money::of_minor(currency, fee.sendable(balance(world, &place).await?));
    if held.minor() > 0 {
        // A refusal leaves a little money there.
        let _ = send(world, measuring, &held, &paying.account).await;
    }
    Ok(fee)
}
