//! Requests to the target's API and actions in its Portal, each kept as evidence.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use conformance_harness::{
    client::Outgoing,
    exchange::{Exchange, Request, Response, header},
    layer::Layer,
    sink::{Mailbox, ReceivedDelivery, numbered},
    story::Happening,
    verdict::Fault,
};
use serde_json::Value;

use crate::{
    edition::{API, key, operator::OF_OPERATOR},
    language::Actor,
    portal::{Action, instruction, party, was_asked},
    world::{World, pauses},
};

/// The name of the Portal in the story of a scenario.
const PORTAL: &str = "Portal";

/// The time after which a scenario that waits for a person looks whether the request was skipped.
const SLICE: Duration = Duration::from_millis(500);

/// The statuses by which a target says that it does not have an operation.
const UNOFFERED: [u16; 3] = [404, 405, 501];

impl World {
    /// Sends a request to the API; the always-on checks follow.
    ///
    /// # Errors
    /// If no answer comes.
    pub async fn send(&mut self, request: Outgoing) -> Result<Arc<Exchange>, Fault> {
        let sent = self.client.send(&self.shared.target.api_url, request).await;
        Ok(self.observe(sent?))
    }

    /// Makes an exchange the last one and records it for the always-on checks.
    pub fn observe(&mut self, exchange: Exchange) -> Arc<Exchange> {
        self.stats.requests += 1;
        let sent = exchange.request.body.as_deref().unwrap_or_default();
        self.shared.secrets.add_from_request(sent);
        self.shared.secrets.add_from_answer(&exchange.response);
        self.note_operation(&exchange);
        let exchange = Arc::new(exchange);
        self.trace.tell(Happening::Exchange { to: API, exchange: Arc::clone(&exchange) });
        if self.portal.is_some() {
            // People may change something on a page at any time.
            self.trace.record.change();
        }
        let is_own = self.is_own(&exchange);
        if is_own && self.common().is_some() && exchange.response.status / 100 == 2 {
            self.claim_made(&exchange);
        }
        self.trace.exchanged(&exchange, is_own);
        self.findings.exchanged(&exchange);
        self.last = Some(Arc::clone(&exchange));
        exchange
    }

    /// Claims the ids of what a request has made.
    fn claim_made(&self, exchange: &Exchange) {
        if exchange.request.method == "GET" {
            return;
        }
        each_id(exchange.response.json(), &mut |id| self.claim(id));
    }

    /// True if the scenario's own merchant asked.
    fn is_own(&self, exchange: &Exchange) -> bool {
        let sent = header(&exchange.request.headers, "authorization");
        let token = sent.and_then(|sent| sent.strip_prefix("Bearer "));
        let own = self.merchants.get(&Actor::Merchant);
        own.zip(token).is_some_and(|(own, token)| own.tokens.iter().any(|one| one == token))
    }

    /// True if the scenario's own merchant has read something.
    pub(crate) fn is_own_read(&self, exchange: &Exchange) -> bool {
        let (asked, answered) = (&exchange.request, &exchange.response);
        asked.method == "GET" && answered.status == 200 && self.is_own(exchange)
    }

    /// Notes that the target knows an operation. A target of our decisions must give each status as documented: no doubt is
    /// left.
    fn note_operation(&self, exchange: &Exchange) {
        if self.binds(Layer::Decided) || exchange.response.status / 100 != 2 {
            return;
        }
        let Request { method, path, .. } = &exchange.request;
        if let Some(id) = self.shared.contract.lookup(method, path).operation_id() {
            let mut known = self.shared.known_operations.borrow_mut();
            if !known.contains(id) {
                known.insert(id.to_owned());
            }
        }
    }

