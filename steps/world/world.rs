//! The world of one scenario: its merchants and people, the last answer, the last order, and the state before the first action.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    rc::Rc,
    sync::Arc,
    time::Instant,
};

use conformance_harness::{
    checks::WebhookConvention,
    client::Client,
    exchange::{Exchange, Request},
    layer::Layer,
    run::RunStats,
    verdict::Fault,
    worklist::RunningScenario,
};

use serde_json::Value;

use crate::{
    answers::{expect_status, made_id, text},
    edition,
    language::{Actor, OrderPlace, PersonName, RateLimit},
    portal::{AskedWork, MerchantAccess, browser::Pages},
    world::{
        CaseNeeds, Census, Engagement, Findings, Listening, PartyRecord, Refusals, Shared, Trace,
        UserRecord,
    },
};

/// The result of a step.
pub type StepResult = Result<(), Fault>;

/// A merchant of the scenario.
#[derive(Clone, Debug)]
pub struct MerchantRecord {
    /// Its key, and the operator's id of it.
    pub access: MerchantAccess,
    /// The code of its first key.
    pub first_code: String,
    /// The id of the key that was used before.
    pub older_key: Option<String>,
    /// Its tokens, the last one in use.
    pub tokens: Vec<String>,
}

/// The world of one scenario.
#[derive(Debug, cucumber::World)]
#[world(init = Self::outside_a_run)]
pub struct World {
    /// The data that all scenarios share.
    pub shared: Rc<Shared>,
    /// The HTTP client, with the memory for the answers of this scenario.
    pub client: Client,
    /// The id of the case.
    pub case: String,
    /// The same, as a file's name.
    pub scenario: String,
    /// The scenario's file, and its place for people.
    pub place: (PathBuf, String),
    /// The needs at a target where all scenarios share one merchant.
    pub needs: CaseNeeds,
    /// The members of the cast that the scenario has.
    pub engaged: Option<Engagement>,
    /// The sign that it runs, for the list of requests to a person.
    pub(crate) running: Option<RunningScenario>,
    /// The merchants by actor.
    pub merchants: BTreeMap<Actor, MerchantRecord>,
    /// The merchant's subscription to events.
    pub listening: Option<Listening>,
    /// The other merchant's subscription to events.
    pub other_listening: Option<Listening>,
    /// The users.
    pub people: BTreeMap<PersonName, UserRecord>,
    /// The related parties.
    pub parties: BTreeMap<PersonName, PartyRecord>,
    /// The last exchange with API or Portal.
    pub last: Option<Arc<Exchange>>,
    /// The paths of the requested virtual IBANs, oldest first.
    pub vibans: Vec<String>,
    /// The merchant's own accounts that were read, by purpose and currency, and their owner.
    pub own_accounts: BTreeMap<String, String>,
    /// The orders made, oldest first.
    pub orders: Vec<String>,
    /// The orders by which the treasury has paid.
    pub(crate) lent: BTreeSet<String>,
    /// Those of the orders made that the other merchant has.
    pub other_orders: BTreeSet<String>,
    /// The values that the scenario remembers, by name.
    pub remembered: BTreeMap<String, Value>,
    /// The pages on which card payins are paid, oldest first.
    pub payment_urls: Vec<String>,
    /// The answers to simultaneous requests.
    pub at_once: Vec<Arc<Exchange>>,
    /// The answers to requests with a header of their own, oldest first.
    pub headed: Vec<Arc<Exchange>>,
    /// The rate limit that the scenario has set.
    pub rate_limit: Option<RateLimit>,
    /// The pages of a paged list, each as a list of ids.
    pub pages: Vec<Vec<String>>,
    /// The number of snapshots that the scenario asked for and nobody has accepted yet.
    pub unaccepted: usize,
    /// The number of hostile texts in the scenario.
    pub(crate) hostile_texts: Cell<usize>,
    /// The last ledger entry that was read.
    pub entry: Option<String>,
    /// The Portal's pages, in a scenario that needs a browser.
    pub(crate) portal: Option<Pages>,
    /// True if events were missing at the end and none at all had come.
    pub(crate) is_unheard: bool,
    /// A mistake in the profile that a delivery has shown, with its remedy.
    pub(crate) wrong_profile: Option<String>,
    /// True if it has changed the endpoint that all scenarios share, or its secret.
    pub(crate) has_changed_endpoint: bool,
    /// The work that a person was asked for, while nothing has come of it.
    pub(crate) asked: Vec<AskedWork>,
    /// The actions so far.
    pub(crate) trace: Trace,
    pub(crate) before: Before,
    /// The refused actions so far.
    pub(crate) refusals: Refusals,
    pub(crate) findings: Findings,
    /// The part of the scenario that can be judged only at the end of the run.
    pub(crate) later: Later,
    pub(crate) stats: RunStats,
}

