//! The one endpoint of a merchant that all scenarios share: registered once, with an address that stays from run to run.

use std::{
    rc::Rc,
    time::{Duration, Instant},
};

use conformance_harness::{
    sink::{Certificate, new_token},
    verdict::Fault,
};

use super::{kept::CastFile, opened::open_world};
use crate::{
    arrange::{
        account::open,
        listening::{all_events, read_secret, register_common},
    },
    language::{Actor, PersonName},
    world::{CastMember, Listening, Shared, TREASURER, UserRecord, World},
};

/// The longest pause between two looks whether the endpoint is registered. Each look opens an account.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// The time in which the event of a new account arrives.
const EVENT_TIMEOUT: Duration = Duration::from_secs(15);

/// Opens the mailbox of the endpoint, and asks for its registration unless an earlier run has done so; gives the world that has
/// asked.
///
/// # Errors
/// If the secret is not known, or the Portal refuses.
pub(super) async fn register(shared: &Rc<Shared>, file: &CastFile) -> Result<World, Fault> {
    let mut world = open_world(shared).await?;
    let token = file.kept().endpoint.unwrap_or_else(new_token);
    let mailbox = shared.sink.shared_mailbox(&token);
    let url = shared.sink.address(&mailbox, Certificate::Trusted);
    let is_registered = file.kept().registered.as_deref() == Some(url.as_str());
    file.change(|kept| kept.endpoint = Some(token)).map_err(Fault::error)?;
    if !is_registered {
        register_common(&mut world, url).await?;
    }
    let mut listening = Listening::new(mailbox);
    read_secret(&mut world, &mut listening).await?;
    let events = all_events(&world);
    listening.ever_subscribed.extend(events.iter().cloned());
    listening.subscribed = events.into_iter().collect();
    listening.registered(Certificate::Trusted);
    if let Some(common) = &shared.common {
        common.listening.replace(Some(listening));
    }
    Ok(world)
}

/// Waits until the event of a new account arrives at the endpoint.
///
/// # Errors
/// If none arrives in time.
pub(super) async fn prove(
    shared: &Rc<Shared>,
    file: &CastFile,
    treasurer: &CastMember,
    mut world: World,
) -> Result<(), Fault> {
    let Some(common) = &shared.common else { return Ok(()) };
    let Some(listening) = common.listening.borrow().clone() else { return Ok(()) };
    let person = PersonName(TREASURER.to_owned());
    world.people.insert(person.clone(), UserRecord::from(treasurer));
    let part = listening.mailbox.part();
    let (begun, mut pause) = (Instant::now(), Duration::from_secs(2));
    let was_asked = !world.asked.is_empty();
    let url = shared.sink.address(&listening.mailbox, Certificate::Trusted);
    loop {
        open(&mut world, Actor::Merchant, &person, PROVING_CURRENCY).await?;
        let (_, account) = world.account(&person, PROVING_CURRENCY)?;
        part.claim(&account);
        let timeout = if was_asked { pause } else { EVENT_TIMEOUT };
        let arrived = part.wait_until(timeout, |all| !all.is_empty()).await;
        if arrived.is_ok() {
            shared.sink.close(&part);
            world.effect_seen();
            return file.change(|kept| kept.registered = Some(url)).map_err(Fault::error);
        }
        world.skipped().map_or(Ok(()), Err)?;
        if !was_asked || begun.elapsed() > world.effect_timeout(begun) {
            // The next run asks for the registration again.
            file.change(|kept| kept.registered = None).map_err(Fault::error)?;
            return Err(Fault::error(format!(
                "no event has arrived at the webhook address {url}; register it in the Portal with all events, and make sure \
                 that the target reaches it"
            )));
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// The currency of the accounts that are opened for their event.
const PROVING_CURRENCY: &str = "EUR";