    /// Sends a request with the actor's token.
    ///
    /// # Errors
    /// If no answer comes.
    pub async fn call(
        &mut self,
        actor: Actor,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Arc<Exchange>, Fault> {
        let request = Outgoing::new(method, path).bearer(self.token(actor)?);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        self.send(request).await
    }

    /// Reads a resource that must exist.
    ///
    /// # Errors
    /// If the answer is not 200.
    pub async fn read(&mut self, actor: Actor, path: &str) -> Result<Value, Fault> {
        let exchange = self.call(actor, "GET", path, None).await?;
        if let Some(reason) = self.why_unoffered(&exchange) {
            return Err(Fault::not_applicable(reason));
        }
        self.expect_status(&exchange, 200).cloned()
    }

    /// The reason to skip a read: the target lacks the operation, and only our decisions demand it.
    pub(crate) fn why_unoffered(&self, exchange: &Exchange) -> Option<String> {
        let status = exchange.response.status;
        if self.binds(Layer::Decided) || !UNOFFERED.contains(&status) {
            return None;
        }
        let Request { method, path, .. } = &exchange.request;
        let documented = self.shared.contract.binding().lookup(method, path);
        let id = documented.operation_id()?;
        let is_known = self.shared.known_operations.borrow().contains(id);
        (!documented.is_binding() && !is_known).then(|| {
            format!(
                "the target has no {id} ({method} {path} was answered with {status}); no document demands this operation"
            )
        })
    }

    /// Carries out an action in the merchant's Portal; the answer becomes the last one.
    ///
    /// # Errors
    /// If the Portal cannot be reached, or the operator cannot do it.
    pub async fn operate(&mut self, action: &Action) -> Result<Arc<Exchange>, Fault> {
        self.operate_as(Actor::Merchant, action).await
    }

    /// Carries out an action in an actor's Portal.
    ///
    /// # Errors
    /// If the Portal cannot be reached, or the operator cannot do it.
    pub async fn operate_as(
        &mut self,
        actor: Actor,
        action: &Action,
    ) -> Result<Arc<Exchange>, Fault> {
        if let Some(need) = action.needs().filter(|need| !self.shared.target.claims(need)) {
            let message = format!("this needs {need}: give the scenario the tag @needs-{need}");
            return Err(Fault::error(message));
        }
        self.stats.requests += 1;
        self.trace.acted(action);
        self.has_changed_endpoint |=
            matches!(action, Action::RegisterEndpoint { .. } | Action::RotateSecret);
        let done = self.on_pages(actor, action).await?;
        let exchange = match done {
            Some(exchange) => exchange,
            None => self.ask_operator(actor, action).await?,
        };
        let exchange = Arc::new(exchange);
        self.trace.tell(match instruction(&exchange) {
            Some(words) => Happening::Act(words.to_owned()),
            None => Happening::Exchange { to: PORTAL, exchange: Arc::clone(&exchange) },
        });
        // Work on pages or by a person has no answer of the interface.
        if exchange.request.path.starts_with(OF_OPERATOR) {
            self.trace.record.add_operated(&exchange);
        }
        // An action of a person gives no answer to judge.
        self.last = (!was_asked(&exchange)).then(|| Arc::clone(&exchange));
        Ok(exchange)
    }

    /// Has the operator carry out an action. A person gets the request; when the effect is seen in the API, the work is done.
    async fn ask_operator(&mut self, actor: Actor, action: &Action) -> Result<Exchange, Fault> {
        let shared = self.shared.clone();
        let mut effect = None;
        if shared.operator.asks_person(&self.merchant(actor)?.access, action) {
            effect = self.effect_of(actor, action).await?;
        }
        let access = self.merchant(actor)?.access.clone();
        let (exchange, asked) = shared.operator.perform(&access, action, &self.case).await?;
        let Some(asked) = asked else { return Ok(exchange) };
        if let Some(engaged) = &mut self.engaged {
            engaged.lend();
            asked.ticket.shown().await;
            engaged.take_back().await;
        } else {
            asked.ticket.shown().await;
        }
        self.asked.push(asked);
        if let Some(effect) = effect {
            self.await_effect(actor, effect).await?;
        }
        Ok(exchange)
    }

    /// The fault of an effect that did not come. While nothing has come of what a person was asked for, the target cannot be
    /// blamed.
    pub(crate) fn unseen(&self, fault: Fault) -> Fault {
        let Some(asked) = self.asked.first() else { return fault };
        let (words, limit) = (&asked.words, self.shared.target.person_timeout);
        asked.ticket.expired();
        Fault::error(format!(
            "nothing has come of \"{words}\" within {limit:?}; carry it out in time, or raise \
             `person_timeout_seconds` in the profile"
        ))
    }

    /// Ticks off the work that a person was asked for: its effect was seen.
    pub(crate) fn effect_seen(&mut self) {
        self.asked.drain(..).for_each(|asked| asked.ticket.done());
    }

    /// The fault if the person has skipped a request of the scenario.
    pub(crate) fn skipped(&self) -> Option<Fault> {
        let skipped = self.asked.iter().find(|asked| asked.ticket.is_skipped())?;
        let reason = format!("the person at the Portal has skipped \"{}\"", skipped.task);
        Some(Fault::not_applicable(reason))
    }

    /// Waits until `enough` says so of the deliveries in a mailbox, the effect timeout is over, or the person has skipped the
    /// work.
    ///
    /// # Errors
    /// If it was skipped.
    pub(crate) async fn await_deliveries(
        &mut self,
        mailbox: &Mailbox,
        enough: impl Fn(&[ReceivedDelivery]) -> bool,
    ) -> Result<(), Fault> {
        let begun = Instant::now();
        loop {
            let left = self.effect_timeout(begun).saturating_sub(begun.elapsed());
            let slice = if self.asked.is_empty() { left } else { left.min(SLICE) };
            let arrived = mailbox.wait_until(slice, &enough).await;
            self.skipped().map_or(Ok(()), Err)?;
            if arrived.is_ok() || slice == left {
                self.waited(begun);
                return Ok(());
            }
        }
    }

    /// Asks until `found` gives something or the effect timeout is over, at growing intervals: about three times a second after
    /// the first moments.
    ///
    /// # Errors
    /// The error of `found`, or `missing` after the timeout.
    pub async fn poll<T>(
        &mut self,
        mut found: impl AsyncFnMut(&mut Self) -> Result<Option<T>, Fault>,
        missing: impl FnOnce(&Self) -> Fault,
    ) -> Result<T, Fault> {
        let begun = Instant::now();
        let longest = if self.asked.is_empty() { pauses::LONGEST } else { pauses::FOR_PEOPLE };
        let mut pauses = pauses::pauses(longest);
        let mut has_waited = false;
        loop {
            let asked = begun.elapsed();
            let effect_timeout = self.effect_timeout(begun);
            self.skipped().map_or(Ok(()), Err)?;
            let result = found(self).await?;
            if result.is_some() || asked > effect_timeout {
                if has_waited {
                    self.stats.waited += begun.elapsed();
                }
                return match result {
                    Some(result) => {
                        self.effect_seen();
                        Ok(result)
                    }
                    None => Err(self.unseen(missing(self))),
                };
            }
            // The last read is made when the timeout is over, not before.
            let left = (effect_timeout + pauses::FIRST).saturating_sub(begun.elapsed());
            let pause = pauses.next().unwrap_or(left);
            tokio::time::sleep(pause.min(left)).await;
            has_waited = true;
        }
    }

    /// Carries out an action on the Portal's pages; none if the merchant's operator does not work there, or the action is
    /// not one of people.
    ///
    /// # Errors
    /// If a page lacks what people need.
    async fn on_pages(&self, actor: Actor, action: &Action) -> Result<Option<Exchange>, Fault> {
        let Some(pages) = self.portal.as_ref().filter(|_| actor == Actor::Merchant) else {
            return Ok(None);
        };
        let Some(mut done) = pages.perform(action).await? else { return Ok(None) };
        if self.shared.operator.shares_merchant() {
            return Ok(Some(done));
        }
        let (session, renewed) = match action {
            Action::DeclareParty { session, .. } => (session, None),
            Action::RenewParty { session, party } => (session, Some(party)),
            _ => return Ok(Some(done)),
        };
        if done.response.status == 201 {
            // The page shows names; only the JSON interface gives ids.
            let read = Action::ReadKyb { session: session.clone() };
            let access = &self.merchant(actor)?.access;
            let (shown, _) = self.shared.operator.perform(access, &read, &self.case).await?;
            let mut parties = party::all_of(shown.response.json()).into_iter().rev();
            let is_meant =
                |one: &&Value| renewed.is_none_or(|id| party::id(one) == Some(id.as_str()));
            if let Some(party) = parties.find(is_meant) {
                done.response = Response::new(201, Vec::new(), party.to_string());
            }
        }
        Ok(Some(done))
    }
}

/// Calls `each` with every id in a value: the texts of members named `id`, or with a name that ends so.
fn each_id(value: &Value, each: &mut dyn FnMut(&str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each_id(item, each)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(id) if name == "id" || name.ends_with("Id") => each(id),
                    // Events about related parties name their company by this number alone.
                    Value::Number(_) if name == key::KYB_NUMBER => {
                        each(&numbered(key::BUSINESS_USER, "id", member));
                    }
                    other => each_id(other, each),
                }
            }
        }
        _ => {}
    }
}