/// The part of a scenario that can be judged only at the end of the run.
#[derive(Debug, Default)]
pub(crate) struct Later {
    /// True if events that must not come may still come: the target cannot be drained.
    pub(crate) is_quiet_wanted: bool,
    /// The refusals that count only if the same operation has succeeded elsewhere in the run.
    pub(crate) elsewhere: Vec<DoubtfulRefusal>,
    /// The state after the scenario.
    pub(crate) census: Option<Census>,
}

/// A refusal that is one only if the target knows the operation.
#[derive(Clone, Debug)]
pub(crate) struct DoubtfulRefusal {
    /// The operation's id.
    pub(crate) operation: String,
    /// The status that leaves a doubt.
    pub(crate) status: u16,
    /// The exchange, as `curl`.
    pub(crate) evidence: String,
}

/// The state before the scenario acted.
#[derive(Debug, Default)]
pub(crate) struct Before {
    pub(crate) acted: bool,
    pub(crate) census_wanted: bool,
    pub(crate) census: Option<Census>,
    pub(crate) deliveries_wanted: bool,
    pub(crate) deliveries: Option<usize>,
    /// The time of the first action, if every event before it had arrived.
    pub(crate) quiet_until: Option<Instant>,
    pub(crate) other_deliveries: usize,
}

impl World {
    #[expect(clippy::unused_async, reason = "the framework awaits it")]
    async fn outside_a_run() -> Result<Self, Fault> {
        Err(Fault::error("a world is opened by the runner, which knows the target"))
    }

    /// The token in use.
    ///
    /// # Errors
    /// If the scenario has no such merchant, or it has never logged in.
    pub fn token(&self, actor: Actor) -> Result<&str, Fault> {
        let last = self.merchant(actor)?.tokens.last().map(String::as_str);
        last.ok_or_else(|| Fault::error(format!("{actor} has not logged in")))
    }

    /// The merchant that acts.
    ///
    /// # Errors
    /// If the scenario has none yet.
    pub fn merchant(&self, actor: Actor) -> Result<&MerchantRecord, Fault> {
        self.merchants
            .get(&actor)
            .ok_or_else(|| Fault::error(format!("the scenario has not introduced {actor}")))
    }

    /// The record of a person.
    ///
    /// # Errors
    /// If the scenario has not introduced them.
    pub fn person(&self, person: &PersonName) -> Result<&UserRecord, Fault> {
        self.people
            .get(person)
            .ok_or_else(|| self.lacking(format!("the scenario has not introduced {person}")))
    }

    /// The record of a related party.
    ///
    /// # Errors
    /// If the scenario has not declared them.
    pub fn party(&self, person: &PersonName) -> Result<&PartyRecord, Fault> {
        let missing =
            || self.lacking(format!("the scenario has not declared {person} as a related party"));
        self.parties.get(person).ok_or_else(missing)
    }

    /// A person's user id and account id.
    ///
    /// # Errors
    /// If the person has no account in that currency.
    pub fn account(&self, person: &PersonName, currency: &str) -> Result<(String, String), Fault> {
        let user = self.person(person)?;
        let account = user.accounts.get(currency).ok_or_else(|| {
            self.lacking(format!("the scenario has given {person} no {currency} account"))
        })?;
        Ok((user.id.clone(), account.clone()))
    }

    /// The last order.
    ///
    /// # Errors
    /// If the scenario has made none.
    pub fn order(&self) -> Result<&str, Fault> {
        let last = self.orders.last().map(String::as_str);
        last.ok_or_else(|| self.lacking("the scenario has made no order yet"))
    }

    /// The fault of a step that needs something which is not there: a request that the target has refused, and at which no step
    /// has looked, is the reason; without one, the scenario itself makes no such thing.
    pub(crate) fn lacking(&self, what: impl Into<String>) -> Fault {
        let refused = self.refusals.overlooked().map(|(_, fault)| fault);
        refused.unwrap_or_else(|| Fault::error(what.into()))
    }

    /// The path of the last virtual IBAN.
    ///
    /// # Errors
    /// If the scenario has asked for none.
    pub fn viban(&self) -> Result<&str, Fault> {
        let last = self.vibans.last().map(String::as_str);
        last.ok_or_else(|| self.lacking("the scenario has asked for no virtual IBAN yet"))
    }

    /// The merchant of the last virtual IBAN's account.
    ///
    /// # Errors
    /// If the scenario has asked for none.
    pub fn viban_merchant(&self) -> Result<Actor, Fault> {
        let viban = self.viban()?;
        let mut people = self.people.iter();
        let owner = people.find(|(_, user)| viban.split('/').any(|part| part == user.id));
        Ok(owner.map_or(Actor::Merchant, |(person, _)| person.merchant()))
    }

