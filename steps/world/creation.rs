//! Requests that create something. Clients send an idempotency key with them or leave it out: in scenarios of several actions,
//! every second one has a key, and is repeated at the end of the scenario (IDEM-1).

use std::sync::Arc;

use conformance_harness::{client::Outgoing, exchange::Exchange, layer::Layer, verdict::Fault};
use serde_json::Value;

use crate::{edition::key, language::Actor, world::World};

/// The rule about keys. Its scenarios say themselves which requests have a key.
const RULE: &str = "IDEM-1";

/// The capability of a target that knows keys.
const CAPABILITY: &str = "idempotency";

impl World {
    /// Sends a request that creates something, with a body if there is one.
    ///
    /// # Errors
    /// If no answer comes.
    pub(crate) async fn create(
        &mut self,
        actor: Actor,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Arc<Exchange>, Fault> {
        let mut request = Outgoing::new("POST", path).bearer(self.token(actor)?);
        if let Some(body) = body {
            request = request.json(body);
        }
        let key = self.next_key(actor);
        if let Some(key) = &key {
            request = request.header(key::IDEMPOTENCY_KEY, key);
        }
        let answer = self.send(request).await?;
        if key.is_some() && answer.response.status / 100 == 2 {
            let sent = self.trace.record.now();
            self.trace.keyed.accept(sent, &answer);
        }
        Ok(answer)
    }

    /// A request with the headers and the body of an earlier one.
    ///
    /// # Errors
    /// If the actor has no token.
    pub(crate) fn again(&self, actor: Actor, earlier: &Exchange) -> Result<Outgoing, Fault> {
        let before = earlier.request.clone();
        let mut request = Outgoing::new(&before.method, before.path).bearer(self.token(actor)?);
        let kept = before.headers.into_iter();
        let kept = kept.filter(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
        request.headers.extend(kept);
        (request.body, request.form) = (before.body, before.form);
        Ok(request)
    }

    /// The key of the next request that creates something; none for every second one. Some scenarios begin with a key, some
    /// without.
    fn next_key(&mut self, actor: Actor) -> Option<String> {
        let count = self.trace.keyed.counted();
        let begin: usize = self.case.bytes().map(usize::from).sum();
        let is_repeatable = actor == Actor::Merchant
            && self.common().is_none()
            && self.rule() != RULE
            && self.trace.keyed.is_history
            && self.binds(Layer::Decided)
            && self.shared.target.claims(CAPABILITY);
        (is_repeatable && (begin + count).is_multiple_of(2))
            .then(|| format!("{}{count}", key::SUITE_KEY))
    }
}
