//! The listening merchant: its mailbox, its secrets, its registered addresses.

use std::collections::HashSet;

use conformance_harness::{
    checks::{Expectations, SigningSecret},
    layer::Layers,
    sink::{Certificate, Mailbox, REDIRECTED, ReceivedDelivery},
    verdict::{Fault, Nonconformance},
};

use serde_json::Value;

use crate::answers::text;

/// The subscription of a merchant to events.
#[derive(Clone, Debug)]
pub struct Listening {
    /// The mailbox in which the events arrive.
    pub mailbox: Mailbox,
    /// The secrets that have signed, in their order.
    pub secrets: Vec<SigningSecret>,
    /// The types subscribed now.
    pub subscribed: HashSet<String>,
    /// The types subscribed at some time.
    pub ever_subscribed: HashSet<String>,
    /// The ids of resources older than this subscription: their earlier events are not known.
    pub known_before: HashSet<String>,
    /// True if answers are held, so that draining would wait for them.
    pub held: bool,
    /// True if an event was resent on request.
    pub resent: bool,
    registrations: Vec<EndpointRegistration>,
}

/// A registered address, from one delivery on.
#[derive(Clone, Debug)]
struct EndpointRegistration {
    from: usize,
    subpath: String,
    certificate: Certificate,
}

impl Listening {
    /// A mailbox with no subscription yet.
    #[must_use]
    pub fn new(mailbox: Mailbox) -> Self {
        Self {
            mailbox,
            secrets: Vec::new(),
            subscribed: HashSet::new(),
            ever_subscribed: HashSet::new(),
            known_before: HashSet::new(),
            held: false,
            resent: false,
            registrations: Vec::new(),
        }
    }

    /// The expectations that its deliveries are checked against.
    #[must_use]
    pub fn expectations<'a>(&'a self, layers: &'a Layers) -> Expectations<'a> {
        Expectations {
            secrets: &self.secrets,
            subscribed: &self.ever_subscribed,
            resent: self.resent,
            layers,
        }
    }

    /// Notes that the mailbox itself is the registered address from its next delivery on, with this certificate.
    pub fn registered(&mut self, certificate: Certificate) {
        let from = self.mailbox.deliveries().len();
        self.registrations.push(EndpointRegistration { from, subpath: String::new(), certificate });
    }

    /// The certificate of the endpoint as it is now, if the target must refuse it.
    #[must_use]
    pub fn refused_certificate(&self) -> Option<Certificate> {
        let shown = self.registrations.last().map(|last| last.certificate);
        shown.filter(|certificate| *certificate != Certificate::Trusted)
    }

    /// True if the target must refuse to deliver to the endpoint as it is now.
    #[must_use]
    pub fn is_unproven(&self) -> bool {
        self.refused_certificate().is_some()
    }

    /// Notes that another address was registered. If it belongs to the mailbox, all later deliveries must go there.
    pub fn moved_to(&mut self, url: &str) {
        if let Some((_, subpath)) = url.split_once(&self.mailbox.path()) {
            let from = self.mailbox.deliveries().len();
            let subpath = subpath.to_owned();
            let certificate = Certificate::Trusted;
            self.registrations.push(EndpointRegistration { from, subpath, certificate });
        }
    }

    /// Notes the secret that the Portal has just shown; it signs all later deliveries.
    ///
    /// # Errors
    /// If the Portal's answer has no secret.
    pub fn signed_with(&mut self, shown: &Value) -> Result<(), Fault> {
        let (from, value) = (self.mailbox.deliveries().len(), text(shown, "secret")?);
        self.mailbox.signed_with(&value);
        self.secrets.push(SigningSecret { from, value });
        Ok(())
    }

    /// Findings about deliveries that went to a wrong place: to a replaced address (HOOK-1), after a redirect (HOOK-10), to an
    /// endpoint whose certificate is not valid (HOOK-14).
    #[must_use]
    pub fn misdirected(&self, deliveries: &[ReceivedDelivery]) -> Vec<Nonconformance> {
        let findings = deliveries.iter().enumerate().filter_map(|(index, delivery)| {
            let registered = self.registrations.iter().rev().find(|one| one.from <= index)?;
            let finding = if registered.certificate != Certificate::Trusted {
                Nonconformance::new(
                    "a delivery reached an endpoint whose certificate proves nothing",
                    "no delivery: the certificate is not one to be trusted for this host",
                    "a delivery",
                )
                .of_check("webhook trust")
                .of_rule("HOOK-14")
            } else if registered.subpath != delivery.subpath {
                let is_redirected = delivery.subpath == REDIRECTED;
                Nonconformance::new(
                    "a delivery went to another address than the registered one",
                    format!("the address ending in {:?}", registered.subpath),
                    format!("the address ending in {:?}", delivery.subpath),
                )
                .of_check("webhook address")
                .of_rule(if is_redirected { "HOOK-10" } else { "HOOK-1" })
            } else {
                return None;
            };
            Some(finding.shown_by(delivery.as_text()))
        });
        findings.collect()
    }
}
