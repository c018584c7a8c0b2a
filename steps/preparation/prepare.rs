//! The course of the preparation: all requests to a person at once, as far as none waits for another.

use std::{collections::BTreeSet, rc::Rc};

use conformance_harness::verdict::Fault;
use futures::future::{join_all, try_join};
use tokio::{select, sync::Notify};

use super::{
    endpoint,
    kept::{CastFile, KeptCast},
    members, money,
    opened::{Unprepared, open_world},
};
use crate::{
    arrange::treasury::balance,
    edition::path,
    language::Money,
    portal::PortalOperator,
    world::{CommonMerchant, Prepared, Shared, TREASURER},
};

/// Sets back what an earlier run has changed in the Portal and left, and notes in the file what must be set back from now on.
///
/// # Errors
/// If the Portal does not allow it: then scenarios would blame the target for a setting.
pub(crate) async fn set_back(operator: &PortalOperator, file: &Rc<CastFile>) -> Result<(), Fault> {
    let place = Rc::clone(file);
    let keeper = move |acts| place.change(|kept| kept.to_undo = acts).map_err(Fault::error);
    operator.undo_left(file.kept().to_undo, keeper).await
}

/// Prepares what scenarios of one merchant share.
///
/// # Errors
/// If it is not finished: a person did not do what was asked for, or the target refuses.
pub(crate) async fn prepare(
    shared: &Rc<Shared>,
    file: &CastFile,
    jobs: usize,
) -> Result<(), Fault> {
    let Some(common) = &shared.common else { return Ok(()) };
    for member in file.kept().members {
        common.treasury.share(&member.user);
    }
    let gathering = Box::pin(gather_cast(shared, common, file, jobs));
    let filling = Box::pin(endpoint_and_money(shared, common, file));
    try_join(gathering, filling).await.map(drop)
}

/// Gathers the members of the cast.
async fn gather_cast(
    shared: &Rc<Shared>,
    common: &CommonMerchant,
    file: &CastFile,
    jobs: usize,
) -> Result<(), Fault> {
    let names: Vec<(&str, usize)> = common.names().into_iter().collect();
    let kept = file.kept();
    let mut kept = kept.by_name();
    let known = kept.iter().map(|(name, members)| (*name, members.len())).collect();
    let sizes = members::sizes(&names, &known, jobs);
    let mut gathering = Vec::new();
    for (name, size) in sizes {
        let mut known = kept.remove(name).unwrap_or_default().into_iter().cloned();
        let all = (0..size).map(|_| known.next()).collect::<Vec<_>>();
        gathering.extend(all.into_iter().map(|known| async move {
            (name, members::ensure_member(shared, file, name, known).await)
        }));
    }
    let mut skipped = Vec::new();
    let mut found = BTreeSet::new();
    for (name, member) in join_all(gathering).await {
        match member {
            Ok(member) => {
                found.insert(name);
                common.treasury.share(&member.user);
                common.cast.add([member]);
            }
            Err(Unprepared::Ends(fault)) => return Err(fault),
            Err(Unprepared::Missing(fault)) => skipped.push((name, fault)),
        }
    }
    skipped.retain(|(name, _)| !found.contains(name));
    let member = |name: &str| Prepared::Member(name.to_owned());
    let skipped = skipped.into_iter().map(|(name, fault)| (member(name), fault));
    common.missing.borrow_mut().extend(skipped);
    Ok(())
}

/// Registers the endpoint, and fills the treasury.
async fn endpoint_and_money(
    shared: &Rc<Shared>,
    common: &CommonMerchant,
    file: &CastFile,
) -> Result<(), Fault> {
    let (listens, needed) = (common.listens(), common.money());
    if !listens && needed.is_empty() {
        return Ok(());
    }
    let known = file.kept().members.into_iter().find(|member| member.name == TREASURER);
    let is_verified = Notify::new();
    let registering = async {
        if !listens {
            return Ok(None);
        }
        let registered = endpoint::register(shared, file).await;
        let mut registered = unless_missing(common, Prepared::Endpoint, registered)?;
        if let Some(endpoint) = &mut registered {
            select! {
                // Events of the cast may come while the treasurer waits for a person.
                heard = endpoint.hear(file) => heard?,
                () = is_verified.notified() => {}
            }
        }
        Ok(registered)
    };
    let verifying = async {
        let verified = members::ensure_member(shared, file, TREASURER, known).await;
        is_verified.notify_one();
        unless_missing(common, Prepared::Member(TREASURER.to_owned()), verified)
    };
    let (registered, treasurer) = try_join(Box::pin(registering), Box::pin(verifying)).await?;
    let Some(treasurer) = &treasurer else { return Ok(()) };
    common.treasury.share(&treasurer.user);
    let proving = async {
        let Some(endpoint) = registered else { return Ok(()) };
        let proved = endpoint.prove(shared, file, treasurer).await;
        unless_missing(common, Prepared::Endpoint, proved).map(drop)
    };
    let filling = needed.into_iter().map(|(currency, (minor, scenarios))| async move {
        let money = Money::of_minor(currency, minor);
        let filled = money::ensure_money(shared, file, treasurer, &money, scenarios).await;
        unless_missing(common, Prepared::Money(currency.to_owned()), filled).map(drop)
    });
    let filling = async { join_all(filling).await.into_iter().collect::<Result<(), Fault>>() };
    try_join(proving, filling).await.map(drop)
}

/// The prepared thing; none if it is missing, which is kept for the scenarios that need it.
fn unless_missing<T, E: Into<Unprepared>>(
    common: &CommonMerchant,
    what: Prepared,
    done: Result<T, E>,
) -> Result<Option<T>, Fault> {
    match done.map_err(Into::into) {
        Err(Unprepared::Ends(fault)) => Err(fault),
        Err(Unprepared::Missing(fault)) => {
            common.missing.borrow_mut().insert(what, fault);
            Ok(None)
        }
        Ok(done) => Ok(Some(done)),
    }
}

/// The money that the treasury still has, which is kept for the next run.
pub(crate) async fn what_is_left(shared: &Rc<Shared>, file: &CastFile) -> Option<String> {
    let common = shared.common.as_ref()?;
    let accounts = common.treasury.all();
    if accounts.is_empty() {
        return None;
    }
    let mut world = open_world(shared).await.ok()?;
    let mut left = Vec::new();
    for (currency, account) in accounts {
        let place = path::account(&account.user, &account.account);
        let held = balance(&mut world, &place).await.ok()?;
        let note = |file: &mut KeptCast| {
            if let Some(kept) = file.treasury.get_mut(&currency) {
                kept.held = held;
            }
        };
        // The forecast of the next run is better with it, and the next run finds out anyway.
        let _ = file.change(note);
        left.push(Money::of_minor(&currency, held).to_string());
    }
    Some(left.join(", "))
}