    /// The id of the last virtual IBAN.
    ///
    /// # Errors
    /// If the scenario has asked for none.
    pub fn viban_id(&self) -> Result<&str, Fault> {
        let viban = self.viban()?;
        Ok(viban.rsplit('/').next().unwrap_or(viban))
    }

    /// The last answer.
    ///
    /// # Errors
    /// If nothing was sent yet.
    pub fn answer(&self) -> Result<&Exchange, Fault> {
        let last = self.last.as_ref();
        let last = last.ok_or_else(|| Fault::error("the scenario has sent nothing yet"))?;
        self.refusals.look_at(last);
        Ok(last)
    }

    /// The last exchange as evidence; nothing when there is none.
    #[must_use]
    pub fn evidence(&self) -> String {
        self.last.as_deref().map(Exchange::as_curl).unwrap_or_default()
    }

    /// A text field of the last answer, for a message; empty when there is none.
    #[must_use]
    pub fn shown(&self, key: &str) -> String {
        let answer = self.last.as_ref();
        answer.and_then(|last| text(last.response.json(), key).ok()).unwrap_or_default()
    }

    /// Adds time spent waiting for deliveries.
    pub fn waited(&mut self, since: Instant) {
        self.stats.waited += since.elapsed();
    }

    /// Remembers the order that an answer to a merchant shows as made, unless it is known.
    pub(crate) fn remember_order(&mut self, actor: Actor, answer: &Exchange) {
        if let Some(made) = made_id(answer).ok().flatten() {
            self.add_order(actor, made);
        }
    }

    /// Adds an order of a merchant, unless it is known.
    pub(crate) fn add_order(&mut self, actor: Actor, id: String) {
        if actor == Actor::Other {
            self.other_orders.insert(id.clone());
        }
        self.claim(&id);
        if !self.orders.contains(&id) {
            self.orders.push(id);
        }
    }

    /// The order at a place, and its merchant.
    ///
    /// # Errors
    /// If the scenario has made none there.
    pub(crate) fn order_at(&self, place: OrderPlace) -> Result<(String, Actor), Fault> {
        let order = match place.0 {
            None => self.order()?.to_owned(),
            Some(index) => self.orders.get(index).cloned().ok_or_else(|| {
                let made = self.orders.len();
                self.lacking(format!("the scenario has made {made} orders, and names a later one"))
            })?,
        };
        let is_other = self.other_orders.contains(&order);
        Ok((order, if is_other { Actor::Other } else { Actor::Merchant }))
    }

    /// The subscription of a merchant to events.
    pub(crate) fn listening_of(&self, actor: Actor) -> Option<&Listening> {
        match actor {
            Actor::Merchant => self.listening.as_ref(),
            Actor::Other => self.other_listening.as_ref(),
        }
    }

    /// True if statements on this layer bind the target.
    #[must_use]
    pub fn binds(&self, layer: Layer) -> bool {
        self.shared.target.layers.bind(layer)
    }

    /// The body of an answer that must have this status. Where no document that binds the target gives the status of a success,
    /// another success is as good.
    ///
    /// # Errors
    /// If it has another one.
    pub fn expect_status<'a>(
        &self,
        exchange: &'a Exchange,
        status: u16,
    ) -> Result<&'a Value, Fault> {
        let actual = exchange.response.status;
        let is_as_good = actual / 100 == 2 && status / 100 == 2 && !self.binds(Layer::Decided) && {
            let Request { method, path, .. } = &exchange.request;
            !self.shared.contract.lookup(method, path).gives(status)
        };
        expect_status(exchange, if is_as_good { actual } else { status })
    }

    /// Makes the run listen on after the scenario if the target cannot be drained: what must not come may come later.
    pub(crate) fn listen_on(&mut self) {
        self.later.is_quiet_wanted |= !self.shared.target.claims("drain");
    }

    /// The convention by which webhooks are wrapped and signed.
    #[must_use]
    pub fn convention(&self) -> WebhookConvention {
        edition::convention(self.shared.target.encoding)
    }

    /// The census before the scenario acted.
    ///
    /// # Errors
    /// If it was not recorded.
    pub fn census_before(&self) -> Result<&Census, Fault> {
        self.before.census.as_ref().ok_or_else(not_acted)
    }

    /// The number of deliveries before the scenario acted.
    ///
    /// # Errors
    /// If it was not recorded.
    pub fn deliveries_before(&self, actor: Actor) -> Result<usize, Fault> {
        let before = self.before.deliveries.ok_or_else(not_acted)?;
        Ok(if actor == Actor::Merchant { before } else { self.before.other_deliveries })
    }
}

fn not_acted() -> Fault {
    Fault::error("this phrase needs an action (When) before it")
}
