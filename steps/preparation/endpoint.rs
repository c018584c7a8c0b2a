//! The one endpoint of a merchant that all scenarios share: registered once, with an address that stays from run to run.

use std::{
    rc::Rc,
    time::{Duration, Instant},
};

use conformance_harness::{
    checks::{check_deliveries, other_encoding},
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
    oracle::{ArrivedEvent, check_unique, is_older},
    portal::{Action, PREPARATION},
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
    /// The number of deliveries that came before the secret was known.
    unsigned: usize,
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
    let access = world.merchant(Actor::Merchant)?.access.clone();
    let action = Action::RegisterEndpoint { url: url.clone(), events: all_events(&world) };
    // A browser registers it in every run: the Portal may have lost it since, or know another address or other events.
    let is_registered = file.kept().registered.as_deref() == Some(url.as_str())
        && shared.operator.asks_person(&access, &action);
    file.change(|kept| kept.endpoint = Some(token)).map_err(Fault::error)?;
    let part = mailbox.part();
    part.take_rest(|_| true);
    if !is_registered {
        register_common(&mut world, url.clone()).await?;
    }
    let listened = listen_with(&mut world, &mailbox).await;
    if is_registered && matches!(listened, Err(Fault::Error { .. })) {
        // The Portal shows no secret: it does not know the endpoint any more.
        file.change(|kept| kept.registered = None).map_err(Fault::error)?;
        register_common(&mut world, url.clone()).await?;
        listen_with(&mut world, &mailbox).await?;
    } else {
        listened?;
    }
    let unsigned = part.deliveries().len();
    Ok(AwaitedEndpoint { world, part, url, was_heard: false, unsigned })
}

/// Reads the secret, and lets scenarios listen with this mailbox.
async fn listen_with(world: &mut World, mailbox: &Mailbox) -> Result<(), Fault> {
    let mut listening = Listening::new(mailbox.clone());
    read_secret(world, &mut listening).await?;
    let events = all_events(world);
    listening.ever_subscribed.extend(events.iter().cloned());
    listening.subscribed = events.into_iter().collect();
    listening.registered(Certificate::Trusted);
    if let Some(common) = &world.shared.common {
        common.listening.replace(Some(listening));
    }
    Ok(())
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
        let proved = self.try_out(shared, file, treasurer).await;
        self.judge(shared);
        shared.sink.close(&self.part);
        proved
    }

    /// Checks what has come so far as in a scenario: the first delivery of an endpoint comes at no other time.
    fn judge(&self, shared: &Shared) {
        let Some(common) = &shared.common else { return };
        let Some(listening) = common.listening.borrow().clone() else { return };
        let (layers, convention) = (&shared.target.layers, self.world.convention());
        let begun = self.world.trace.record.opened();
        let all = self.part.deliveries().into_iter().skip(self.unsigned);
        let new: Vec<_> = all.filter(|delivery| !is_older(&delivery.body, begun)).collect();
        if other_encoding(&convention, &listening.secrets, &new).is_some() {
            // Scenarios judge whether that is the target's mistake, or the profile's.
            return;
        }
        let expected = listening.expectations(layers);
        let mut findings = check_deliveries(&shared.contract, &convention, &expected, &new);
        let events = ArrivedEvent::of_target(&listening, layers, &new);
        let mut owners = shared.owners.borrow_mut();
        owners.begin(PREPARATION);
        let unique = check_unique(&mut owners, &[], &events, &shared.contract, layers);
        findings.extend(unique);
        common.early.borrow_mut().extend(findings);
    }

    async fn try_out(
        &mut self,
        shared: &Shared,
        file: &CastFile,
        treasurer: &CastMember,
    ) -> Result<(), Fault> {
        let person = PersonName(TREASURER.to_owned());
        self.world.people.insert(person.clone(), UserRecord::from(treasurer));
        let (mut begun, mut pause) = (Instant::now(), Duration::from_secs(2));
        let mut was_asked = !self.world.asked.is_empty();
        let action = Action::RegisterEndpoint { url: self.url.clone(), events: Vec::new() };
        let access = self.world.merchant(Actor::Merchant)?.access.clone();
        let is_hand = shared.operator.asks_person(&access, &action);
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
                if is_hand && !was_asked {
                    // An earlier run has seen it registered, and it is so no longer.
                    register_common(&mut self.world, self.url.clone()).await?;
                    (begun, was_asked) = (Instant::now(), true);
                    continue;
                }
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
