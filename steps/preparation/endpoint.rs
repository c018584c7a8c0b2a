//! The one endpoint of a merchant that all scenarios share: registered once, with an address that stays from run to run.

use std::{
    rc::Rc,
    time::{Duration, Instant},
};

use conformance_harness::{
    sink::{Certificate, Mailbox, new_token},
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

/// The endpoint while it is not known whether events reach it.
pub(super) struct AwaitedEndpoint {
    /// The world that has asked for the registration, if somebody had to be asked.
    world: World,
    /// Gets every event that comes.
    part: Mailbox,
    url: String,
    was_heard: bool,
}

/// Opens the mailbox of the endpoint, and asks for its registration unless an earlier run has done so.
///
/// # Errors
/// If the secret is not known, or the Portal refuses.
pub(super) async fn register(
    shared: &Rc<Shared>,
    file: &CastFile,
) -> Result<AwaitedEndpoint, Fault> {
    let mut world = open_world(shared).await?;
    let token = file.kept().endpoint.unwrap_or_else(new_token);
    let mailbox = shared.sink.shared_mailbox(&token);
    let url = shared.sink.address(&mailbox, Certificate::Trusted);
    let is_registered = file.kept().registered.as_deref() == Some(url.as_str());
    file.change(|kept| kept.endpoint = Some(token)).map_err(Fault::error)?;
    let part = mailbox.part();
    part.take_rest();
    if !is_registered {
        register_common(&mut world, url.clone()).await?;
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
    Ok(AwaitedEndpoint { world, part, url, was_heard: false })
}

impl AwaitedEndpoint {
    /// Waits for an event, whatever it is about: it shows that the address is registered, which is kept at once.
    ///
    /// # Errors
    /// If it cannot be kept.
    pub(super) async fn hear(&mut self, file: &CastFile) -> Result<(), Fault> {
        let arrived = self.part.wait_until(Duration::MAX, |all| !all.is_empty()).await;
        if arrived.is_ok() {
            self.heard(file)?;
        }
        Ok(())
    }

    fn heard(&mut self, file: &CastFile) -> Result<(), Fault> {
        self.was_heard = true;
        self.world.effect_seen();
        file.change(|kept| kept.registered = Some(self.url.clone())).map_err(Fault::error)
    }

    /// Opens accounts of the treasurer until an event arrives.
    ///
    /// # Errors
    /// If none arrives in time.
    pub(super) async fn prove(
        mut self,
        shared: &Rc<Shared>,
        file: &CastFile,
        treasurer: &CastMember,
    ) -> Result<(), Fault> {
        let proved = self.try_out(file, treasurer).await;
        shared.sink.close(&self.part);
        proved
    }

    async fn try_out(&mut self, file: &CastFile, treasurer: &CastMember) -> Result<(), Fault> {
        let person = PersonName(TREASURER.to_owned());
        self.world.people.insert(person.clone(), UserRecord::from(treasurer));
        let (begun, mut pause) = (Instant::now(), Duration::from_secs(2));
        let was_asked = !self.world.asked.is_empty();
        while !self.was_heard {
            let world = &mut self.world;
            open(world, Actor::Merchant, &person, PROVING_CURRENCY).await?;
            let timeout = if was_asked { pause } else { EVENT_TIMEOUT };
            if self.part.wait_until(timeout, |all| !all.is_empty()).await.is_ok() {
                self.heard(file)?;
                break;
            }
            world.skipped().map_or(Ok(()), Err)?;
            if !was_asked || begun.elapsed() > world.effect_timeout(begun) {
                // The next run asks for the registration again.
                file.change(|kept| kept.registered = None).map_err(Fault::error)?;
                return Err(Fault::error(format!(
                    "no event has arrived at the webhook address {}; register it in the Portal with all events, and make \
                     sure that the target reaches it",
                    self.url
                )));
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        Ok(())
    }
}

/// The currency of the accounts that are opened for their event.
const PROVING_CURRENCY: &str = "EUR";
