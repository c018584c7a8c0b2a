//! What a merchant is promised by webhooks: its mailbox, the registered addresses, and when everything due has been told.

use std::{collections::HashSet, sync::Arc, time::Instant};

use conformance_harness::{
    checks::Secret,
    exchange::Exchange,
    sink::{Certificate, Delivery, Mailbox},
    verdict::{Fault, Nonconformance},
};

use serde_json::Value;

use crate::{
    operator::{Action, json::answered},
    oracle::{self, Census},
    world::{World, text},
};

/// Where the merchant's events go.
#[derive(Clone, Debug)]
pub struct Listening {
    /// The mailbox they arrive in.
    pub mailbox: Mailbox,
    /// The secrets that signed, one after the other.
    pub secrets: Vec<Secret>,
    /// The types subscribed now.
    pub subscribed: HashSet<String>,
    /// The types subscribed at some time.
    pub ever_subscribed: HashSet<String>,
    /// What there was before this subscription; nobody can say what was told of it.
    pub known_before: HashSet<String>,
    /// Answers are held: draining would wait for them.
    pub held: bool,
    /// Something was sent again on request.
    pub resent: bool,
    registrations: Vec<Registration>,
}

/// From which delivery on which address was the registered one.
#[derive(Clone, Debug)]
struct Registration {
    from: usize,
    subpath: String,
    certificate: Certificate,
}

impl Listening {
    /// Whether the target must refuse to deliver to the endpoint as it is now.
    #[must_use]
    pub fn is_unproven(&self) -> bool {
        self.registrations.last().is_some_and(|last| last.certificate != Certificate::Trusted)
    }

    /// Another address was registered; of those of the mailbox, everything later must go there.
    pub fn moved_to(&mut self, url: &str) {
        if let Some((_, subpath)) = url.split_once(&self.mailbox.path()) {
            let from = self.mailbox.deliveries().len();
            let subpath = subpath.to_owned();
            let certificate = Certificate::Trusted;
            self.registrations.push(Registration { from, subpath, certificate });
        }
    }

    /// From now on deliveries are signed with the secret that the Portal has just shown.
    ///
    /// # Errors
    /// When the Portal's answer has no secret.
    pub fn signed_with(&mut self, shown: &Value) -> Result<(), Fault> {
        let (from, value) = (self.mailbox.deliveries().len(), text(shown, "secret")?);
        self.secrets.push(Secret { from, value });
        Ok(())
    }

    /// Deliveries that went where nothing may go: to an address that was replaced, behind a redirect, to an endpoint whose
    /// certificate proves nothing.
    #[must_use]
    pub fn misdirected(&self, deliveries: &[Delivery]) -> Vec<Nonconformance> {
        let findings = deliveries.iter().enumerate().filter_map(|(index, delivery)| {
            let registered = self.registrations.iter().rev().find(|one| one.from <= index)?;
            let finding = if registered.certificate != Certificate::Trusted {
                Nonconformance::new(
                    "a delivery reached an endpoint whose certificate proves nothing",
                    "no delivery: the certificate is not one to be trusted for this host",
                    "a delivery",
                )
                .of_check("webhook trust")
            } else if registered.subpath != delivery.subpath {
                Nonconformance::new(
                    "a delivery went to another address than the registered one",
                    format!("the address ending in {:?}", registered.subpath),
                    format!("the address ending in {:?}", delivery.subpath),
                )
                .of_check("webhook address")
            } else {
                return None;
            };
            Some(finding.shown_by(delivery.as_text()))
        });
        findings.collect()
    }
}

/// Registers the scenario's mailbox for these types; the secret is read so that signatures can be checked.
///
/// # Errors
/// When the Portal refuses.
pub async fn listen(
    world: &mut World,
    events: Vec<String>,
    certificate: Certificate,
) -> Result<(), Fault> {
    if let Some(kept) = world.shared.by_hand.borrow().clone() {
        // A person registers one endpoint for the whole run; every scenario begins with it empty.
        kept.mailbox.clear();
        world.listening = Some(kept);
        return Ok(());
    }
    settle(world).await?;
    let before = world.listening.take();
    let mailbox = match &before {
        Some(listening) => listening.mailbox.clone(),
        None => world.shared.sink.mailbox(),
    };
    let url = world.shared.sink.address(&mailbox, certificate);
    let action = Action::RegisterEndpoint { url, events: events.clone() };
    let mut told = world.operate(&action).await?;
    if answered(&told, 200)?.get("secret").is_none() {
        // The page does not show it with the endpoint.
        told = world.operate(&Action::ReadSecret).await?;
    }
    let secret = answered(&told, 200)?;
    let known_before = if world.people.is_empty() {
        HashSet::new()
    } else {
        Census::take(world).await?.resources()
    };
    let from = mailbox.deliveries().len();
    let mut listening = before.unwrap_or_else(|| Listening {
        mailbox,
        secrets: Vec::new(),
        subscribed: HashSet::new(),
        ever_subscribed: HashSet::new(),
        known_before: HashSet::new(),
        held: false,
        resent: false,
        registrations: Vec::new(),
    });
    listening.signed_with(secret)?;
    listening.ever_subscribed.extend(events.iter().cloned());
    listening.subscribed = events.into_iter().collect();
    listening.known_before = known_before;
    listening.registrations.push(Registration { from, subpath: String::new(), certificate });
    if world.shared.operator.is_person() {
        world.shared.by_hand.replace(Some(listening.clone()));
    }
    world.listening = Some(listening);
    Ok(())
}

/// Every type the documents know.
#[must_use]
pub fn all_events(world: &World) -> Vec<String> {
    world.shared.contract.event_types().map(str::to_owned).collect()
}

/// Waits until the target has nothing more to deliver, so that what has not arrived never will.
///
/// A target that cannot be drained is waited for until it has told everything that its state says it must.
///
/// # Errors
/// When draining fails or the state cannot be read.
pub async fn settle(world: &mut World) -> Result<(), Fault> {
    let Some(listening) = world.listening.as_ref().filter(|listening| !listening.held) else {
        return Ok(());
    };
    if !world.shared.target.claims("drain") {
        return if listening.is_unproven() { Ok(()) } else { oracle::await_events(world).await };
    }
    if world.trace.is_settled {
        return Ok(());
    }
    let begun = Instant::now();
    let drained = drain(world, None).await;
    world.waited(begun);
    let drained = drained?;
    if drained.response.status == 200 {
        world.trace.is_settled = true;
        return Ok(());
    }
    Err(Nonconformance::new(
        "the target does not come to rest",
        "every delivery that is due has been attempted",
        "deliveries are still due or in flight at the time limit",
    )
    .shown_by(drained.as_curl())
    .into())
}

/// So long a target may take to notice that attempts have run out of time; what is still held then is not due yet.
const TIMEOUT_NOTICED_MS: u64 = 250;

/// After a leap of time with answers held: waits until the attempts that ran out of time have ended.
///
/// # Errors
/// When the target cannot be asked.
pub async fn await_timeouts(world: &mut World) -> Result<(), Fault> {
    let held = world.listening.as_ref().is_some_and(|listening| listening.held);
    if held && world.shared.target.claims("drain") {
        let begun = Instant::now();
        let drained = drain(world, Some(TIMEOUT_NOTICED_MS)).await;
        world.waited(begun);
        drained?;
    }
    Ok(())
}

async fn drain(world: &mut World, limit_ms: Option<u64>) -> Result<Arc<Exchange>, Fault> {
    let kept = world.last.take();
    let drained = world.operate(&Action::Drain { limit_ms }).await;
    world.last = kept;
    drained
}
